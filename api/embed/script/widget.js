// <manba-ask>: the question box. Everything shown is rebuilt from the attributes and from what was answered last.
const SLOW_MS = 4000;
const ENTER = "search";

class ManbaAsk extends HTMLElement {
  static observedAttributes = ["lang", "theme", "mode", "placeholder"];

  #root = this.attachShadow({ mode: "open" });
  #parts = null;
  #asking = null;
  #shown = null;
  #isOpen = false;

  connectedCallback() {
    this.#build();
  }

  disconnectedCallback() {
    this.#asking?.abort();
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
    const question = String(text ?? "").trim();
    // It may be asked before it is put into the page.
    if (!this.#parts) this.#build();
    const { field, log, status } = this.#parts;
    if (this.#floats) this.#show(true);
    this.#asking?.abort();
    const mine = (this.#asking = new AbortController());
    field.value = question;
    log.setAttribute("aria-busy", "true");
    this.#say("working");
    const slow = setTimeout(() => this.#say("slow"), SLOW_MS);
    try {
      if (!question) throw new Failure("empty-question");
      const widget = this.getAttribute("widget");
      const answer = await answerTo(question, { widget, articles: this.articles, signal: mine.signal });
      if (mine.signal.aborted) return null;
      this.#shown = { question, answer };
      this.#render();
      this.#tell(answer.answered ? "manba-answer" : "manba-refusal", { question, answer });
      return answer;
    } catch (failure) {
      if (mine.signal.aborted) return null;
      this.#shown = { question, failure };
      this.#render();
      const message = messageFor(TEXTS[this.#language], failure);
      this.#tell("manba-error", { question, problem: failure.slug, status: failure.status, detail: failure.message, message });
      return null;
    } finally {
      clearTimeout(slow);
      if (this.#asking === mine) {
        this.#asking = null;
        this.#parts.log.setAttribute("aria-busy", "false");
        if (this.#parts.status === status) this.#say("");
      }
    }
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
    status.textContent = key ? TEXTS[this.#language].widget[key] : "";
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
      this.#say("working");
    }
  }

  #form(texts, written) {
    const { widget } = texts;
    const placeholder = this.getAttribute("placeholder") ?? widget.placeholder;
    const field = h("textarea", {
      id: "question", rows: 2, maxlength: 1000, dir: "auto", enterkeyhint: ENTER, autocomplete: "off", placeholder,
      keydown: (event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        this.ask(field.value);
      },
    });
    field.value = written;
    const submit = (event) => {
      event.preventDefault();
      this.ask(field.value);
    };
    const form = h(
      "form", { class: "ask", role: "search", "aria-label": widget.title, submit },
      h("label", { for: "question" }, widget.question),
      h("div", { class: "box" }, field, h("button", { type: "submit" }, widget.ask)),
    );
    const status = h("p", { class: "status", role: "status" });
    const alert = h("div", { role: "alert" });
    const log = h("div", { class: "log", role: "log", "aria-label": widget.answer, "aria-busy": "false" });
    const page = h("a", { target: "_blank", rel: "noopener" }, widget.whole_page);
    const kept = h("span", { class: "kept" });
    const foot = h("p", { class: "foot" }, h("bdi", {}, widget.brand), page, kept);
    return { field, status, alert, log, page, kept, body: [form, status, alert, log, foot] };
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
    const { question = "", answer, failure } = this.#shown ?? {};
    const ask = (topic) => {
      this.#parts.field.focus();
      this.ask(topic);
    };
    log.replaceChildren(...(answer ? [answerElement(answer, texts, language, ask)] : []));
    alert.replaceChildren(...(failure ? [h("p", { class: "message" }, messageFor(texts, failure))] : []));
    kept.textContent = answer?.question_id ? texts.widget.kept : "";
    page.href = addressOf("", { q: answer ? question : "", lang: language });
  }
}

if (!customElements.get("manba-ask")) customElements.define("manba-ask", ManbaAsk);
