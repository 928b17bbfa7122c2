// The editors' page: who is editing, and which view the address names (#/articles, #/articles/ID, #/new, #/questions).
import { access, json } from "./editor-api.js";
import { announce, button, h, page, say, show, t } from "./editor-elements.js";
import { showArticles } from "./editor-list.js";
import { showQuestions } from "./editor-questions.js";
import { refusalMessage } from "./editor-refusals.js";
import { hasUnpublishedText, openArticle, openNew } from "./editor-writing.js";

const who = document.getElementById("who");
let editor = null;

async function enter() {
  try {
    const found = await json("GET", "/v1/keys/me");
    if (!found.scopes.includes("edit")) {
      askForKey(h("p", { class: "message", role: "alert" }, say(t.key_may_not_edit, { name: found.name })));
      return;
    }
    editor = found;
  } catch (error) {
    if (error.status !== 401 || access.hasKey) askForKey(error.status === 401 ? h("p", { class: "message", role: "alert" }, t.key_unknown) : refusalMessage(error));
    else askForKey();
    return;
  }
  who.replaceChildren(h("span", null, say(t.editing_as, { name: editor.id ? editor.name : t.anyone })), editor.id ? button(t.forget_key, forget, { class: "small" }) : "");
  open();
}

function forget() {
  access.forget();
  editor = null;
  who.replaceChildren();
  askForKey();
  announce(t.key_forgotten);
}

function keyForm(taken) {
  const key = h("input", { type: "password", id: "key", name: "key", dir: "ltr", autocomplete: "off", spellcheck: "false", required: true });
  const keep = h("input", { type: "checkbox", id: "keep" });
  const submit = (event) => {
    event.preventDefault();
    access.use(key.value.trim(), { keep: keep.checked });
    taken();
  };
  return h(
    "form",
    { class: "key", submit, autocomplete: "off" },
    h("div", { class: "field" }, h("label", { for: "key" }, t.key), key),
    h("p", null, keep, " ", h("label", { for: "keep" }, t.keep_key)),
    h("p", { class: "hint" }, t.keep_key_hint),
    h("button", { type: "submit" }, t.open_editor),
  );
}

function askForKey(message) {
  editor = null;
  show(t.editor_page, h("section", { class: "card" }, h("h1", null, t.editor_page), h("p", { class: "lead" }, t.key_lead), message, keyForm(enter)));
  document.getElementById("key").focus();
}

// A key that ended while an article is open is asked for on top of it: the text stays.
document.addEventListener("keyrefused", () => {
  if (!editor || document.getElementById("key")) return;
  const form = keyForm(async () => {
    dialog.close();
    try {
      editor = await json("GET", "/v1/keys/me");
      announce(t.key_taken);
    } catch (error) {
      if (error.status !== 401) announce(error.message);
    }
  });
  const dialog = h("dialog", { class: "sheet", "aria-labelledby": "key-title" }, h("header", null, h("h2", { id: "key-title" }, t.key_unknown)), h("div", { class: "body" }, form));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
});

function open() {
  const [path, query] = location.hash.replace(/^#/, "").split("?");
  const fields = new URLSearchParams(query);
  const [, room, name] = path.split("/");
  for (const link of document.querySelectorAll("[data-room]")) {
    if (link.dataset.room === (room || "articles") || (room === "new" && link.dataset.room === "articles")) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (room === "questions") showQuestions();
  else if (room === "articles" && name) openArticle(decodeURIComponent(name), placeIn(fields));
  else if (room === "new" && name) openNew(name, newIn(fields));
  else if (room === "new") location.replace(`#/new/${Date.now().toString(36)}${query ? `?${query}` : ""}`);
  else showArticles();
}

function placeIn(fields) {
  const [start, end] = [Number(fields.get("start")), Number(fields.get("end"))];
  return end > start ? { start, end } : null;
}

function newIn(fields) {
  const language = fields.get("language");
  return { title: fields.get("title") ?? "", ...(language in page.languages ? { language } : {}) };
}

window.addEventListener("hashchange", () => {
  // "#main" is where the link that skips the navigation leads: no room of this page.
  if (editor && (!location.hash || location.hash.startsWith("#/"))) open();
});
window.addEventListener("beforeunload", (event) => {
  if (hasUnpublishedText()) event.preventDefault();
});
for (const link of document.querySelectorAll("[data-language]")) {
  link.addEventListener("click", () => {
    const address = new URL(link.href);
    address.hash = location.hash;
    link.href = address;
  });
}
enter();
