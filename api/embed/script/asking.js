// Puts a question to the server the script came from. Sends no cookie and no address of the page.
const PATIENCE_MS = 30000;

class Failure extends Error {
  constructor(slug, status = 0, detail = "") {
    super(detail || slug);
    this.slug = slug;
    this.status = status;
  }
}

async function answerTo(question, { widget, articles, signal }) {
  const body = { question };
  if (articles.length) body.article_ids = articles;
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  signal.addEventListener("abort", () => patience.abort());
  try {
    const response = await fetch(addressOf("v1/ask", { widget }), {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(body),
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: patience.signal,
    });
    const told = await response.json();
    if (response.ok) return told;
    throw new Failure(String(told.type ?? "").replace("/problems/", ""), response.status, told.detail);
  } catch (error) {
    if (signal.aborted || error instanceof Failure) throw error;
    throw new Failure(patience.signal.aborted ? "timeout" : await whyNotReached());
  } finally {
    clearTimeout(timer);
  }
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
  const general = status === 429 ? "busy" : status >= 500 ? "server" : "request";
  return (texts.problems[slug] ?? texts.problems[general]).replace("{origin}", location.origin);
}
