// <manba-ask>: the question box. Everything shown is rebuilt from the attributes and from what was answered last.
const SLOW_MS = 4000;
const ENTER = "search";
// As many as the server takes.
const MOST_BEFORE = 20;

class ManbaAsk extends HTMLElement {
  static observedAttributes = ["lang", "theme", "mode", "placeholder"];

  #root = this.attachShadow({ mode: "open" });
  #parts = null;
  #asking = null;
  #asked = [];
  #said = "";
  #shown = null;
  #isOpen = false;

  connectedCallback() {
    this.#build();
  }

  disconnectedCallback() {
    this.#asking?.abort(this.#shown?.state === "writing" ? STOPPED : undefined);
  }

  attributeChangedCallback(_name, before, after) {
    if (this.#parts && before !== after) this.#build();
  }

  get #floats() {
    return this.getAttribute("mode") === "launcher";
  }

  get articles() {
    const named = (this.getAttribute("articles") ?? "").split(",").map((id) => id.trim());
    return [...new Set(named.filter(Boolean))];
  }

  async ask(text) {
    return this.#ask(text);
  }

  // `mode` "extractive": in the sources' own words, whoever else might write. `before` are the questions that it follows
  // up: those typed here before it. What a page asks, and what is suggested, stands on its own.
  async #ask(text, { mode = "", before = [] } = {}) {
    const question = String(text ?? "").trim();
    // It may be asked before it is put into the page.
    if (!this.#parts) this.#build();
    if (this.#floats) this.#show(true);
    this.#asking?.abort();
    const mine = (this.#asking = new AbortController());
    this.#parts.field.value = question;
    this.#parts.log.setAttribute("aria-busy", "true");
    this.#parts.stop.hidden = true;
    this.#say("working");
    const slow = setTimeout(() => this.#say("slow"), SLOW_MS);
    const told = (answer) => {
      if (mine.signal.aborted) return;
      clearTimeout(slow);
      this.#say("writing");
      this.#parts.stop.hidden = false;
      this.#parts.progress.classList.add("tall");
      if (!answer) return;
      this.#shown = { question, before, answer, state: "writing" };
      this.#render();
    };
    try {
      if (!question) throw new Failure("empty-question");
      const widget = this.getAttribute("widget");
      const answer = await answerTo(question, { widget, articles: this.articles, mode, before, signal: mine.signal, told });
      if (mine.signal.aborted) return null;
      this.#asked = [...before, question].slice(-MOST_BEFORE);
      this.#shown = { question, before, answer, mode };
      this.#render();
      this.#tell(answer.answered ? "manba-answer" : "manba-refusal", { question, answer });
      return answer;
    } catch (failure) {
      const { aborted, reason } = mine.signal;
      if (aborted && (reason !== STOPPED || this.#asking !== mine)) return null;
      this.#leave({ question, before }, aborted ? new Failure(STOPPED) : failure);
      if (aborted) return null;
      const message = messageFor(TEXTS[this.#language], failure);
      this.#tell("manba-error", { question, problem: failure.slug, status: failure.status, detail: failure.message, message });
      return null;
    } finally {
      clearTimeout(slow);
      if (this.#asking === mine) this.#rest();
    }
  }

  // Whoever types the same once more means what was meant before.
  #follow(text) {
    const { question, before } = this.#shown ?? {};
    return this.#ask(text, { before: question === text.trim() ? before : this.#asked });
  }

  // What was written so far stays, marked as not whole.
  #leave(asked, failure) {
    const { answer, state } = this.#shown ?? {};
    this.#shown = state === "writing" ? { ...asked, answer, failure, state: "unfinished" } : { ...asked, failure };
    this.#render();
    if (failure.slug === STOPPED) this.#root.querySelector(".again button").focus();
  }

  #rest() {
    const { log, stop } = this.#parts;
    this.#asking = null;
    log.setAttribute("aria-busy", "false");
    this.#say("");
    if (this.#root.activeElement === stop) log.focus();
    stop.hidden = true;
  }

  stop() {
    this.#asking?.abort(STOPPED);
  }

  open() {
    if (this.#floats) this.#show(true);
    this.#parts?.field.focus();
  }

  close() {
    if (!this.#floats || !this.#isOpen) return;
    this.#show(false);
    this.#parts.launch.focus();
  }

  clear() {
    this.#asking?.abort();
    this.#shown = null;
    this.#asked = [];
    if (!this.#parts) return;
    this.#parts.field.value = "";
    this.#parts.log.setAttribute("aria-busy", "false");
    this.#say("");
    this.#render();
  }

  get #language() {
    return languageOf(this);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  #say(key) {
    const { status } = this.#parts;
    const { widget, writing } = TEXTS[this.#language];
    this.#said = key;
    status.textContent = widget[key] ?? writing[key] ?? "";
    status.classList.toggle("working", key !== "");
  }

  #build() {
    if (!this.#parts) dress(this.#root);
    const language = this.#language;
    const texts = TEXTS[language];
    const written = this.#parts?.field.value ?? "";
    const theme = ["light", "dark"].find((one) => one === this.getAttribute("theme")) ?? "auto";
    const parts = (this.#parts = this.#form(texts, written));
    const around = { lang: language, dir: texts.direction, "data-theme": theme };
    const shell = this.#floats
      ? h("div", { class: "manba floating", ...around }, ...this.#launcher(texts))
      : h("section", { class: "manba inline panel", "aria-label": texts.widget.title, ...around }, ...parts.body);
    for (const old of this.#root.querySelectorAll(".manba")) old.remove();
    this.#root.append(shell);
    this.#render();
    if (this.#floats) this.#show(this.#isOpen, false);
    if (this.#asking) {
      parts.log.setAttribute("aria-busy", "true");
      parts.stop.hidden = this.#said !== "writing";
      this.#say(this.#said);
    }
  }

  #form(texts, written) {
    const { widget, writing } = texts;
    const placeholder = this.getAttribute("placeholder") ?? widget.placeholder;
    const field = h("textarea", {
      id: "question", rows: 2, maxlength: 1000, dir: "auto", enterkeyhint: ENTER, autocomplete: "off", placeholder,
      keydown: (event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        this.#follow(field.value);
      },
    });
    field.value = written;
    const submit = (event) => {
      event.preventDefault();
      this.#follow(field.value);
    };
    const form = h(
      "form", { class: "ask", role: "search", "aria-label": widget.title, submit },
      h("label", { for: "question" }, widget.question),
      h("div", { class: "box" }, field, h("button", { type: "submit" }, widget.ask)),
    );
    const status = h("p", { class: "status", role: "status" });
    const stop = h("button", { class: "stop", type: "button", hidden: true, click: () => this.stop() }, writing.stop);
    const progress = h("div", { class: "progress" }, status, stop);
    const alert = h("div", { role: "alert" });
    const log = h("div", { class: "log", role: "log", tabindex: -1, "aria-label": widget.answer, "aria-busy": "false" });
    const page = h("a", { target: "_blank", rel: "noopener" }, widget.whole_page);
    const kept = h("span", { class: "kept" });
    const foot = h("p", { class: "foot" }, h("bdi", {}, widget.brand), page, kept);
    return { field, progress, status, stop, alert, log, page, kept, body: [form, progress, alert, log, foot] };
  }

  #launcher(texts) {
    const { widget } = texts;
    const launch = h(
      "button",
      { class: "launch", type: "button", "aria-haspopup": "dialog", "aria-controls": "panel", click: () => this.open() },
      icon(SPEECH), h("span", {}, widget.title),
    );
    const close = h("button", { class: "close", type: "button", "aria-label": widget.close, click: () => this.close() }, icon(CROSS));
    const panel = h(
      "div",
      {
        class: "panel", id: "panel", role: "dialog", "aria-labelledby": "title", hidden: true,
        keydown: (event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          this.close();
        },
      },
      h("div", { class: "head" }, h("h2", { id: "title" }, widget.title), close),
      h("div", { class: "body" }, ...this.#parts.body),
    );
    Object.assign(this.#parts, { launch, panel });
    return [launch, panel];
  }

  #show(open) {
    this.#isOpen = open;
    this.#parts.panel.hidden = !open;
    this.#parts.launch.hidden = open;
    this.#parts.launch.setAttribute("aria-expanded", String(open));
  }

  #render() {
    const language = this.#language;
    const texts = TEXTS[language];
    const { log, alert, page, kept } = this.#parts;
    const { writing } = texts;
    const { question = "", before, answer, failure, mode, state } = this.#shown ?? {};
    const ask = (topic, how) => {
      this.#parts.field.focus();
      this.#ask(topic, how);
    };
    const anew = () => ask(question, { before });
    const ownWords = () => ask(question, { mode: "extractive", before });
    const again = () =>
      h(
        "p",
        { class: "again" },
        h("button", { type: "button", click: ownWords }, writing.own_words),
        h("button", { type: "button", click: anew }, writing.again),
      );
    const told = (words) => h("p", { class: "message" }, words);
    const message = failure ? messageFor(texts, failure) : "";
    const notice = state === "unfinished" ? [told(`${message} ${writing.incomplete}`), again()] : [];
    const isWritten = answer?.mode === "generative";
    const other = isWritten && !state ? ownWords : mode && answer?.answered ? anew : null;
    const otherName = isWritten ? writing.own_words : writing.by_model;
    log.replaceChildren(
      ...(answer ? [answerElement(answer, texts, language, { ask, state, other, otherName, notice })] : []),
    );
    const alone = failure && !answer ? [told(message), failure.slug === STOPPED && again()].filter(Boolean) : [];
    alert.replaceChildren(...alone);
    kept.textContent = answer?.question_id ? texts.widget.kept : "";
    page.href = addressOf("", { q: answer ? (answer.understood_as ?? question) : "", lang: language });
  }
}

if (!customElements.get("manba-ask")) customElements.define("manba-ask", ManbaAsk);
