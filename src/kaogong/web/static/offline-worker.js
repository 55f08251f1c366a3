/* The pages where findings are entered on the spot, kept in this browser so that they open without a network. These pages
   and the files they load, nothing else; whoever signs out takes them away (kaogong.js). */
"use strict";

const KEPT = "kaogong-entry-pages";
const PAGE = /^\/supervise\/inspections\/visits\/\d+\/$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { pages = [], files = [] } = event.data;
  const keep = async () => {
    const held = await caches.open(KEPT);
    for (const address of [...files, ...pages.filter((one) => PAGE.test(new URL(one, self.location).pathname))]) {
      const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
      if (answer?.ok && !answer.redirected) await held.put(address, answer);
    }
    event.source?.postMessage({ kept: pages.length });
  };
  event.waitUntil(keep());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  const ours = request.mode === "navigate" ? PAGE.test(pathname) : ["script", "style", "image"].includes(request.destination);
  if (request.method !== "GET" || !ours) return;
  const kept = async () => (await (await caches.open(KEPT)).match(request.url, { ignoreVary: true })) || Response.error();
  event.respondWith(fetch(request).catch(kept));
});
