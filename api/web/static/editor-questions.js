// What learners asked and the articles did not answer: the beginnings of new articles.
import { json, send } from "./editor-api.js";
import { count, button, chip, directionOf, h, languageChip, page, say, show, t, timeOf } from "./editor-elements.js";
import { articleLink } from "./editor-list.js";
import { refusalMessage } from "./editor-refusals.js";

const SHOWN_AT_ONCE = 25;
const chosen = { kind: "all", language: "", days: "" };

export async function showQuestions() {
  const total = h("span", { class: "count" });
  const lead = h("p", { class: "lead" }, t.questions_lead);
  const list = h("ol", { class: "rows questions", role: "list", "aria-labelledby": "questions-title" });
  const more = button(t.show_more, () => load(list.children.length), { class: "quiet", hidden: true });
  const update = () => load(0);
  show(
    t.questions,
    h("header", { class: "head" }, h("h1", { id: "questions-title" }, t.questions, " ", total), h("div", { class: "actions" }, button(t.download_csv, () => download(list), { class: "quiet" }))),
    lead,
    h(
      "div",
      { class: "filters" },
      choice("kind", t.kind, [["all", t.kind_all], ["refused", t.kind_refused], ["voted_down", t.kind_voted_down]], update),
      choice("language", t.language, [["", t.all_languages], ...Object.entries(page.languages)], update),
      choice("days", t.period, [["", t.whole_period], ...[1, 7, 30].map((days) => [String(days), say(t.last_days, { days })])], update),
    ),
    list,
    more,
  );

  async function load(offset) {
    try {
      const found = await json("GET", `/v1/insights/questions?${fields({ limit: SHOWN_AT_ONCE, offset })}`);
      if (!offset) list.replaceChildren();
      list.append(...found.groups.map(row));
      total.textContent = count(found.total);
      more.hidden = list.children.length >= found.total;
      if (!found.total) list.append(h("li", { class: "hint" }, found.keep_days ? t.no_questions : t.questions_not_kept));
      lead.replaceChildren(t.questions_lead, " ", found.keep_days ? say(t.kept_for, { days: found.keep_days }) : "", " ", found.lost ? say(t.lost_questions, { count: found.lost }) : "");
    } catch (error) {
      list.replaceChildren(h("li", null, refusalMessage(error)));
    }
  }

  await load(0);
}

function fields(more) {
  const wanted = Object.entries({ ...chosen, ...more }).filter(([, value]) => value !== "");
  return new URLSearchParams(wanted);
}

function choice(name, label, options, changed) {
  const select = h(
    "select",
    { id: `choose-${name}`, change: () => ((chosen[name] = select.value), changed()) },
    options.map(([value, text]) => h("option", { value, selected: chosen[name] === value }, text)),
  );
  return h("div", { class: "field" }, h("label", { for: `choose-${name}` }, label), select);
}

function row(group) {
  const language = group.languages[0];
  const others = group.wordings.filter((wording) => wording.text !== group.question);
  const write = `#/new?${new URLSearchParams({ title: group.question, language })}`;
  return h(
    "li",
    { class: "row" },
    h("h2", { class: "title" }, h("bdi", { dir: "auto" }, group.question)),
    h(
      "p",
      { class: "about" },
      chip(say(t.asked_times, { count: group.count })),
      group.refused ? chip(say(t.refused_times, { count: group.refused }), "draft") : null,
      group.voted_down ? chip(say(t.voted_down_times, { count: group.voted_down }), "bad") : null,
      group.voted_up ? chip(say(t.voted_up_times, { count: group.voted_up }), "good") : null,
      group.languages.map(languageChip),
      h("span", null, t.last_asked, " ", timeOf(group.last_asked)),
    ),
    others.length ? h("p", { class: "hint" }, t.also_asked, " ", others.map((wording, at) => [at ? " · " : "", h("bdi", { dir: "auto" }, wording.text)])) : null,
    group.reasons.map((reason) => h("blockquote", { dir: "auto" }, reason.text)),
    group.articles.length ? h("p", { class: "about" }, h("span", null, group.refused ? t.nearest_articles : t.cited_articles), group.articles.map((id) => h("a", { href: articleLink(id), dir: "ltr" }, id))) : null,
    group.suggestions.length ? h("p", { class: "hint" }, t.pointed_to, " ", group.suggestions.map((text, at) => [at ? " · " : "", h("bdi", null, text)])) : null,
    h("p", { class: "actions" }, h("a", { class: "button quiet", href: write, dir: directionOf(page.language) }, t.write_article)),
  );
}

async function download(list) {
  try {
    const response = await send("GET", `/v1/insights/questions?${fields({ format: "csv" })}`, { headers: { Accept: "text/csv" } });
    const address = URL.createObjectURL(await response.blob());
    const link = h("a", { href: address, download: "manba-questions.csv" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  } catch (error) {
    list.before(refusalMessage(error));
  }
}
