// The HTTP side of the page: the key, requests, what a refusal says, following a job.
import { page, t } from "./editor-elements.js";

const STORED_KEY = "manba.key";
const FINISHED = new Set(["done", "failed", "cancelled"]);
const POLL_MS = 700;

let key = stored(sessionStorage) ?? stored(localStorage);

function stored(storage) {
  try {
    return storage.getItem(STORED_KEY);
  } catch {
    return null;
  }
}

export const access = {
  get hasKey() {
    return Boolean(key);
  },
  use(text, { keep }) {
    key = text;
    access.forgetStored();
    try {
      (keep ? localStorage : sessionStorage).setItem(STORED_KEY, text);
    } catch {
      // Without storage the key lives as long as the page.
    }
  },
  forgetStored() {
    for (const storage of [sessionStorage, localStorage]) {
      try {
        storage.removeItem(STORED_KEY);
      } catch {
        // Nothing was stored then.
      }
    }
  },
  forget() {
    key = null;
    access.forgetStored();
  },
};

// A request that came to nothing: `status` is 0 where the server was not reached, `problem` what it said (RFC 9457).
export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? t.no_connection);
    this.status = status;
    this.problem = problem ?? {};
    this.slug = (problem?.type ?? "").replace("/problems/", "");
  }

  // In the reader's language where that is known, else in the server's English.
  get text() {
    return this.status === 0 ? t.no_connection : (page.problems[this.slug] ?? null);
  }
}

export function addressOf(id, rest = "") {
  return `/v1/articles/${encodeURIComponent(id)}${rest}`;
}

export async function send(method, address, { headers, body, signal } = {}) {
  let response;
  const authorization = key ? { Authorization: `Bearer ${key}` } : {};
  try {
    response = await fetch(address, { method, body, signal, cache: "no-store", headers: { ...authorization, ...headers } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(0);
  }
  if (!response.ok) {
    const refusal = new Refused(response.status, await response.json().catch(() => ({})));
    if (refusal.status === 401) document.dispatchEvent(new CustomEvent("keyrefused", { detail: refusal }));
    throw refusal;
  }
  return response;
}

export async function json(method, address, { data, ...options } = {}) {
  const headers = { Accept: "application/json", ...(data ? { "Content-Type": "application/json" } : {}), ...options.headers };
  const body = data ? JSON.stringify(data) : options.body;
  return (await send(method, address, { ...options, headers, body })).json();
}

export function etag(version) {
  return `"${version}"`;
}

// `crypto.randomUUID` is missing where the page is not served over TLS.
export function newIdempotencyKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function articleFile(id) {
  const response = await send("GET", addressOf(id, "/file"), { headers: { Accept: "text/markdown" } });
  return { source: await response.text(), version: response.headers.get("etag").replace(/^W\/|"/g, "") };
}

export async function everyArticle() {
  const found = [];
  for (;;) {
    const { articles, total } = await json("GET", `/v1/articles?limit=1000&offset=${found.length}`);
    found.push(...articles);
    if (!articles.length || found.length >= total) return found;
  }
}

// The job once it is over; `seen` is told of every state on the way. Streams, and asks again where that fails.
export async function follow(job, seen) {
  seen(job);
  while (!FINISHED.has(job.state)) {
    try {
      for await (const newer of streamed(job)) seen((job = newer));
    } catch (error) {
      if (error instanceof Refused && error.status !== 0 && error.status !== 503) throw error;
    }
    if (FINISHED.has(job.state)) break;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    try {
      seen((job = (await json("GET", job.url)).job));
    } catch (error) {
      if (error.status !== 0 && error.status !== 503) throw error;
    }
  }
  return job;
}

async function* streamed(job) {
  const response = await send("GET", job.url, { headers: { Accept: "text/event-stream" } });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let read = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (read + value).split("\n\n");
    read = events.pop();
    for (const event of events) {
      const data = event.split("\n").find((line) => line.startsWith("data:"));
      if (data) yield JSON.parse(data.slice(5));
    }
  }
}
