/* What is typed is kept as it is typed; Ctrl K goes to the search; Esc closes the drawer; two minutes before the session
   ends, the page asks; arrow keys in trees; arrows, Enter and pasted blocks in
   a grid; what scrolls sideways is reached by Tab. Nothing else: every page works without this file. */
"use strict";

/* Where a key leads from a cell: up and down the column, and to the side when the caret can go no further. */
function walked(event, box) {
  const column = [...box.closest("table").querySelectorAll(`[data-grid="${box.dataset.grid}"]`)];
  const row = [...box.closest("tr").querySelectorAll("[data-grid]")];
  const first = box.selectionStart === undefined || box.selectionStart === 0;
  const last = box.selectionEnd === undefined || box.selectionEnd === box.value.length;
  const down = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 }[event.key];
  const side = (event.key === "ArrowRight" && last && 1) || (event.key === "ArrowLeft" && first && -1);
  const next = down ? column[column.indexOf(box) + down] : side && row[row.indexOf(box) + side];
  if (down || next) event.preventDefault();
  next?.focus?.();
  next?.select?.();
}

document.addEventListener("keydown", (event) => {
  const find = document.getElementById("find");
  if (find && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    find.focus();
    find.select();
  }
  const box = event.target.closest?.("table.grid [data-grid]");
  if (box && !event.altKey) walked(event, box);
  if (event.key === "Escape" && location.hash === "#side") {
    location.hash = "main";
    document.querySelector(".menu")?.focus();
  }
});

/* What was kept for work without a network goes when somebody signs out, and before anybody signs in. */
const forget = () => window.caches?.delete("kaogong-entry-pages");
if (location.pathname.startsWith("/sign-in/")) forget();
document.addEventListener("submit", (event) => {
  if (new URL(event.target.action, location).pathname.startsWith("/sign-out/")) forget();
});

/* A block copied from a spreadsheet is laid over the cells from here on, down and to the right. */
document.addEventListener("paste", (event) => {
  const box = event.target.closest?.("table.grid [data-grid]:not(textarea)");
  const lines = (event.clipboardData?.getData("text") ?? "").replace(/[\r\n]+$/, "").split(/\r?\n/).map((one) => one.split("\t"));
  if (!box || (lines.length < 2 && lines[0].length < 2)) return;
  const rows = [...box.closest("tbody").rows].map((one) => [...one.querySelectorAll("[data-grid]")]).filter((one) => one.length);
  const top = rows.findIndex((one) => one.includes(box));
  const left = rows[top].indexOf(box);
  event.preventDefault();
  let lost = 0;
  lines.forEach((line, down) => {
    line.forEach((words, right) => {
      const cell = rows[top + down]?.[left + right];
      const known = cell?.options ? [...cell.options].some((one) => one.value === words.trim()) : cell;
      if (known) cell.value = words.trim();
      else if (words.trim()) lost += 1;
    });
  });
  tell_lost(box.closest("table"), lost);
  box.dispatchEvent(new Event("input", { bubbles: true }));
});

/* What of a block found no cell is told above the grid; nothing is dropped without a word. */
function tell_lost(table, lost) {
  document.getElementById("lost")?.remove();
  if (!lost) return;
  const told = document.createElement("p");
  told.id = "lost";
  told.className = "notice warn";
  told.setAttribute("role", "status");
  told.textContent = document.body.dataset.lost.replace("{n}", lost);
  table.parentElement.before(told);
}

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

/* A derivation as a tree of rows, one stop of the Tab key: up and down over the rows, right opens and goes in, left closes
   and goes out, Enter and the space bar turn. Without this file its rows are details that open by themselves. */
