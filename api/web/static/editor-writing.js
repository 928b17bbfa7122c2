// One article being written: the text, kept as a draft at every key, and beside it what the indexer makes of it.
import { articleFile, everyArticle, json, Refused } from "./editor-api.js";
import { draftOf, dropDraft, keepDraft } from "./editor-drafts.js";
import { announce, button, confirmed, directionOf, h, languageChip, page, show, t, timeOf } from "./editor-elements.js";
import { stateChip } from "./editor-list.js";
import { selectIn, startOfLine, unitAfter } from "./editor-places.js";
import { previewOf } from "./editor-preview.js";
import { publish, remove } from "./editor-publishing.js";
import { refusalMessage } from "./editor-refusals.js";
import { tabsOf } from "./editor-tabs.js";
import { versionsOf } from "./editor-versions.js";

const CHECK_AFTER_MS = 300;

let current = null;

document.addEventListener("indexed", () => current?.heading?.isConnected && current.describe());

export function hasUnpublishedText() {
  return Boolean(current?.area.isConnected && current.isDirty);
}

export async function openArticle(id, place) {
  show(id, h("header", { class: "head" }, h("h1", null, h("bdi", { dir: "ltr" }, id))), h("p", { class: "hint" }, t.loading));
  const asked = location.hash;
  let base;
  try {
    base = await articleFile(id);
    // An editor in a hurry is somewhere else already.
    if (location.hash !== asked) return;
  } catch (error) {
    if (location.hash !== asked) return;
    if (!(error instanceof Refused) || error.status !== 404) {
      show(id, h("h1", null, id), refusalMessage(error));
      return;
    }
    base = { source: "", version: null };
  }
  current = new Writing({ id, draftName: id, base });
  await current.open(place);
}

export async function openNew(name, { title = "", language = page.language } = {}) {
  const draft = draftOf(`new:${name}`);
  current = new Writing({ id: null, draftName: `new:${name}`, base: { source: "", version: null }, language: draft?.language ?? language, title });
  await current.open();
}

export class Writing {
  constructor({ id, draftName, base, language, title }) {
    Object.assign(this, { id, draftName, language, title, isNew: id === null });
    this.setBase(base);
    this.found = null;
    this.conflict = null;
    this.area = h("textarea", {
      id: "text",
      class: "manuscript",
      spellcheck: "true",
      autocapitalize: "sentences",
      "aria-describedby": "text-hint",
      input: () => this.edited(),
      keydown: (event) => this.pressed(event),
    });
    this.select = {
      span: (start, end) => this.selectSpan(start, end),
      line: (line) => this.selectLine(line),
    };
  }

  // What the server holds: the file that a publication will replace, and how its lines end.
  setBase({ source, version }) {
    this.lineEnd = /\r\n/.test(source) ? "\r\n" : "\n";
    this.base = { source: source.replace(/\r\n?/g, "\n"), version };
  }

  get isDeleted() {
    return !this.isNew && this.base.version === null;
  }

  get isDirty() {
    return ![this.base.source, this.template].includes(this.area.value) && Boolean(this.area.value.trim());
  }

  // The text as it is sent: a file keeps its line ends.
  get source() {
    return this.lineEnd === "\n" ? this.area.value : this.area.value.replaceAll("\n", this.lineEnd);
  }

  async open(place) {
    const draft = draftOf(this.draftName);
    this.template = this.isNew ? templateOf(this.title, this.language) : "";
    this.area.value = draft?.source ?? (this.isNew ? this.template : this.base.source);
    this.layOut();
    if (draft?.source && draft.source !== this.base.source) this.tellOfDraft(draft);
    if (this.isNew) await this.suggestId(draft?.id);
    else this.setDirection(null);
    await this.check();
    if (this.isNew) this.selectLine(this.area.value.split("\n").length);
    else if (place) this.selectSpan(place.start, place.end);
  }

