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

// A frame without an origin of its own (`sandbox`) may not fetch; there the browser follows forms and links itself.
const mayFetch = self.origin !== "null";
const stop = document.querySelector("[data-stop]");
// Only where answers may be written by a language model are they shown while they come.
const telling = mayFetch && stop && "body" in Response.prototype ? import("./manba-telling.js") : null;
const accepted = telling ? "text/event-stream, text/html;q=0.9" : "text/html";
const STOPPED = "stopped";
const PATIENCE_MS = 60_000;

const log = document.querySelector(".log");

let asking = null;

// The page that a response is, or that it ends with.
async function pageOf(response, mine) {
  const { isTold, tell } = (await telling) ?? {};
  if (!isTold?.(response)) return response.text();
  let tooLong;
  const heard = () => {
    clearTimeout(tooLong);
    tooLong = setTimeout(() => mine.abort("too long"), PATIENCE_MS);
  };
  const writing = () => {
    status.textContent = status.dataset.writing;
    stop.hidden = false;
  };
  heard();
  return tell(response, log, { heard, writing }).finally(() => clearTimeout(tooLong));
}

async function breakOff(why, address) {
  const { leave } = await telling;
  const link = leave(log, why, address, status.dataset);
  if (document.activeElement === document.body || document.activeElement === stop) link.focus();
}

async function ask(address, noted = "") {
  asking?.abort();
  const mine = (asking = new AbortController());
  log.setAttribute("aria-busy", "true");
  status.textContent = status.dataset.working;
  status.classList.add("working");
  const headers = { Accept: accepted, ...(noted && { "X-Question-ID": noted }) };
  try {
    const response = await fetch(address, { headers, signal: mine.signal });
    const arrived = new DOMParser().parseFromString(await pageOf(response, mine), "text/html");
    const answered = arrived.querySelector(".log");
    if (!answered) throw new TypeError("no answer in the page");
    log.replaceChildren(...(answered.querySelector("noscript") ?? answered).childNodes);
    document.querySelector(".foot").replaceWith(arrived.querySelector(".foot"));
    status.textContent = "";
  } catch {
    if (asking !== mine) return;
    const why = mine.signal.reason === STOPPED ? "stopped" : log.querySelector(".writing") ? "brokenOff" : "";
    status.textContent = why ? "" : status.dataset.failed;
    if (why) await breakOff(status.dataset[why], address);
  }
  if (stop) stop.hidden = true;
  status.classList.remove("working");
  log.setAttribute("aria-busy", "false");
}

function addressOfForm() {
  return `${form.action.split("?")[0]}?${new URLSearchParams(new FormData(form))}`;
}

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
  if (event.target.closest("[data-stop]")) asking?.abort(STOPPED);
  const link = event.target.closest("a[data-question], a[data-other]");
  if (!mayFetch || !link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (link.matches("[data-question]")) form.elements.q.value = link.textContent;
  form.elements.q.focus();
  ask(link.matches("[data-other]") ? link.href : addressOfForm());
});

// The page came at once; the answer to the question in its address is yet to be written. The question is noted already.
if ("awaits" in log.dataset) {
  const { awaits } = log.dataset;
  const whole = log.querySelector("noscript").textContent;
  delete log.dataset.awaits;
  // Where it cannot be told as it comes, what is there for readers without scripts is the answer.
  log.replaceChildren(...(telling ? [] : new DOMParser().parseFromString(whole, "text/html").body.childNodes));
  if (telling) ask(location.href, awaits);
}
