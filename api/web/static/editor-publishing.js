// Publishing: what changes is shown first; what another editor did meanwhile is shown, and no text is lost.
import { addressOf, articleFile, etag, json, newIdempotencyKey, Refused } from "./editor-api.js";
import { diffView, hasChanges } from "./editor-diff.js";
import { dropDraft } from "./editor-drafts.js";
import { announce, ask, authorOf, button, confirmed, h, say, t, timeOf } from "./editor-elements.js";
import { watchJob } from "./editor-jobs.js";
import { refusalMessage } from "./editor-refusals.js";

// `conflictSince` names the version a draft was begun on where the article has changed since.
export async function publish(writing, { conflictSince } = {}) {
  if (conflictSince) return showConflict(writing, conflictSince);
  if (writing.isBusy) return undefined;
  writing.isBusy = true;
  writing.publishButton.disabled = true;
  writing.notices.querySelector(".message")?.remove();
  try {
    await reviewAndPut(writing);
  } catch (error) {
    if (error instanceof Refused && error.status === 412) return await showConflict(writing, writing.base.version);
    fail(writing, error);
  } finally {
    writing.isBusy = false;
    writing.publishButton.disabled = false;
  }
  return undefined;
}

function fail(writing, error) {
  const message = refusalMessage(error);
  writing.notices.append(message);
  message.focus();
}

async function reviewAndPut(writing) {
  const id = writing.id ?? writing.idField.value.trim();
  if (!id) {
    writing.idField.focus();
    announce(t.article_id_hint);
    return;
  }
  const found = await writing.check();
  if (!found) return;
  if (!found.usable) {
    writing.tabs.open("check");
    announce(t.cannot_be_published);
    (writing.preview.querySelector(".faults button") ?? writing.area).focus();
    return;
  }
  const source = writing.source;
  const { lines } = await json("POST", addressOf(id, "/diff"), { data: { source } });
  const note = h("input", { id: "note", autofocus: true, maxlength: "1000", dir: "auto", autocomplete: "off", placeholder: t.note_placeholder });
  const changes = hasChanges(lines) || writing.isNew || writing.isDeleted;
  const answer = await ask(
    writing.isNew ? t.publish_new : t.publish_changes,
    [
      found.warnings.length ? h("p", { class: "warning" }, say(t.usable_with_warnings, { count: found.warnings.length })) : null,
      diffView(lines),
      h("div", { class: "field" }, h("label", { for: "note" }, t.note), note),
    ],
    [
      { text: t.back_to_text, value: "", class: "quiet" },
      { text: t.publish, value: "publish", disabled: !changes },
    ],
    { class: "sheet wide" },
  );
  if (answer !== "publish") {
    writing.area.focus();
    return;
  }
  await put(writing, id, source, note.value.trim());
}

async function put(writing, id, source, note) {
  const condition = writing.base.version ? { "If-Match": etag(writing.base.version) } : { "If-None-Match": "*" };
  // The same change sent again after a broken connection is not made twice.
  const sent = JSON.stringify([id, source, note, condition]);
  if (writing.sent !== sent) Object.assign(writing, { sent, idempotencyKey: newIdempotencyKey() });
  const headers = { ...condition, "Idempotency-Key": writing.idempotencyKey };
  const published = await json("PUT", addressOf(id), { data: { source, note }, headers });
  // Published again after somebody took it back, it is another change.
  writing.sent = null;
  settle(writing, published, source);
}

// What was published is what the next change builds on; text typed meanwhile stays a draft.
function settle(writing, { article, version, job }, source) {
  dropDraft(writing.draftName);
  const wasNew = writing.isNew || writing.isDeleted;
  writing.id = article.id;
  writing.isNew = false;
  writing.draftName = article.id;
  writing.setBase({ source, version: version.version });
  writing.keep();
  announce(t.published);
  watchJob(job, { id: article.id, title: article.title, language: article.language, question: article.title });
  if (wasNew) location.replace(`#/articles/${encodeURIComponent(article.id)}`);
  else {
    writing.notices.replaceChildren();
    writing.describe();
    writing.tabs.open("check");
    writing.publishButton.focus();
  }
}

