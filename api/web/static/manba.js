// Asks and opens sources without leaving the page. Everything here also works without this script: the form and the
// links lead to pages of the server, and what is shown is what the server rendered and escaped for those pages.
import { forgetAll, remember, showHistory } from "./manba-history.js";
import { chooseLanguage, inChosenLanguage, keepQuestionInLanguageLinks } from "./manba-language.js";
import { openSource } from "./manba-source.js";
import { copyAnswer, shareQuestion } from "./manba-sharing.js";
import { trouble, troubleOf } from "./manba-trouble.js";

const SLOW_MS = 4_000;
const TOO_LONG_MS = 60_000;

const form = document.querySelector("[data-ask]");
const answer = document.getElementById("answer");
const status = document.getElementById("status");
const announced = document.getElementById("announced");
const past = document.querySelector("[data-history]");
const stop = document.querySelector("[data-stop]");
// Only where answers may be written by a language model are they shown while they come.
const telling = stop && "body" in Response.prototype ? import("./manba-telling.js") : null;
const accepted = telling ? "text/event-stream, text/html;q=0.9" : "text/html";
const STOPPED = "stopped";

let asking = null;
let shown = location.search;
let waiting = null; // The address of a question that could not be asked while there was no connection.

function addressOf(question, language) {
  const fields = new URLSearchParams();
  if (form.elements.lang) fields.set("lang", form.elements.lang.value);
  fields.set("q", question);
  if (language) fields.set("language", language);
  return `${form.action}?${fields}`;
}

async function ask(address, { push = true, focus = false, noted = "" } = {}) {
  asking?.abort();
  waiting = null;
  const mine = (asking = new AbortController());
  const slow = setTimeout(() => (status.textContent = status.dataset.slow), SLOW_MS);
  let tooLong;
  const heard = () => {
    clearTimeout(tooLong);
    tooLong = setTimeout(() => mine.abort("too long"), TOO_LONG_MS);
  };
  heard();
  fill(new URL(address).searchParams);
  answer.setAttribute("aria-busy", "true");
  announced.replaceChildren();
  past.hidden = true;
  status.textContent = status.dataset.working;
  const headers = { Accept: accepted, ...(noted && { "X-Question-ID": noted }) };
  try {
    const response = await fetch(address, { headers, signal: mine.signal });
    const page = new DOMParser().parseFromString(await pageOf(response, { heard, slow, focus }), "text/html");
    const arrived = page.getElementById("answer");
    if (!arrived) {
      fail(troubleOf(response), address, focus);
      return;
    }
    const held = focus || (telling && (document.activeElement === stop || answer.contains(document.activeElement)));
    show(page, arrived);
    if (push && address !== location.href) history.pushState(null, "", address);
    shown = location.search;
    keepQuestionInLanguageLinks();
    settle();
    announce();
    if (held) focusOn(answer.querySelector(".again a") ?? answer.querySelector("h2"));
  } catch {
    if (asking !== mine) return;
    if (!navigator.onLine) waiting = address;
    if (mine.signal.reason === STOPPED) await breakOff(status.dataset.stopped, address, true);
    else if (answer.querySelector(".writing")) await breakOff(status.dataset.brokenOff, address, focus);
    else fail({ kind: navigator.onLine ? "failed" : "offline" }, address, focus);
  } finally {
    clearTimeout(slow);
    clearTimeout(tooLong);
    if (asking === mine) {
      answer.setAttribute("aria-busy", "false");
      status.textContent = "";
      if (stop) stop.hidden = true;
      past.open = !answer.querySelector(".answer");
      showHistory(past, addressOf);
    }
  }
}

// What is asked stands in the form from the start: while an answer comes, the next question may be typed.
function fill(asked) {
  const { q, language } = form.elements;
  q.value = asked.get("q") ?? "";
  language.value = asked.get("language") ?? "";
  if (language.selectedIndex < 0) language.value = "";
}

// The page that a response is, or that it ends with.
async function pageOf(response, { heard, slow, focus }) {
  const { isTold, tell } = (await telling) ?? {};
  if (!isTold?.(response)) return response.text();
  clearTimeout(slow);
  const writing = () => {
    status.textContent = status.dataset.writing;
    stop.hidden = false;
    if (focus) focusOn(answer.querySelector(".writing h2"));
  };
  return tell(response, answer, { heard, writing });
}

async function breakOff(why, address, focus) {
  const { leave } = await telling;
  shown = null;
  const link = leave(answer, why, address, status.dataset);
  if (focus || document.activeElement === document.body) focusOn(link);
}

