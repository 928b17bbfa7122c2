// What the indexer makes of the text: whether it can be published, warnings, Concepts, lines left out, passages.
import { button, chip, count, dayOf, directionOf, h, page, say, t, titleOf, told } from "./editor-elements.js";

const MOST_LINES = 12;
// Which sections an editor opened or closed; a new preview keeps them.
const openSections = new Map([["residue", false]]);

// `found` is the answer of POST /v1/articles/check; `select.span(start, end)` and `select.line(line)` show a place.
export function previewOf(found, select) {
  if (!found.usable) return [verdict(false, t.cannot_be_published), faults(found.problems, select)];
  return [
    verdict(true, found.warnings.length ? say(t.usable_with_warnings, { count: found.warnings.length }) : t.can_be_published),
    found.warnings.length ? warnings(found.warnings, select) : null,
    facts(found),
    section("concepts", t.concepts, found.concepts.length, concepts(found.concepts, select), t.no_concepts),
    section("residue", t.left_out, found.residue.length, residue(found, select), t.nothing_left_out),
    section("passages", t.passages, found.passages.length, passages(found, select), t.no_passages),
  ];
}

function verdict(isGood, text) {
  return h("p", { class: `verdict ${isGood ? "good" : "bad"}` }, text);
}

function section(name, title, number, content, nothing) {
  const isOpen = openSections.get(name) ?? true;
  return h(
    "details",
    { class: "section", open: isOpen, toggle: (event) => openSections.set(name, event.target.open) },
    h("summary", null, h("h3", null, title), h("span", { class: "count" }, count(number))),
    number ? content : h("p", { class: "hint" }, nothing),
  );
}

function place(line, select) {
  return button(say(t.line_number, { line }), () => select.line(line), { class: "small" });
}

function lineLink(line, select) {
  return button(count(line), () => select.line(line), { class: "line", "aria-label": say(t.line_number, { line }) });
}

function faults(problems, select) {
  return h(
    "ul",
    { class: "faults", role: "list" },
    problems.map((fault) => h("li", null, told(`${sentence(fault.what)} ${sentence(fault.next_step)}`), fault.line ? place(fault.line, select) : null)),
  );
}

function warnings(texts, select) {
  return h(
    "ul",
    { class: "warnings", role: "list", "aria-label": t.warnings },
    texts.map((text) => {
      const [, line, rest] = /^(?:line (\d+): )?(.*)$/su.exec(text);
      return h("li", null, told(sentence(rest)), line ? place(Number(line), select) : null);
    }),
  );
}

function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");
}

function facts(found) {
  const known = [
    ["title", t.title_field, found.guessed.includes("title") && titleOf(found.title, found.language)],
    ["lang", t.language, page.languages[found.language]],
    ["published", t.date, found.published && dayOf(found.published)],
    ["publisher", t.publisher, found.publisher && h("bdi", null, found.publisher)],
    ["url", t.web_address, found.url && h("bdi", { dir: "ltr" }, found.url)],
    ["translations", t.translations, found.translations.length && h("bdi", { dir: "ltr" }, found.translations.join(", "))],
    ["tags", t.tags, found.tags.length && h("bdi", null, found.tags.join(", "))],
  ];
  const guessed = new Set(found.guessed.map((name) => (name === "language" ? "lang" : name)));
  return h(
    "dl",
    { class: "facts" },
    known
      .filter(([, , value]) => value)
      .map(([name, label, value]) => h("div", null, h("dt", null, label), h("dd", null, value, guessed.has(name) ? [" ", chip(t.guessed, "draft")] : null))),
  );
}

function concepts(namings, select) {
  return h(
    "ul",
    { class: "concepts", role: "list" },
    namings.map((naming) =>
      h(
        "li",
        { class: naming.concept ? "" : "open" },
        h("p", null, h("bdi", { class: "name" }, naming.name), " ", naming.concept ? h("span", { class: "concept", dir: "ltr", lang: "en" }, naming.concept) : chip(t.ambiguous, "draft")),
        h(
          "p",
          { class: "about" },
          h("span", null, page.decided[naming.decided] ?? naming.decided),
          h("span", null, say(t.times, { count: naming.times })),
          h("span", null, t.lines, " ", naming.lines.slice(0, MOST_LINES).map((line) => lineLink(line, select))),
        ),
        naming.concept ? null : h("p", { class: "hint" }, t.ambiguous_hint),
      ),
    ),
  );
}

function residue(found, select) {
  return h(
    "ul",
    { class: "pieces", role: "list" },
    found.residue.map((one) =>
      h(
        "li",
        null,
        h(
          "button",
          { type: "button", class: "piece", click: () => select.span(one.start, one.end) },
          h("span", { class: "reason" }, page.residue[one.reason] ?? told(one.reason)),
          h("span", { dir: directionOf(found.language), lang: found.language }, shortened(one.text, 160)),
        ),
      ),
    ),
  );
}

function passages(found, select) {
  return h(
    "ol",
    { class: "pieces", role: "list" },
    found.passages.map((one) =>
      h(
        "li",
        null,
        h(
          "button",
          { type: "button", class: "piece", click: () => select.span(one.start, one.end) },
          one.heading.length ? h("span", { class: "heading", dir: directionOf(found.language), lang: found.language }, one.heading.join(" › ")) : null,
          h("span", { dir: directionOf(found.language), lang: found.language }, shortened(one.text, 280)),
          h("span", { class: "about" }, h("span", null, say(t.sentences, { count: one.sentences })), one.concepts.map((id) => h("span", { class: "concept", dir: "ltr", lang: "en" }, id))),
        ),
      ),
    ),
  );
}

function shortened(text, limit) {
  const characters = [...text];
  return characters.length > limit ? `${characters.slice(0, limit).join("")}…` : text;
}