// Someone else changed the article since `since`: what, and how to go on. The text typed stays as it is.
async function showConflict(writing, since) {
  writing.keep();
  let theirs;
  let newest;
  try {
    const id = writing.id ?? writing.idField.value.trim();
    [newest] = (await json("GET", addressOf(id, "/versions"))).versions;
    theirs = newest.action === "deleted" ? { source: "", version: null } : await articleFile(id);
  } catch (error) {
    fail(writing, error);
    return;
  }
  const id = writing.id ?? writing.idField.value.trim();
  const from = since ?? "0";
  const { lines } = await json("GET", addressOf(id, `/versions/${newest.number}/diff?from=${from}`)).catch(() => ({ lines: [] }));
  const answer = await ask(
    theirs.version ? t.conflict_title : t.conflict_deleted,
    [
      h("p", null, say(t.conflict_by, { name: authorOf(newest.author) }), " ", timeOf(newest.created), newest.note ? [h("br"), h("q", { dir: "auto" }, newest.note)] : null),
      h("p", { class: "hint" }, t.conflict_hint),
      theirs.version ? diffView(lines) : null,
    ],
    [
      { text: t.conflict_take_theirs, value: "theirs", class: "quiet" },
      { text: t.conflict_keep_mine, value: "mine" },
    ],
    { class: "sheet wide" },
  );
  if (answer === "theirs" && (await confirmed(t.conflict_take_theirs, t.discard_text_sure, t.conflict_take_theirs))) {
    dropDraft(writing.draftName);
    writing.setBase(theirs);
    writing.area.value = writing.base.source;
    writing.notices.replaceChildren();
    await writing.check();
  } else if (answer === "mine") {
    writing.setBase(theirs);
    writing.keep();
    showTheirs(writing, lines);
  }
  writing.area.focus({ preventScroll: true });
}

// Their changes beside the text, each to be put where the cursor is; publishing then replaces their version.
function showTheirs(writing, lines) {
  const insert = (text) => button(t.insert_at_cursor, () => writing.insert(text), { class: "small" });
  const done = button(t.merged, () => notice.remove(), { class: "small" });
  const notice = h("section", { class: "notice theirs", "aria-labelledby": "theirs" }, h("h2", { id: "theirs" }, t.their_changes), h("p", { class: "hint" }, t.merge_hint), diffView(lines, insert), done);
  writing.notices.replaceChildren(notice);
}

export async function remove(writing) {
  if (!(await confirmed(t.delete_title, say(t.delete_sure, { title: writing.found?.title ?? writing.id }), t.delete))) return;
  try {
    const headers = { "If-Match": etag(writing.base.version), "Idempotency-Key": newIdempotencyKey() };
    const { job } = await json("DELETE", addressOf(writing.id), { headers });
    if (writing.isDirty) writing.keep();
    watchJob(job, { title: writing.found?.title ?? writing.id });
    announce(t.deleted);
    location.hash = "#/articles";
  } catch (error) {
    if (error instanceof Refused && error.status === 412) await showConflict(writing, writing.base.version);
    else fail(writing, error);
  }
}

// Makes an earlier version the newest; `source` is its text.
export async function restore(writing, version) {
  const { lines } = await json("GET", addressOf(writing.id, `/versions/${version.number}/diff?from=${writing.base.version ?? 0}`));
  const answer = await ask(
    say(t.restore_title, { number: version.number }),
    [writing.isDirty ? h("p", { class: "warning" }, t.restore_drops_draft) : null, diffView(lines)],
    [
      { text: t.cancel, value: "", class: "quiet" },
      { text: t.restore, value: "restore", disabled: Boolean(writing.base.version) && !hasChanges(lines) },
    ],
    { class: "sheet wide" },
  );
  if (answer !== "restore") return;
  try {
    const condition = writing.base.version ? { "If-Match": etag(writing.base.version) } : { "If-None-Match": "*" };
    const headers = { ...condition, "Idempotency-Key": newIdempotencyKey() };
    const restored = await json("POST", addressOf(writing.id, `/versions/${version.number}/restore`), { headers });
    dropDraft(writing.draftName);
    const stored = await articleFile(writing.id);
    writing.setBase(stored);
    writing.area.value = writing.base.source;
    watchJob(restored.job, { id: writing.id, title: restored.article.title, language: restored.article.language, question: restored.article.title });
    announce(t.restored);
    writing.notices.replaceChildren();
    await writing.check();
    writing.tabs.open("versions");
  } catch (error) {
    if (error instanceof Refused && error.status === 412) await showConflict(writing, writing.base.version);
    else fail(writing, error);
  }
}
