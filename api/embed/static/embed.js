// Tells the page around how high this one is, and asks without loading the page anew. Without this script the form and
// the links do the same, step by step.
"use strict";

const page = document.querySelector(".page");
const form = document.querySelector("form.ask");
const status = document.querySelector(".status");
const { accent, ink, radius } = page.dataset;

if (accent) page.style.setProperty("--manba-accent", accent);
if (ink) page.style.setProperty("--manba-accent-ink", ink);
if (radius) page.style.setProperty("--manba-radius", `${radius}px`);

let told = 0;

function tellHeight() {
  const height = Math.ceil(page.getBoundingClientRect().height);
  if (height === told || parent === window) return;
  told = height;
  // A height is no secret, and a page that may frame this one was allowed to by the policy of this page.
  parent.postMessage({ type: "manba:resize", height }, "*");
  // Canvas listens to this one, and other course sites by its example.
  parent.postMessage(JSON.stringify({ subject: "lti.frameResize", height }), "*");
}

new ResizeObserver(tellHeight).observe(page);
tellHeight();

let asking = null;

async function ask(address) {
  asking?.abort();
  const mine = (asking = new AbortController());
  const log = document.querySelector(".log");
  log.setAttribute("aria-busy", "true");
  status.textContent = status.dataset.working;
  status.classList.add("working");
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" }, signal: mine.signal });
    const arrived = new DOMParser().parseFromString(await response.text(), "text/html");
    const answered = arrived.querySelector(".log");
    if (!answered) throw new TypeError("no answer in the page");
    log.replaceChildren(...answered.childNodes);
    document.querySelector(".foot").replaceWith(arrived.querySelector(".foot"));
    status.textContent = "";
  } catch (error) {
    if (error.name === "AbortError") return;
    status.textContent = status.dataset.failed;
  }
  status.classList.remove("working");
  log.setAttribute("aria-busy", "false");
}

function addressOfForm() {
  return `${form.action.split("?")[0]}?${new URLSearchParams(new FormData(form))}`;
}

// A frame without an origin of its own (`sandbox`) may not fetch; there the browser follows forms and links itself.
const mayFetch = self.origin !== "null";

form.addEventListener("submit", (event) => {
  if (!mayFetch) return;
  event.preventDefault();
  ask(addressOfForm());
});
form.elements.q.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-question]");
  if (!mayFetch || !link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  form.elements.q.value = link.textContent;
  form.elements.q.focus();
  ask(addressOfForm());
});