function show(page, arrived) {
  // Where nothing can be told as it comes, what the page has for readers without scripts is the answer.
  answer.replaceChildren(...(arrived.querySelector("noscript") ?? arrived).childNodes);
  document.title = page.title;
}

function fail(what, address, focus) {
  status.textContent = "";
  shown = null;
  answer.replaceChildren(...trouble(what, address, status.dataset));
  if (focus) focusOn(answer.querySelector("a"));
}

function focusOn(element) {
  if (!element) return;
  if (!element.matches("a")) element.tabIndex = -1;
  element.focus();
}

// What a screen reader is told once: the statements, without the marks, sources and buttons around them.
function announce() {
  const article = answer.querySelector(".answer");
  if (!article) return;
  announced.setAttribute("aria-busy", "true");
  const lines = article.querySelectorAll(":scope > .lead-in, .sentences > p, :scope > .prose, .making > p:not(.other)");
  const said = [article.querySelector("h2"), ...lines];
  announced.replaceChildren(
    ...said.map((line) => {
      const copy = line.cloneNode(true);
      copy.querySelectorAll(".reference, .foreign").forEach((mark) => mark.remove());
      const paragraph = document.createElement("p");
      if (line.lang) paragraph.lang = line.lang;
      if (line.dir) paragraph.dir = line.dir;
      paragraph.textContent = copy.textContent.replace(/[ \t\r\n]+/g, " ").trim();
      return paragraph;
    }),
  );
  announced.setAttribute("aria-busy", "false");
  // Told, it is gone: whoever reads the page line by line is not to find the answer twice.
  const told = announced.firstChild;
  setTimeout(() => announced.firstChild === told && announced.replaceChildren(), 10_000);
}

// After an answer has come, with the page or later: it is remembered, and its citations are buttons.
function settle() {
  for (const link of answer.querySelectorAll("a[data-source]")) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-haspopup", "dialog");
  }
  if (answer.querySelector(".answer")) {
    const asked = new URLSearchParams(location.search);
    remember(asked.get("q") ?? "", asked.get("language") ?? "");
  }
}

async function vote(ballot, button) {
  const fields = new URLSearchParams(new FormData(ballot));
  if (button?.name) fields.set(button.name, button.value);
  const response = await fetch(ballot.action, { method: "POST", body: fields, headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const told = page.querySelector("[data-feedback]") ?? page.querySelector(".message");
  if (told.matches(".message")) told.setAttribute("tabindex", "-1");
  ballot.closest("[data-feedback]").replaceWith(told);
  (told.querySelector("textarea") ?? told).focus();
}

function isPlainClick(event) {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask(addressOf(form.elements.q.value, form.elements.language.value));
});
form.elements.q.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
document.addEventListener("click", (event) => {
  const target = event.target.closest("a, button");
  if (target?.matches("[data-language]")) chooseLanguage(target);
  if (!target || !isPlainClick(event)) return;
  if (target.matches("[data-stop]")) {
    asking?.abort(STOPPED);
  } else if (target.matches("[data-question], [data-other]")) {
    event.preventDefault();
    ask(target.href, { focus: true });
  } else if (target.matches("[data-source]")) {
    event.preventDefault();
    openSource(target, status.dataset);
  } else if (target.matches("[data-copy]")) {
    copyAnswer(target.closest(".answer"));
  } else if (target.matches("[data-share]")) {
    shareQuestion(target.closest(".answer"));
  } else if (target.matches("[data-clear]")) {
    forgetAll();
    showHistory(past, addressOf);
    status.textContent = past.dataset.cleared;
    form.elements.q.focus();
  }
});
answer.addEventListener("keydown", (event) => {
  if (event.key === " " && event.target.matches("[role=button]")) {
    event.preventDefault();
    event.target.click();
  }
});
answer.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-vote]")) return;
  event.preventDefault();
  vote(event.target, event.submitter).catch(() => (status.textContent = status.dataset.failed));
});
window.addEventListener("popstate", () => {
  if (location.search !== shown) ask(location.href, { push: false });
});
window.addEventListener("online", () => {
  if (waiting) ask(waiting);
});
window.addEventListener("storage", () => showHistory(past, addressOf));
if (!inChosenLanguage()) {
  settle();
  showHistory(past, addressOf);
  if ("awaits" in answer.dataset) begin();
}

// The page came at once; the answer to the question in its address is yet to be written. The question is noted already.
function begin() {
  const noted = answer.dataset.awaits;
  delete answer.dataset.awaits;
  answer.replaceChildren();
  ask(location.href, { push: false, noted });
}
