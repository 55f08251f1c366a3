// Sections of a report are packed; they are unpacked when they are opened, when a link leads to them, and before printing.
async function unpack(box) {
  if (!box || !box.dataset.z) return;
  const bytes = Uint8Array.from(atob(box.dataset.z), (c) => c.charCodeAt(0));
  delete box.dataset.z;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  box.innerHTML = await new Response(stream).text();
}
document.querySelectorAll("details.subject").forEach((one) => {
  one.addEventListener("toggle", () => one.open && unpack(one.querySelector(".packed")));
});
function goto() {
  const one = document.getElementById(location.hash.slice(1));
  if (one && one.tagName === "DETAILS") { one.open = true; one.scrollIntoView(); }
}
addEventListener("hashchange", goto);
goto();
addEventListener("beforeprint", () => {
  document.querySelectorAll("details").forEach((one) => {
    const subject = one.closest(".subject");
    if (!subject || subject.open) one.open = true;
  });
});
