// Elements, texts, dates. Everything shown is made from text: nothing from the server or an editor is read as HTML.

export const page = JSON.parse(document.getElementById("editor").dataset.page);
export const t = page.texts;
export const view = document.getElementById("view");

const status = document.getElementById("status");
const LOCALES = { ar: "ar-u-nu-arab-ca-gregory", fa: "fa", pl: "pl", en: "en" };
const locale = LOCALES[page.language];
const when = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
const number = new Intl.NumberFormat(locale);
const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

export const RTL = new Set(["ar", "fa"]);

export function directionOf(language) {
  return RTL.has(language) ? "rtl" : language ? "ltr" : "auto";
}

// A template of this page with its {names} filled in; each value keeps its own direction.
export function say(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === "number" ? number.format(value) : FIRST_STRONG_ISOLATE + value + POP_ISOLATE;
  });
}

export function count(value) {
  return number.format(value);
}

export function timeOf(iso) {
  return h("time", { datetime: iso }, when.format(new Date(iso)));
}

export function dayOf(iso) {
  const date = new Date(iso);
  return h("time", { datetime: iso }, Number.isNaN(date.valueOf()) ? iso : day.format(date));
}

export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// Who did something: the name of a key, or what stands for whoever needed none.
export function authorOf(author) {
  return author.key_id === null ? (page.authors[author.name] ?? author.name) : author.name;
}

export function button(text, action, attributes) {
  return h("button", { type: "button", click: action, ...attributes }, text);
}

export function titleOf(title, language, attributes) {
  return h("bdi", { dir: directionOf(language), lang: language, ...attributes }, title);
}

export function chip(text, kind) {
  return h("span", { class: `chip ${kind ?? ""}` }, text);
}

export function languageChip(language) {
  return language ? chip(page.languages[language] ?? language, "language") : null;
}

// English sentences of the server: what it found in a text, why it refused a request.
export function told(text, attributes) {
  return h("span", { lang: "en", dir: "ltr", class: "told", ...attributes }, text);
}

// Shows `children` as the page's view and begins reading at its heading.
export function show(title, ...children) {
  view.replaceChildren(...children.flat().filter(Boolean));
  document.title = `${title} · ${t.brand}`;
  const heading = view.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

export function announce(text) {
  status.textContent = "";
  requestAnimationFrame(() => (status.textContent = text));
}

// A dialog that is gone once it is closed; resolves with the value of the button that closed it ("" for Escape).
export function ask(title, content, buttons, attributes) {
  return new Promise((resolve) => {
    const heading = h("h2", { id: "dialog-title" }, title);
    const actions = buttons.map(({ text, value, ...rest }) => h("button", { value, ...rest }, text));
    const dialog = h(
      "dialog",
      { class: "sheet", "aria-labelledby": "dialog-title", ...attributes },
      h("form", { method: "dialog" }, h("header", null, heading), h("div", { class: "body" }, content), h("footer", null, actions)),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export async function confirmed(title, text, action) {
  return (
    (await ask(title, h("p", null, text), [
      { text: t.cancel, value: "", class: "quiet" },
      { text: action, value: "yes", class: "danger" },
    ])) === "yes"
  );
}
