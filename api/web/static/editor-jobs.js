// Re-indexes of what was changed on this page, followed until answers cite the new text.
import { follow, json, newIdempotencyKey } from "./editor-api.js";
import { announce, button, h, page, say, t, told } from "./editor-elements.js";
import { refusalOf } from "./editor-refusals.js";

const area = document.getElementById("jobs");
// Ids of the articles whose change is not in the index yet.
export const beingIndexed = new Set();

// Follows `job`, which carries the change of an article ({id, title}) or, without one, of several.
export async function watchJob(job, { id, title, language, question } = {}) {
  const text = h("p", null);
  const bar = h("progress", { max: "1", "aria-label": t.indexing });
  const dismiss = button("×", () => item.remove(), { class: "plain", "aria-label": t.dismiss });
  const item = h("div", { class: "job" }, h("div", { class: "about" }, text, bar), dismiss);
  const name = title ?? t.several_articles;
  area.prepend(item);
  while (area.children.length > 3) area.lastElementChild.remove();
  if (id) beingIndexed.add(id);
  try {
    const ended = await follow(job, (state) => {
      if (state.state === "running") bar.value = state.progress;
      text.textContent = say(t.being_indexed, { title: name, stage: page.stages[state.stage] ?? t.waiting_for_indexer });
    });
    bar.remove();
    item.classList.add(ended.state);
    if (ended.state === "done") {
      text.replaceChildren(say(id && question ? t.answers_cite : t.index_is_new, { title: name }));
      if (id && question) text.append(" ", h("a", { href: `/?${new URLSearchParams({ q: question, lang: page.language })}` }, t.ask_about_it));
    } else {
      text.replaceChildren(ended.state === "failed" ? t.indexing_failed : t.indexing_cancelled);
      if (ended.error) text.append(" ", told(ended.error));
      text.append(" ", button(t.try_again, () => again(item, { id, title, language, question }), { class: "small" }));
    }
    if (ended.problems.length) item.firstElementChild.append(h("ul", null, ended.problems.map((one) => h("li", null, told(one)))));
    announce(text.textContent);
  } catch (error) {
    bar.remove();
    item.classList.add("failed");
    text.replaceChildren(...refusalOf(error));
  } finally {
    beingIndexed.delete(id);
    document.dispatchEvent(new CustomEvent("indexed"));
  }
}

async function again(item, about) {
  try {
    const { job } = await json("POST", "/v1/reindex", { headers: { "Idempotency-Key": newIdempotencyKey() } });
    item.remove();
    watchJob(job, about);
  } catch (error) {
    announce(error.message);
  }
}