function treegrid(grid) {
  const part = (role, given = {}, ...held) => {
    const made = document.createElement("div");
    made.setAttribute("role", role);
    for (const [name, value] of Object.entries(given)) made.setAttribute(name, value);
    made.append(...held);
    return made;
  };
  const rows = () => [...grid.querySelectorAll('[role="row"]')].filter((one) => !one.closest("[hidden]"));
  const below = (row) => (row.hasAttribute("aria-expanded") ? row.nextElementSibling : null);
  const opens = (row) => row.getAttribute("aria-expanded") === "false";
  const turn = (row, open) => {
    if (!below(row)) return;
    row.setAttribute("aria-expanded", open);
    if (open) below(row).removeAttribute("hidden");
    else below(row).setAttribute("hidden", "until-found");
  };
  for (const old of grid.querySelectorAll("details.node")) {
    const level = Number(/level(\d+)/.exec(old.className)[1]);
    const [summary, ...rest] = old.children;
    const row = part("row", { class: summary.className, tabindex: -1, "aria-level": level }, ...summary.children);
    for (const cell of row.children) cell.setAttribute("role", "gridcell");
    const node = part("none", { class: old.className }, row);
    if (rest.length) {
      const told = rest[0].matches(".opened") ? [rest.shift()] : [];
      const cells = told.map((one) => part("row", { class: "told", tabindex: -1, "aria-level": level + 1 }, part("gridcell", {}, one)));
      const inner = part("none", {}, ...cells, ...rest);
      inner.addEventListener("beforematch", () => turn(row, true));
      node.append(inner);
      row.setAttribute("aria-expanded", "true");
      turn(row, old.open);
    }
    old.replaceWith(node);
  }
  grid.setAttribute("role", "treegrid");
  grid.setAttribute("aria-readonly", "true");
  grid.setAttribute("aria-label", grid.closest("section").getAttribute("aria-label"));
  const first = grid.querySelector('[role="row"]');
  if (first) first.tabIndex = 0;
  grid.addEventListener("click", (event) => {
    const row = event.target.closest('[role="row"]');
    if (row && below(row)) turn(row, opens(row));
  });
  grid.addEventListener("focusin", (event) => {
    for (const one of grid.querySelectorAll('[role="row"][tabindex="0"]')) one.tabIndex = -1;
    event.target.closest('[role="row"]').tabIndex = 0;
  });
  grid.addEventListener("keydown", (event) => {
    const row = event.target;
    if (!row.matches('[role="row"]') || event.ctrlKey || event.metaKey || event.altKey) return;
    const shown = rows();
    const at = shown.indexOf(row);
    const above = () => shown.slice(0, at).findLast((one) => Number(one.ariaLevel) < Number(row.ariaLevel))?.focus();
    const steps = {
      ArrowDown: () => shown[at + 1]?.focus(),
      ArrowUp: () => shown[at - 1]?.focus(),
      Home: () => shown[0].focus(),
      End: () => shown.at(-1).focus(),
      ArrowRight: () => (opens(row) ? turn(row, true) : below(row) && shown[at + 1]?.focus()),
      ArrowLeft: () => (below(row) && !opens(row) ? turn(row, false) : above()),
      Enter: () => turn(row, opens(row)),
      " ": () => turn(row, opens(row)),
    };
    if (!steps[event.key]) return;
    event.preventDefault();
    steps[event.key]();
  });
}

for (const grid of document.querySelectorAll("[data-rows]")) if (!grid.closest(".paper")) treegrid(grid);

/* A table wider than its card is moved with the arrow keys, also where nothing in it takes the focus. */
const reach = (box) => {
  const named = box.querySelector("caption") ?? box.closest(".card")?.querySelector("h2");
  const words = named?.textContent.trim() ?? box.closest(".card")?.ariaLabel;
  const told = { tabindex: "0", role: "group", "aria-label": words };
  const over = box.scrollWidth > box.clientWidth;
  for (const [name, value] of Object.entries(told)) over && value ? box.setAttribute(name, value) : box.removeAttribute(name);
};
const widths = new ResizeObserver((all) => all.forEach((one) => reach(one.target)));
for (const box of document.querySelectorAll(".wide")) widths.observe(box);

for (const mark of document.querySelectorAll("input[data-keep]")) {
  const form = mark.form;
  const told = form.querySelector("[data-kept]");
  let timer;
  const keep = async (more = {}) => {
    const typed = new FormData(form);
    for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
    timer = 0;
    const answer = await fetch(mark.dataset.keep, { method: "POST", body: typed, ...more }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected || !told) return;
    told.hidden = false;
    told.textContent = `${told.dataset.words} ${new Date().toTimeString().slice(0, 5)}`;
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 1500);
  });
  const settle = () => {
    clearTimeout(timer);
    timer = 0;
  };
  form.addEventListener("submit", settle);
  window.addEventListener("pagehide", () => timer && keep({ keepalive: true }));
}
