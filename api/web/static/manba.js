// Asks and opens sources without leaving the page. Everything here also works without this script: the form and the
// links lead to pages of the server, and what is shown is what the server rendered and escaped for those pages.
"use strict";

const form = document.querySelector("[data-ask]");
const answer = document.getElementById("answer");
const status = document.getElementById("status");
const reader = document.getElementById("reader");

async function pageAt(address, signal) {
  const response = await fetch(address, { headers: { Accept: "text/html" }, signal });
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

let asking = null;
let shown = location.search;

async function ask(address, { remember = true } = {}) {
  asking?.abort();
  const mine = (asking = new AbortController());
  answer.setAttribute("aria-busy", "true");
  status.textContent = status.dataset.working;
  try {
    const page = await pageAt(address, mine.signal);
    answer.replaceChildren(...page.getElementById("answer").childNodes);
    document.title = page.title;
    form.elements.q.value = page.getElementById("question").value;
    form.elements.language.value = page.getElementById("language").value;
    if (remember) history.pushState(null, "", address);
    shown = location.search;
    status.textContent = answer.querySelector(".answer") ? status.dataset.done : "";
    keepQuestionInLanguageLinks();
  } catch (error) {
    if (error.name === "AbortError") return;
    status.textContent = status.dataset.failed;
  } finally {
    if (asking === mine) answer.setAttribute("aria-busy", "false");
  }
}

function addressOfForm() {
  const fields = new URLSearchParams(new FormData(form));
  if (!fields.get("language")) fields.delete("language");
  return `/?${fields}`;
}

function keepQuestionInLanguageLinks() {
  for (const link of document.querySelectorAll("[data-language]")) {
    const address = new URL(location.href);
    address.searchParams.set("lang", link.hreflang);
    address.hash = "";
    link.href = address;
  }
}

async function openSource(address) {
  const body = reader.querySelector("[data-body]");
  const page = await pageAt(address);
  const article = page.querySelector("[data-article]");
  if (!article) {
    location.assign(address);
    return;
  }
  const heading = article.querySelector("h1");
  const title = document.getElementById("reader-title");
  title.textContent = heading.textContent;
  title.lang = heading.lang;
  title.dir = heading.dir;
  heading.remove();
  body.replaceChildren(article);
  reader.querySelector("[data-open-page]").href = address;
  if (!reader.open) reader.showModal();
  const quote = body.querySelector("#quote");
  body.scrollTop = quote ? quote.getBoundingClientRect().top - body.getBoundingClientRect().top - body.clientHeight / 3 : 0;
  body.focus({ preventScroll: true });
}

async function vote(form, button) {
  const fields = new URLSearchParams(new FormData(form));
  if (button?.name) fields.set(button.name, button.value);
  const response = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const told = page.querySelector("[data-feedback]") ?? page.querySelector(".message");
  if (told.matches(".message")) told.setAttribute("tabindex", "-1");
  form.closest("[data-feedback]").replaceWith(told);
  (told.querySelector("textarea") ?? told).focus();
}

function isPlainClick(event) {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(addressOfForm());
  });
  form.elements.q.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || !isPlainClick(event)) return;
    if (link.matches("[data-question]")) {
      event.preventDefault();
      ask(link.href);
    } else if (link.matches("[data-source]")) {
      event.preventDefault();
      openSource(link.href).catch(() => location.assign(link.href));
    }
  });
  answer.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-vote]")) return;
    event.preventDefault();
    vote(event.target, event.submitter).catch(() => (status.textContent = status.dataset.failed));
  });
  reader.addEventListener("click", (event) => {
    if (event.target === reader) reader.close();
  });
  window.addEventListener("popstate", () => {
    if (location.search !== shown) ask(location.href, { remember: false });
  });
}
keepQuestionInLanguageLinks();
