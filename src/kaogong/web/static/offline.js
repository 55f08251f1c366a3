/* A form on the spot while there is no network: what was typed, pictures too, is kept in this browser and sent once the
   network is back, in order. The number of the form makes it one entry however often it is sent. The pages themselves are
   kept by offline-worker.js, of an inspection all those one enters. The form works without this file. */
"use strict";

(() => {
  const place = document.querySelector("[data-worker]");
  if (!place || !navigator.serviceWorker) return;
  const links = [...document.querySelectorAll("[data-worker] a[data-entry]")].map((one) => one.href);
  const files = [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon]")].map((one) => one.src || one.href);
  navigator.serviceWorker.addEventListener("message", () => place.setAttribute("data-kept", ""));
  navigator.serviceWorker.register(place.dataset.worker, { scope: "/supervise/" }).then(async () => {
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ pages: place.matches("form") ? [location.href] : links, files });
  }, () => {
    /* No worker here: what is typed is kept all the same, only the page must be open. */
  });
})();

(() => {
  const form = document.querySelector("form[data-offline]");
  const told = document.querySelector("[data-waiting]");
  if (!form || !window.indexedDB) return;
  const who = form.elements._who?.value || "";
  const NOT_KEPT = new Set(["csrfmiddlewaretoken", "_form", "_page", "_seen", "_who"]);
  const fresh = () => (crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}`);
  let sending = false;
  form.elements.key.value = fresh(); // a page that was kept has the same number every time it is opened

  const store = () =>
    new Promise((done, failed) => {
      const asked = indexedDB.open("kaogong-entries", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("entries", { keyPath: "key" });
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
  const act = async (how, work) => {
    const base = await store();
    return new Promise((done, failed) => {
      const step = base.transaction("entries", how);
      const asked = work(step.objectStore("entries"));
      step.oncomplete = () => {
        base.close();
        done(asked.result);
      };
      step.onerror = step.onabort = () => failed(step.error);
    });
  };
  const waiting = async () => (await act("readonly", (held) => held.getAll())).filter((one) => one.who === who);
  const say = (words, bad = false) => {
    told.hidden = !words;
    told.textContent = words;
    told.classList.toggle("bad", bad);
  };

  const keep = async () => {
    const fields = [...new FormData(form)].filter(([name, value]) => !NOT_KEPT.has(name) && !(value instanceof File && !value.size));
    const key = form.elements.key.value;
    const at = fields.map(([name, value]) => (name === "offline" ? [name, "on"] : [name, value]));
    if (!at.some(([name]) => name === "offline")) at.push(["offline", "on"]);
    await act("readwrite", (held) => held.put({ key, who, action: form.action || location.href, fields: at, when: Date.now() }));
    form.reset();
    form.elements.key.value = fresh();
    say(form.dataset.keptWords.replace("#", (await waiting()).length));
    told.scrollIntoView({ block: "center" });
  };

  /* What was refused stands in the form again, pictures too, to be put right; that of another page stays kept. */
  const again = async (one) => {
    if (one.action !== (form.action || location.href)) return;
    for (const [name, value] of one.fields) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.type === "checkbox") field.checked ||= field.value === value;
        else if (field.type !== "file") field.value = value;
        else {
          const held = new DataTransfer();
          held.items.add(value);
          field.files = held.files;
        }
      }
    }
    await act("readwrite", (held) => held.delete(one.key));
  };

  const send = async () => {
    if (sending || !navigator.onLine) return;
    sending = true;
    let sent = 0;
    try {
      const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
      for (const one of (await waiting()).sort((a, b) => a.when - b.when)) {
        const body = new FormData();
        for (const [name, value] of one.fields) body.append(name, value);
        const answer = await fetch(one.action, { method: "POST", headers: { "X-CSRFToken": token }, body });
        if (answer.status === 422 || answer.status === 403) {
          await again(one);
          const page = new DOMParser().parseFromString(await answer.text(), "text/html");
          say(`${form.dataset.refusedWords} ${page.querySelector(".notice.bad")?.textContent.trim() || answer.status}`, true);
          return;
        }
        if (!answer.ok || new URL(answer.url).pathname.startsWith("/sign-in")) return;
        await act("readwrite", (held) => held.delete(one.key));
        sent += 1;
      }
      if (sent) {
        say(form.dataset.sentWords.replace("#", sent));
        setTimeout(() => location.reload(), 1500);
      }
    } catch {
      /* The network went away again: what is kept stays, and is sent when it is back. */
    } finally {
      sending = false;
    }
  };

  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    keep();
  });
  window.addEventListener("online", send);
  send();
})();