  layOut() {
    this.heading = h("h1", null);
    this.meta = h("p", { class: "about" });
    this.notices = h("div", { class: "notices" });
    this.preview = h("div", { class: "preview" });
    this.saved = h("p", { class: "hint saved", id: "text-hint" }, t.text_hint);
    this.tabs = tabsOf([
      { name: "check", title: t.check_tab, content: this.preview },
      ...(this.isNew ? [] : [{ name: "versions", title: t.versions, opened: (panel) => versionsOf(this, panel) }]),
    ]);
    this.publishButton = button(t.publish, () => publish(this), { class: "main-action", "aria-keyshortcuts": "Control+Enter" });
    show(
      this.id ?? t.new_article,
      h(
        "header",
        { class: "head" },
        h("div", null, h("a", { class: "back", href: "#/articles" }, t.back_to_articles), this.heading, this.meta),
        h("div", { class: "actions" }, this.isNew || this.isDeleted ? null : button(t.delete, () => remove(this), { class: "quiet" }), this.publishButton),
      ),
      this.isNew ? this.identity() : null,
      this.notices,
      h(
        "div",
        { class: "desk" },
        h("section", { class: "writing", "aria-label": t.text }, h("label", { for: "text", class: "unseen" }, t.text), this.area, this.saved),
        h("section", { class: "beside", "aria-label": t.check_tab }, this.tabs.element),
      ),
    );
    this.describe();
  }

  // The fields of an article that is not there yet.
  identity() {
    this.idField = h("input", { id: "article-id", dir: "ltr", autocomplete: "off", spellcheck: "false", maxlength: "120", required: true, input: () => this.edited() });
    const language = h(
      "select",
      { id: "article-language", change: () => this.changeLanguage(language.value) },
      Object.entries(page.languages).map(([code, name]) => h("option", { value: code, selected: code === this.language }, name)),
    );
    return h(
      "div",
      { class: "filters identity" },
      h("div", { class: "field" }, h("label", { for: "article-language" }, t.language), language),
      h("div", { class: "field grow" }, h("label", { for: "article-id" }, t.article_id), this.idField, h("p", { class: "hint" }, t.article_id_hint)),
    );
  }

  async suggestId(kept) {
    this.idField.value = kept ?? "";
    if (kept) return;
    const words = plain(this.title).match(/[\p{L}\p{N}]+/gu) ?? [];
    const slug = words.slice(0, 6).join("-").slice(0, 60) || new Date().toISOString().slice(0, 10);
    const taken = new Set(await everyArticle().then((articles) => articles.map((one) => one.id), () => []));
    const wanted = `${this.language}-${slug}`;
    let suggested = wanted;
    for (let number = 2; taken.has(suggested); number += 1) suggested = `${wanted}-${number}`;
    this.idField.value ||= suggested;
  }

  changeLanguage(language) {
    const id = this.idField.value;
    if (id.startsWith(`${this.language}-`)) this.idField.value = language + id.slice(this.language.length);
    const renamed = (text) => text.replace(/^(---\n(?:.*\n)*?lang: *)\w*/u, `$1${language}`);
    this.area.value = renamed(this.area.value);
    this.template = renamed(this.template);
    this.language = language;
    this.edited();
  }

  describe() {
    // A text that is faulty for the moment keeps the title it had.
    if (this.found?.title) this.named = { title: this.found.title, language: this.found.language };
    const title = this.named?.title ?? (this.isNew ? t.new_article : this.id);
    this.heading.replaceChildren(h("bdi", { dir: directionOf(this.named?.language), lang: this.named?.language }, title));
    this.meta.replaceChildren();
    if (!this.isNew) this.meta.append(h("bdi", { class: "id", dir: "ltr" }, this.id));
    this.meta.append(...[languageChip(this.named?.language), this.isNew || this.isDeleted ? null : stateChip(this.id)].filter(Boolean));
    document.title = `${title} · ${t.brand}`;
  }

  setDirection(language) {
    this.area.dir = directionOf(language ?? this.language) === "auto" ? "ltr" : directionOf(language ?? this.language);
    this.area.lang = language ?? this.language ?? "";
  }

