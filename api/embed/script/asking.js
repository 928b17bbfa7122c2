// Puts a question to the server the script came from. Sends no cookie and no address of the page.
const PATIENCE_MS = 30000;
const SOON_MS = 300;
const MAY_STREAM = "ReadableStream" in self && "body" in Response.prototype;
const EVENTS = "text/event-stream";
const STOPPED = "stopped";

class Failure extends Error {
  constructor(slug, status = 0, detail = "") {
    super(detail || slug);
    this.slug = slug;
    this.status = status;
  }
}

// The answer, once it is whole. While a language model writes it, `told` is called with what there is of it; first with
// null, where the first words take a moment. `before` are the questions that this one may follow up, oldest first.
async function answerTo(question, { widget, articles, mode, before, signal, told }) {
  const body = { question };
  if (before.length) body.history = before.map((content) => ({ role: "user", content }));
  if (articles.length) body.article_ids = articles;
  if (mode) body.mode = mode;
  const patience = new AbortController();
  let timer;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  };
  heard();
  signal.addEventListener("abort", () => patience.abort());
  let begun = null;
  try {
    const response = await fetch(addressOf("v1/ask", { widget }), {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: MAY_STREAM ? `${EVENTS}, application/json;q=0.9` : "application/json" },
      body: JSON.stringify(body),
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: patience.signal,
    });
    if (MAY_STREAM && response.headers.get("Content-Type")?.startsWith(EVENTS)) {
      return await answerIn(response, heard, (answer) => told((begun = answer)));
    }
    const said = await response.json();
    if (response.ok) return said;
    throw new Failure(String(said.type ?? "").replace("/problems/", ""), response.status, said.detail);
  } catch (error) {
    if (signal.aborted || error instanceof Failure) throw error;
    if (begun) throw new Failure("broken-off");
    throw new Failure(patience.signal.aborted ? "timeout" : await whyNotReached());
  } finally {
    clearTimeout(timer);
  }
}

// An answer in the sources' own words comes in one piece, so nothing is told of it before its end.
async function answerIn(response, heard, told) {
  const soon = setTimeout(() => told(null), SOON_MS);
  const sentences = [];
  let meta = {};
  let citations = [];
  try {
    for await (const [name, value] of eventsOf(response, heard)) {
      if (name === "meta") meta = value;
      else if (name === "sentence") sentences.push(value);
      else if (name === "citations") citations = value;
      else if (name === "done") return { ...meta, sentences, citations, ...value };
      if (name === "sentence" && meta.mode === "generative") {
        clearTimeout(soon);
        const answer = sentences.map((one) => one.text).join(" ");
        told({ ...meta, answered: true, answer, sentences, citations, notes: [], suggestions: [], generation: null });
      }
    }
  } finally {
    clearTimeout(soon);
  }
  throw new TypeError("the answer broke off");
}

// A browser does not say whether nobody answered or this origin may not read the answer. An answer that need not be
// read tells them apart.
async function whyNotReached() {
  if (HOST.origin === location.origin || navigator.onLine === false) return "offline";
  try {
    await fetch(addressOf("healthz"), { mode: "no-cors", credentials: "omit", referrerPolicy: "no-referrer" });
    return "origin";
  } catch {
    return "offline";
  }
}

function messageFor(texts, failure) {
  const { slug, status } = failure;
  const own = { "broken-off": texts.writing.broken_off, [STOPPED]: texts.writing.stopped }[slug];
  if (own) return own;
  const general = status === 429 ? "busy" : status >= 500 ? "server" : "request";
  return (texts.problems[slug] ?? texts.problems[general]).replace("{origin}", location.origin);
}
