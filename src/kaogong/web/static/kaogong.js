/* What is typed is kept as it is typed; Ctrl K goes to the search; Esc closes the drawer; two minutes before the session
   ends, the page asks; arrow keys in trees, arrows, Enter and pasted lines down
   the columns of a grid. Nothing else:
   every page works without this file. */
"use strict";

document.addEventListener("keydown", (event) => {
  const find = document.getElementById("find");
  if (find && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    find.focus();
    find.select();
  }
  const box = event.target.closest?.("table.grid [data-grid]");
  const step = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 }[event.key];
  if (box && step) {
    const column = [...box.closest("table").querySelectorAll(`[data-grid="${box.dataset.grid}"]`)];
    const next = column[column.indexOf(box) + step];
    event.preventDefault();
    next?.focus();
    next?.select();
  }
  if (event.key === "Escape" && location.hash === "#side") {
    location.hash = "main";
    document.querySelector(".menu")?.focus();
  }
});

document.addEventListener("paste", (event) => {
  const box = event.target.closest?.("table.grid input[data-grid]");
  const lines = (event.clipboardData?.getData("text") ?? "").trimEnd().split(/\r?\n/);
  if (!box || lines.length < 2) return;
  const column = [...box.closest("table").querySelectorAll(`[data-grid="${box.dataset.grid}"]`)];
  event.preventDefault();
  lines.forEach((words, place) => {
    const cell = column[column.indexOf(box) + place];
    if (cell) cell.value = words.trim();
  });
});

const leaving = document.getElementById("leaving");
if (leaving) {
  const warned = 120;
  const whole = Number(leaving.dataset.seconds);
  let timer;
  const begin = () => {
    clearTimeout(timer);
    timer = setTimeout(() => leaving.showModal(), Math.max(0, whole - warned) * 1000);
  };
  leaving.addEventListener("close", async () => {
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    const answer = await fetch(leaving.dataset.stay, { method: "POST", headers: { "X-CSRFToken": token } });
    if (answer.ok && !answer.redirected) begin();
    else location.reload();
  });
  document.addEventListener("htmx:afterRequest", begin);
  begin();
}

/* A derivation by the arrow keys: up and down over the rows, right opens and goes in, left closes and goes out. */
document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("[data-rows] summary");
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  const rows = [...row.closest("[data-rows]").querySelectorAll("summary")].filter((one) => one.offsetParent);
  const at = rows.indexOf(row);
  const node = row.parentElement;
  const steps = {
    ArrowDown: () => rows[at + 1]?.focus(),
    ArrowUp: () => rows[at - 1]?.focus(),
    Home: () => rows[0].focus(),
    End: () => rows.at(-1).focus(),
    ArrowRight: () => (node.open ? node.querySelector("details > summary")?.focus() : (node.open = true)),
    ArrowLeft: () => (node.open ? (node.open = false) : node.parentElement.closest("details")?.firstElementChild.focus()),
  };
  if (!steps[event.key]) return;
  event.preventDefault();
  steps[event.key]();
});

for (const mark of document.querySelectorAll("input[data-keep]")) {
  const form = mark.form;
  const told = form.querySelector("[data-kept]");
  let timer;
  const keep = async () => {
    const typed = new FormData(form);
    for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
    const answer = await fetch(mark.dataset.keep, { method: "POST", body: typed }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected || !told) return;
    told.hidden = false;
    told.textContent = `${told.dataset.words} ${new Date().toTimeString().slice(0, 5)}`;
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 1500);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}