  edited() {
    this.keep();
    clearTimeout(this.checking);
    this.checking = setTimeout(() => this.check(), CHECK_AFTER_MS);
  }

  keep() {
    if (!this.isDirty) {
      dropDraft(this.draftName);
      this.saved.textContent = t.text_hint;
      return;
    }
    const kept = keepDraft(this.draftName, {
      source: this.area.value,
      base: this.base.version,
      title: this.found?.title ?? this.title,
      language: this.found?.language ?? this.language,
      id: this.idField?.value,
    });
    this.saved.textContent = kept ? t.draft_kept : t.draft_not_kept;
    this.saved.classList.toggle("bad", !kept);
  }

  tellOfDraft(draft) {
    const notice = h("div", { class: "notice" }, h("p", null, t.draft_shown, " ", timeOf(draft.saved)));
    const discard = async () => {
      if (!(await confirmed(t.discard_draft, t.discard_text_sure, t.discard_draft))) return;
      dropDraft(this.draftName);
      this.area.value = this.isNew ? templateOf("", this.language) : this.base.source;
      notice.remove();
      this.check();
      this.area.focus();
    };
    notice.append(button(t.discard_draft, discard, { class: "small" }));
    if (!this.isNew && draft.base && this.base.version && draft.base !== this.base.version) {
      notice.firstChild.append(" ", t.draft_is_older);
      notice.append(button(t.see_their_changes, () => publish(this, { conflictSince: draft.base }), { class: "small" }));
    }
    this.notices.append(notice);
  }

  async check() {
    clearTimeout(this.checking);
    this.underWay?.abort();
    const mine = (this.underWay = new AbortController());
    const id = this.id ?? (this.idField.value.trim() || null);
    try {
      const data = { source: this.area.value, ...(id ? { id } : {}) };
      const found = await json("POST", "/v1/articles/check", { data, signal: mine.signal });
      this.found = found;
      this.setDirection(found.language);
      const isUntouched = (this.isNew || this.isDeleted) && this.area.value === this.template;
      this.preview.replaceChildren(...(isUntouched ? [h("p", { class: "hint" }, this.isNew ? t.new_hint : t.is_deleted)] : previewOf(found, this.select).filter(Boolean)));
      this.tabs.mark("check", isUntouched ? "" : found.usable ? found.warnings.length : "!");
      this.describe();
      return found;
    } catch (error) {
      if (error.name !== "AbortError") this.preview.replaceChildren(refusalMessage(error));
      return null;
    }
  }

  selectSpan(start, end) {
    const body = startOfLine(this.area.value, this.found?.first_line ?? 1);
    selectIn(this.area, unitAfter(this.area.value, body, start), unitAfter(this.area.value, body, end));
  }

  selectLine(line) {
    const start = startOfLine(this.area.value, line);
    const end = this.area.value.indexOf("\n", start);
    selectIn(this.area, start, end < 0 ? this.area.value.length : end);
  }

  insert(text) {
    this.area.focus();
    this.area.setRangeText(text, this.area.selectionStart, this.area.selectionEnd, "select");
    this.edited();
  }

  pressed(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      publish(this);
    } else if (event.key.toLowerCase() === "s" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.keep();
      announce(this.saved.textContent);
    }
  }
}

// Letters as addresses like them: Latin ones without marks, others as they are.
function plain(title) {
  const isLatin = /^[\p{Script=Latin}\P{L}]*$/u.test(title);
  return (isLatin ? title.normalize("NFKD").replaceAll("ł", "l").replaceAll("Ł", "L") : title).replace(/\p{M}/gu, "").toLowerCase();
}

// The beginning of a new article; JSON's quotes are YAML's, too.
function templateOf(title, language) {
  const today = new Date();
  const date = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  return `---\ntitle: ${JSON.stringify(title)}\nlang: ${language}\npublished: ${date}\ntags: []\n---\n\n`;
}

