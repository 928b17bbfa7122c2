// An answer while a language model writes it: its sentences are put in as they come. They are rendered and escaped by
// the server like its pages, and give way to the whole answer at the end.
import { eventsOf } from "./manba-events.js";

const SOON_MS = 300;

export function isTold(response) {
  return response.headers.get("Content-Type")?.startsWith("text/event-stream") ?? false;
}

// The HTML of the whole page, which comes last; `place` shows what there is until then. `heard` is told of every sign of
// life, `writing` that it takes a moment and that the first words are there. Throws where the connection breaks off.
export async function tell(response, place, { heard, writing }) {
  const soon = setTimeout(writing, SOON_MS);
  try {
    for await (const [name, value] of eventsOf(response, heard)) {
      if (name === "page") return value;
      if (name === "opening") {
        clearTimeout(soon);
        place.replaceChildren(...nodesOf(value));
        writing();
      } else if (name === "sentence") {
        add(place.querySelector(".sentences"), nodesOf(value)[0]);
      }
    }
  } finally {
    clearTimeout(soon);
  }
  throw new TypeError("the answer broke off");
}

function nodesOf(html) {
  return [...new DOMParser().parseFromString(html, "text/html").body.children];
}

// Sentences of one language follow one another in one paragraph.
function add(sentences, paragraph) {
  const last = sentences.lastElementChild;
  if (last?.lang === paragraph.lang) last.append(" ", ...paragraph.childNodes);
  else sentences.append(paragraph);
}

// What was shown stays, marked as not whole; without a sentence it is gone. Gives back the link to go on with.
export function leave(place, why, address, texts) {
  const begun = place.querySelector(".writing:has(.sentences > *)");
  const told = document.createElement("p");
  told.className = "message";
  told.setAttribute("role", "alert");
  told.textContent = begun ? `${why} ${texts.incomplete}` : why;
  const again = document.createElement("p");
  again.className = "again";
  const other = new URL(address, location.href);
  other.searchParams.set("mode", "extractive");
  const first = linkTo(other.href, texts.ownWords);
  again.append(first, linkTo(address, texts.again));
  if (begun) {
    begun.classList.replace("writing", "unfinished");
    begun.append(told, again);
  } else place.replaceChildren(told, again);
  return first;
}

function linkTo(address, text) {
  const link = document.createElement("a");
  link.href = address;
  link.dataset.other = "";
  link.textContent = text;
  return link;
}
