// Many articles at once from a ZIP file, with a word on each of its files.
import { json, newIdempotencyKey } from "./editor-api.js";
import { ask, chip, h, page, say, t, told } from "./editor-elements.js";
import { watchJob } from "./editor-jobs.js";
import { refusalMessage } from "./editor-refusals.js";

const KINDS = { created: "good", replaced: "good", unchanged: "", skipped: "draft", refused: "bad" };

export async function importArticles() {
  const file = h("input", { type: "file", id: "archive", accept: ".zip,application/zip", required: true });
  const replace = h("input", { type: "checkbox", id: "replace" });
  const form = [
    h("p", { class: "hint" }, t.import_lead),
    h("div", { class: "field" }, h("label", { for: "archive" }, t.zip_file), file),
    h("p", null, replace, " ", h("label", { for: "replace" }, t.import_replace)),
  ];
  const answer = await ask(t.import_zip, form, [
    { text: t.cancel, value: "", class: "quiet", formnovalidate: true },
    { text: t.import_action, value: "import" },
  ]);
  if (answer !== "import" || !file.files.length) return;
  let report;
  try {
    const headers = { "Content-Type": "application/zip", "Idempotency-Key": newIdempotencyKey() };
    const { files, job } = await json("POST", `/v1/articles/import?replace=${replace.checked}`, { body: file.files[0], headers });
    if (job) watchJob(job);
    report = [
      h("p", null, say(t.import_summary, { count: files.filter((one) => KINDS[one.status] === "good").length, total: files.length })),
      h(
        "ul",
        { class: "rows", role: "list" },
        files.map((one) =>
          h(
            "li",
            { class: "row" },
            h("p", { class: "about" }, h("bdi", { class: "id", dir: "ltr" }, one.name), chip(page.statuses[one.status] ?? one.status, KINDS[one.status])),
            one.what ? h("p", null, told(one.next_step ? `${one.what}; ${one.next_step}` : one.what)) : null,
            one.warnings.map((warning) => h("p", { class: "warning" }, told(warning))),
          ),
        ),
      ),
    ];
  } catch (error) {
    report = [refusalMessage(error)];
  }
  await ask(t.import_zip, report, [{ text: t.close, value: "" }]);
}
