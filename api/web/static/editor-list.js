// The articles: found by title, id or what they say, filtered by language, each with its state.
import { everyArticle, json, Refused } from "./editor-api.js";
import { draftOf, dropDraft, everyDraft } from "./editor-drafts.js";
import { announce, button, chip, confirmed, count, dayOf, directionOf, h, languageChip, page, say, show, t, timeOf, titleOf } from "./editor-elements.js";
import { importArticles } from "./editor-import.js";
import { beingIndexed } from "./editor-jobs.js";
import { refusalMessage } from "./editor-refusals.js";

const SHOWN_AT_FIRST = 100;
const SEARCH_AFTER_MS = 300;

// What was chosen stays chosen when an editor comes back to the list.
const chosen = { query: "", language: "" };

export function articleLink(id, place = "") {
  return `#/articles/${encodeURIComponent(id)}${place}`;
}

export async function showArticles() {
  const list = h("ul", { class: "rows", role: "list", "aria-labelledby": "articles-title" });
  const drafts = h("section", { class: "drafts" });
  const passages = h("section", { class: "found", "aria-live": "polite" });
  const total = h("span", { class: "count" });
  const query = h("input", { type: "search", id: "query", value: chosen.query, dir: "auto", autocomplete: "off", placeholder: t.search_placeholder });
  show(
    t.articles,
    h(
      "header",
      { class: "head" },
      h("h1", { id: "articles-title" }, t.articles, " ", total),
      h("div", { class: "actions" }, button(t.import_zip, importArticles, { class: "quiet" }), h("a", { class: "button", href: "#/new" }, t.new_article)),
    ),
    h(
      "div",
      { class: "filters", role: "search" },
      h("div", { class: "field grow" }, h("label", { for: "query" }, t.search_label), query),
      languageFilter(() => update()),
    ),
    drafts,
    list,
    passages,
  );
  showDrafts(drafts);
  const desk = { articles: [], limit: SHOWN_AT_FIRST };
  const update = () => {
    const found = desk.articles.filter(fits);
    total.textContent = count(found.length);
    list.replaceChildren(...found.slice(0, desk.limit).map(row));
    if (!found.length && desk.isLoaded) list.append(h("li", { class: "hint" }, t.nothing_found));
    if (found.length > desk.limit) {
      list.append(h("li", null, button(t.show_more, () => (desk.limit += 400) && update(), { class: "quiet" })));
    }
  };
  const load = async () => {
    try {
      desk.articles = await everyArticle();
      desk.isLoaded = true;
      update();
    } catch (error) {
      list.replaceChildren(h("li", null, refusalMessage(error)));
    }
  };
  let searching;
  query.addEventListener("input", () => {
    chosen.query = query.value;
    desk.limit = SHOWN_AT_FIRST;
    update();
    clearTimeout(searching);
    searching = setTimeout(() => searchTexts(passages), SEARCH_AFTER_MS);
  });
  document.addEventListener("indexed", function again() {
    if (list.isConnected) load();
    else document.removeEventListener("indexed", again);
  });
  await load();
  if (chosen.query) searchTexts(passages);
}

function fits(article) {
  const wanted = folded(chosen.query);
  return (!chosen.language || article.language === chosen.language) && (!wanted || folded(`${article.title} ${article.id}`).includes(wanted));
}

// Spellings that look alike to a reader are alike here: marks, Arabic and Persian letters, joiners.
function folded(text) {
  return text
    .normalize("NFKD")
    .replace(/[\p{M}\u200c\u200d\u0640]/gu, "")
    .replaceAll("\u064a", "\u06cc")
    .replaceAll("\u0643", "\u06a9")
    .toLowerCase()
    .trim();
}

function languageFilter(changed) {
  const codes = ["", ...Object.keys(page.languages)];
  return h(
    "fieldset",
    { class: "segments" },
    h("legend", null, t.language),
    h(
      "div",
      null,
      codes.map((code) =>
        h(
          "label",
          null,
          h("input", { type: "radio", name: "language", value: code, checked: chosen.language === code, change: () => ((chosen.language = code), changed()) }),
          h("span", null, code ? page.languages[code] : t.all_languages),
        ),
      ),
    ),
  );
}

function row(article) {
  return h(
    "li",
    { class: "row" },
    h("a", { href: articleLink(article.id), class: "title" }, titleOf(article.title, article.language)),
    h(
      "p",
      { class: "about" },
      h("bdi", { class: "id", dir: "ltr" }, article.id),
      article.published ? dayOf(article.published) : null,
      languageChip(article.language),
      stateChip(article.id),
    ),
  );
}

export function stateChip(id) {
  if (beingIndexed.has(id)) return chip(t.state_indexing, "working");
  return draftOf(id) ? chip(t.state_draft, "draft") : chip(t.state_indexed, "plain");
}

function showDrafts(section) {
  const drafts = everyDraft().filter(([name]) => name.startsWith("new:"));
  section.hidden = !drafts.length;
  if (!drafts.length) return;
  section.replaceChildren(
    h("h2", null, t.unpublished_drafts),
    h(
      "ul",
      { class: "rows", role: "list" },
      drafts.map(([name, draft]) => {
        const discard = async () => {
          if (!(await confirmed(t.discard_draft, say(t.discard_sure, { title: draft.title || t.untitled }), t.discard_draft))) return;
          dropDraft(name);
          showDrafts(section);
        };
        return h(
          "li",
          { class: "row" },
          h("a", { href: `#/new/${name.slice(4)}`, class: "title" }, titleOf(draft.title || t.untitled, draft.title && draft.language)),
          h("p", { class: "about" }, timeOf(draft.saved), languageChip(draft.language), button(t.discard_draft, discard, { class: "small" })),
        );
      }),
    ),
  );
}

let lastSearch = null;

async function searchTexts(section) {
  lastSearch?.abort();
  const mine = (lastSearch = new AbortController());
  if (!chosen.query.trim()) {
    section.replaceChildren();
    return;
  }
  try {
    const data = { query: chosen.query.slice(0, 1000), top_k: 12, ...(chosen.language ? { source_languages: [chosen.language] } : {}) };
    const { hits } = await json("POST", "/v1/search", { data, signal: mine.signal });
    section.replaceChildren(h("h2", null, t.in_the_texts), hits.length ? h("ul", { class: "rows", role: "list" }, hits.map(passageRow)) : h("p", { class: "hint" }, t.nothing_found));
    announce(say(t.found_passages, { count: hits.length }));
  } catch (error) {
    if (error.name === "AbortError") return;
    // What cannot be searched for (a sign, a single letter) is simply not found in the texts.
    section.replaceChildren(error instanceof Refused && error.status === 422 ? "" : refusalMessage(error));
  }
}

function passageRow(hit) {
  return h(
    "li",
    { class: "row" },
    h("a", { href: articleLink(hit.article_id, `?start=${hit.start}&end=${hit.end}`), class: "title" }, titleOf(hit.title, hit.language)),
    h("p", { class: "snippet", dir: directionOf(hit.language), lang: hit.language }, hit.text),
  );
}
