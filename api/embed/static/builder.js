// Makes the lines to copy, and shows what they make, each time something is chosen.
"use strict";

const form = document.querySelector("[data-builder]");
const snippet = document.querySelector("[data-snippet]");
const said = document.querySelector("[data-said]");
const preview = document.querySelector("[data-preview]");
const chosen = document.querySelector("[data-chosen]");
const find = document.querySelector("[data-find]");
const articles = [...document.querySelectorAll("[data-articles] li")];
const usual = { accent: form.elements.accent.value, radius: form.elements.radius.value };
const WIDGET = /^[a-z0-9]{12}$/;
const digits = new Intl.NumberFormat(document.documentElement.lang, { useGrouping: false });

function chosenValues() {
  const fields = new FormData(form);
  const given = (name) => (fields.get(name) ?? "").trim();
  return {
    mode: given("mode"),
    lang: given("lang"),
    theme: given("theme"),
    articles: fields.getAll("article").join(","),
    placeholder: given("placeholder"),
    widget: WIDGET.test(given("widget")) ? given("widget") : "",
    accent: given("accent") === usual.accent ? "" : given("accent"),
    radius: given("radius") === usual.radius ? "" : given("radius"),
  };
}

// White or black, whichever is easier to read on the colour: the relative luminance of WCAG 2.
function readableOn(colour) {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red, green, blue] = parts.map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? "#ffffff" : "#000000";
}

function propertiesOf({ accent, radius }) {
  const colours = accent ? [["--manba-accent", accent], ["--manba-accent-ink", readableOn(accent)]] : [];
  return radius ? [...colours, ["--manba-radius", `${radius}px`]] : colours;
}

function attributesOf(values) {
  const { mode, lang, theme, articles: ids, placeholder, widget } = values;
  const named = { mode: mode === "launcher" ? mode : "", lang, theme, articles: ids, placeholder, widget };
  return Object.entries(named).filter(([, value]) => value);
}

function frameAddress(values) {
  const { lang, theme, articles: ids, placeholder, accent, radius, widget } = values;
  const address = new URL("/embed", location.href);
  const named = { lang, theme, articles: ids, placeholder, accent: accent.slice(1), radius, widget };
  for (const [name, value] of Object.entries(named)) if (value) address.searchParams.set(name, value);
  return address.href;
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

function written(pairs) {
  return pairs.map(([name, value]) => ` ${name}="${escaped(value)}"`).join("");
}

function linesFor(values) {
  const script = `<script src="${escaped(new URL("/widget.js", location.href).href)}" defer></script>`;
  if (values.mode === "frame") {
    const title = preview.dataset.title;
    const attributes = [["src", frameAddress(values)], ["title", title], ["width", "100%"], ["height", "480"]];
    return `<iframe${written([...attributes, ["loading", "lazy"], ["style", "border: 0"]])}></iframe>`;
  }
  const style = propertiesOf(values).map((pair) => pair.join(": ")).join("; ");
  const attributes = [...attributesOf(values), ...(style ? [["style", style]] : [])];
  return `${script}\n<manba-ask${written(attributes)}></manba-ask>`;
}

function show(values) {
  // The preview asks as a page of our own: a widget's id is for other sites, and a wrong one must not spoil it.
  const shown = { ...values, widget: "" };
  document.querySelector("[data-launcher]").hidden = values.mode !== "launcher";
  const tag = values.mode === "frame" ? "iframe" : "manba-ask";
  const kept = preview.firstElementChild?.localName === tag ? preview.firstElementChild : document.createElement(tag);
  if (tag === "iframe") {
    kept.title = preview.dataset.title;
    if (kept.src !== frameAddress(shown)) kept.src = frameAddress(shown);
  } else {
    const attributes = attributesOf(shown);
    for (const name of kept.getAttributeNames()) {
      if (!attributes.some(([other]) => other === name)) kept.removeAttribute(name);
    }
    for (const [name, value] of attributes) if (kept.getAttribute(name) !== value) kept.setAttribute(name, value);
    for (const [name, value] of propertiesOf(shown)) kept.style.setProperty(name, value);
  }
  if (!kept.isConnected) preview.replaceChildren(kept);
}

function countArticles() {
  const count = articles.filter((item) => item.querySelector("input").checked).length;
  const { all, some } = chosen.dataset;
  const told = some.replace("{chosen}", digits.format(count)).replace("{all}", digits.format(articles.length));
  chosen.textContent = count ? told : all;
}

// An id that cannot be one is left out of the lines, and that is said.
function tellOfWidget({ widget }) {
  const field = form.elements.widget;
  const wrong = widget === "" && field.value.trim() !== "";
  field.setAttribute("aria-invalid", String(wrong));
  const told = document.querySelector("[data-wrong]");
  told.textContent = wrong ? told.dataset.wrong : "";
}

function update() {
  const values = chosenValues();
  tellOfWidget(values);
  snippet.value = linesFor(values);
  said.textContent = "";
  countArticles();
  show(values);
}

let waiting = 0;
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(update, 120);
});
form.addEventListener("submit", (event) => event.preventDefault());

// As keyboards differ: without vowel signs and joiners, Arabic yeh and kaf as Persian ones.
function folded(text) {
  const bare = text.normalize("NFKD").replace(/[\p{Mn}\u200c\u200d]/gu, "");
  return bare.replaceAll("\u064a", "\u06cc").replaceAll("\u0643", "\u06a9").toLowerCase();
}

find.addEventListener("input", () => {
  const words = folded(find.value).split(/\s+/).filter(Boolean);
  for (const item of articles) {
    const title = folded(item.querySelector("bdi").textContent);
    item.hidden = !words.every((word) => title.includes(word));
  }
  document.querySelector("[data-none]").hidden = articles.some((item) => !item.hidden);
});

document.querySelector("[data-copy]").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(snippet.value);
    said.textContent = said.dataset.copied;
  } catch {
    snippet.select();
    said.textContent = said.dataset.failed;
  }
});

update();
