// The panel with a source: what the article's own page shows, scrolled to the quoted words.

const PATIENCE_MS = 300;

const reader = document.getElementById("reader");
const title = document.getElementById("reader-title");
const about = reader.querySelector("[data-about]");
const body = reader.querySelector("[data-body]");

let latest = null;

export async function openSource(link, texts) {
  const mine = (latest = link.href);
  reader.querySelector("[data-open-page]").href = mine;
  const meanwhile = setTimeout(() => say(texts.working, link), PATIENCE_MS);
  try {
    const response = await fetch(mine, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (latest !== mine) return;
    const article = page.querySelector("[data-article]");
    if (article) show(article);
    else say(page.querySelector(".message")?.textContent ?? texts.failed, link);
  } catch {
    if (latest === mine) say(texts.failed, link);
  } finally {
    clearTimeout(meanwhile);
  }
}

function show(article) {
  const heading = article.querySelector("h1");
  name(heading.textContent, heading.lang, heading.dir);
  article.querySelector(".to-quote")?.remove();
  about.replaceChildren(...article.querySelector(".about").childNodes);
  heading.remove();
  article.querySelector(".about").remove();
  const header = article.querySelector("header");
  if (header.childElementCount === 0) header.remove();
  body.replaceChildren(article);
  open();
  const quote = body.querySelector("#quote");
  const above = quote ? quote.getBoundingClientRect().top - body.getBoundingClientRect().top : 0;
  body.scrollTop = quote ? body.scrollTop + above - body.clientHeight / 3 : 0;
}

function say(text, link) {
  name(link.dataset.title, "", "auto");
  about.replaceChildren();
  const paragraph = document.createElement("p");
  paragraph.setAttribute("role", "status");
  paragraph.textContent = text;
  body.replaceChildren(paragraph);
  open();
}

function name(text, lang, dir) {
  title.textContent = text;
  title.lang = lang;
  title.dir = dir;
}

function open() {
  if (!reader.open) reader.showModal();
  body.focus({ preventScroll: true });
}

reader.addEventListener("click", (event) => {
  if (event.target === reader) reader.close();
});
reader.addEventListener("close", () => {
  latest = null;
});
