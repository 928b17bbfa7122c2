// What changed between two texts, line by line; long runs of lines that stayed are folded.
import { button, count, h, say, t } from "./editor-elements.js";

const SHOWN_AROUND = 3;
const SIGNS = { added: "+", removed: "−", same: "" };

export function hasChanges(lines) {
  return lines.some((line) => line.kind !== "same");
}

// `action`, where given, makes a button below each run of added lines from their text.
export function diffView(lines, action) {
  if (!hasChanges(lines)) return h("p", { class: "hint" }, t.no_changes);
  const added = lines.filter((line) => line.kind === "added").length;
  const removed = lines.filter((line) => line.kind === "removed").length;
  return h(
    "div",
    { class: "diff" },
    h("p", { class: "hint" }, say(t.diff_summary, { added, removed })),
    h("ol", { tabindex: "0", role: "list", "aria-label": t.diff_label }, [...rowsOf(lines, action)]),
  );
}

function* rowsOf(lines, action) {
  for (let at = 0; at < lines.length; ) {
    let end = at;
    while (end < lines.length && lines[end].kind === lines[at].kind) end += 1;
    const run = lines.slice(at, end);
    if (run[0].kind === "same") yield* folded(run, { isFirst: at === 0, isLast: end === lines.length });
    else yield* run.map(row);
    if (action && run[0].kind === "added") yield h("li", { class: "action" }, action(run.map((line) => line.text).join("\n")));
    at = end;
  }
}

function* folded(run, { isFirst, isLast }) {
  const before = isFirst ? 0 : SHOWN_AROUND;
  const after = isLast ? 0 : SHOWN_AROUND;
  const hidden = run.slice(before, run.length - after);
  if (hidden.length < 3) {
    yield* run.map(row);
    return;
  }
  yield* run.slice(0, before).map(row);
  const fold = h("li", { class: "fold" });
  fold.append(button(say(t.unchanged_lines, { count: hidden.length }), () => fold.replaceWith(...hidden.map(row))));
  yield fold;
  if (after) yield* run.slice(-after).map(row);
}

function row(line) {
  const place = line.new ?? line.old;
  return h(
    "li",
    { class: line.kind },
    h("span", { class: "place", "aria-hidden": "true" }, place === null ? "" : count(place)),
    h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[line.kind]),
    line.kind === "same" ? null : h("span", { class: "unseen" }, `${t[line.kind]}: `),
    h("span", { class: "text", dir: "auto" }, line.text || "\u00a0"),
  );
}
