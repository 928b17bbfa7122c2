// An answer as elements: paragraphs and list items as its text has them, citations as buttons.
const MARKS = /\s*\[\d+\]/g;

// Sentences that follow one another in one language; `marker` is a list item's ("1.", "-"), else empty.
function paragraphsOf(answer) {
  const found = [];
  let position = 0;
  for (const sentence of answer.sentences) {
    const at = answer.answer.indexOf(sentence.text, position);
    const before = at < 0 ? "\n" : answer.answer.slice(position, at).replace(MARKS, "");
    if (at >= 0) position = at + sentence.text.length;
    const marker = before.slice(before.lastIndexOf("\n") + 1).trim();
    const last = found.at(-1);
    if (!last || marker || before.includes("\n") || last.language !== sentence.language) {
      found.push({ marker, language: sentence.language, direction: sentence.direction, sentences: [sentence] });
    } else last.sentences.push(sentence);
  }
  return found;
}

function cardOf(citation, texts, language) {
  const { widget, languages } = texts;
  const ours = { lang: language, dir: texts.direction };
  return h(
    "div",
    { class: "card", role: "group", "aria-label": `${widget.source} ${citation.number}`, ...ours },
    h("p", { class: "name", lang: citation.language, dir: citation.direction }, citation.title),
    h("blockquote", { lang: citation.language, dir: citation.direction }, citation.quote),
    h(
      "p",
      { class: "about" },
      citation.publisher && h("span", {}, h("bdi", {}, citation.publisher)),
      citation.published && h("span", {}, h("time", { dir: "ltr", datetime: citation.published }, citation.published)),
      h("span", {}, languages[citation.language]),
    ),
    h(
      "a",
      { class: "to-article", href: addressOfArticle(citation, language), target: "_blank", rel: "noopener" },
      widget.read,
    ),
  );
}

// Shows the words behind a statement right below it, and takes them away again.
function toggle(button, citation, texts, language) {
  const paragraph = button.closest("p");
  const opened = button.getAttribute("aria-expanded") === "true";
  for (const other of paragraph.parentNode.querySelectorAll("[aria-expanded=true]")) {
    other.setAttribute("aria-expanded", "false");
    other.removeAttribute("aria-controls");
  }
  for (const card of paragraph.parentNode.querySelectorAll(".card")) card.remove();
  if (opened) return;
  const card = cardOf(citation, texts, language);
  card.id = "card";
  button.setAttribute("aria-expanded", "true");
  button.setAttribute("aria-controls", card.id);
  const close = (event) => {
    if (event.key !== "Escape" || !card.isConnected) return;
    event.stopPropagation();
    toggle(button, citation, texts, language);
    button.focus();
  };
  card.addEventListener("keydown", close);
  paragraph.after(card);
}

function referenceTo(citation, texts, language) {
  const button = h(
    "button",
    {
      class: "ref",
      type: "button",
      "aria-expanded": "false",
      "aria-label": `${texts.widget.source} [${citation.number}]: ${citation.title}`,
      click: () => toggle(button, citation, texts, language),
      keydown: (event) => {
        if (event.key !== "Escape" || button.getAttribute("aria-expanded") !== "true") return;
        event.stopPropagation();
        toggle(button, citation, texts, language);
      },
    },
    `[${citation.number}]`,
  );
  return button;
}

function paragraphElement(paragraph, answer, texts, language, foreign) {
  const words = h("span");
  for (const sentence of paragraph.sentences) {
    words.append(sentence.text);
    for (const number of sentence.citations) {
      const citation = answer.citations.find((one) => one.number === number);
      // While it is written, the mark is all that is known of a source.
      words.append("\u00a0", citation ? referenceTo(citation, texts, language) : h("span", { class: "ref" }, `[${number}]`));
    }
    words.append(" ");
  }
  if (foreign) words.append(h("span", { class: "foreign", lang: language, dir: texts.direction }, foreign));
  const marker = paragraph.marker && h("span", { class: "marker" }, paragraph.marker === "-" ? "•" : paragraph.marker);
  const attributes = { class: paragraph.marker ? "item" : "prose", lang: paragraph.language, dir: paragraph.direction };
  return h("p", attributes, marker, words);
}

function sentencesElement(answer, texts, language) {
  let previous = null;
  const shown = paragraphsOf(answer).map((paragraph) => {
    const changes = paragraph.language !== previous && paragraph.language !== answer.language;
    previous = paragraph.language;
    return paragraphElement(paragraph, answer, texts, language, changes ? texts.languages[paragraph.language] : "");
  });
  return h("div", { class: "sentences" }, ...shown);
}

// Who wrote the answer; the learners' page says the same.
function makingOf(answer, { writing, fallbacks }, language) {
  const made = answer.generation;
  if (!made || !answer.answered) return [];
  if (answer.mode !== "generative") return [fallbacks[made.fallback] ?? ""].filter(Boolean);
  const count = made.left_out.toLocaleString(`${language}-u-nu-${{ ar: "arab", fa: "arabext" }[language] ?? "latn"}`);
  return [
    writing.written_by.replace("{model}", () => `\u2068${made.model}\u2069`),
    made.left_out ? writing.left_out.replace("{count}", count) : "",
    made.is_cut ? writing.cut : "",
  ].filter(Boolean);
}

function makingElement(lines, other, otherName) {
  if (!lines.length && !other) return null;
  const way = other && h("p", { class: "other" }, h("button", { type: "button", click: other }, otherName));
  return h("div", { class: "making" }, ...lines.map((line) => h("p", {}, line)), way);
}

// `state` is "writing" while the answer is not whole, "unfinished" where it will not be, as `notice` then says. `other`
// asks for an answer of the other kind, which is called `otherName`.
function answerElement(answer, texts, language, { ask, state, other, otherName, notice }) {
  const { widget } = texts;
  const reader = { lang: answer.language, dir: answer.direction };
  const lines = answer.answer.split("\n");
  const leading = answer.notes.filter((note, number) => note === lines[number]);
  const further = answer.notes.filter((note) => !leading.includes(note));
  const suggest = (topic) =>
    h("li", {}, h("button", { type: "button", dir: "auto", click: () => ask(topic) }, topic));
  return h(
    "article",
    { class: `answer${answer.answered ? "" : " refusal"}${state ? ` ${state}` : ""}` },
    h("h2", {}, answer.answered ? widget.answer : widget.no_answer),
    ...(answer.answered ? leading.map((line) => h("p", { class: "lead-in", ...reader }, line)) : []),
    answer.answered
      ? sentencesElement(answer, texts, language)
      : h("p", { class: "prose", ...reader }, answer.answer),
    further.length > 0 &&
      h("ul", { class: "notes", "aria-label": widget.notes }, ...further.map((note) => h("li", { ...reader, dir: "auto" }, note))),
    makingElement(makingOf(answer, texts, language), other, otherName),
    ...(notice ?? []),
    answer.suggestions.length > 0 &&
      h("section", { class: "suggestions" }, h("h3", {}, widget.suggestions), h("ul", {}, ...answer.suggestions.map(suggest))),
  );
}
