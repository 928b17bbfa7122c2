// The versions of an article: who stored which when, what changed, and going back to one.
import { addressOf, json } from "./editor-api.js";
import { diffView } from "./editor-diff.js";
import { ask, authorOf, button, chip, h, page, say, t, timeOf } from "./editor-elements.js";
import { restore } from "./editor-publishing.js";
import { refusalMessage } from "./editor-refusals.js";

const KINDS = { created: "good", deleted: "bad", restored: "working" };

export async function versionsOf(writing, panel) {
  panel.setAttribute("aria-busy", "true");
  try {
    const { versions } = await json("GET", addressOf(writing.id, "/versions"));
    panel.replaceChildren(h("ol", { class: "versions", role: "list" }, versions.map((version) => entry(writing, version))));
  } catch (error) {
    panel.replaceChildren(refusalMessage(error));
  }
  panel.setAttribute("aria-busy", "false");
}

function entry(writing, version) {
  const isCurrent = version.version === writing.base.version && version.action !== "deleted";
  const action = version.action === "restored" ? say(page.actions.restored, { number: version.restored_from }) : page.actions[version.action];
  return h(
    "li",
    null,
    h("p", { class: "about" }, h("strong", null, say(t.version_number, { number: version.number })), chip(action, KINDS[version.action]), isCurrent ? chip(t.current_version, "good") : null),
    h("p", { class: "about" }, h("bdi", null, authorOf(version.author)), timeOf(version.created)),
    version.note ? h("p", { class: "note", dir: "auto" }, version.note) : null,
    h(
      "p",
      { class: "actions" },
      button(t.what_changed, () => showChange(writing, version), { class: "small" }),
      isCurrent || version.action === "deleted" ? null : button(t.restore, () => attempt(writing, () => restore(writing, version)), { class: "small" }),
    ),
  );
}

async function showChange(writing, version) {
  await attempt(writing, async () => {
    const { lines } = await json("GET", addressOf(writing.id, `/versions/${version.number}/diff`));
    await ask(say(t.version_number, { number: version.number }), diffView(lines), [{ text: t.close, value: "" }], { class: "sheet wide" });
  });
}

async function attempt(writing, work) {
  try {
    await work();
  } catch (error) {
    writing.notices.replaceChildren(refusalMessage(error));
  }
}
