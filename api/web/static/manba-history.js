// The questions asked here, newest first, kept in this browser and sent to nobody.

const KEY = "manba.questions";
const MOST = 50;

let kept = []; // What there is where the browser keeps nothing: the questions since the page was opened.

function read() {
  let found;
  try {
    found = JSON.parse(localStorage.getItem(KEY));
  } catch {
    return kept;
  }
  if (!Array.isArray(found)) return [];
  return found.filter((one) => typeof one?.question === "string" && typeof one.language === "string").slice(0, MOST);
}

function write(questions) {
  kept = questions;
  try {
    localStorage.setItem(KEY, JSON.stringify(questions));
  } catch {
    // Without storage they stay until the page is left.
  }
}

export function remember(question, language) {
  const asked = question.trim();
  if (!asked) return;
  const others = read().filter((one) => one.question !== asked || one.language !== language);
  write([{ question: asked, language }, ...others].slice(0, MOST));
}

export function forgetAll() {
  kept = [];
  try {
    localStorage.removeItem(KEY);
  } catch {
    // There was nothing.
  }
}

export function showHistory(section, addressOf) {
  const questions = read();
  section.querySelector("ol").replaceChildren(
    ...questions.map(({ question, language }) => {
      const link = document.createElement("a");
      link.href = addressOf(question, language);
      link.dir = "auto";
      link.dataset.question = "";
      link.textContent = question;
      const item = document.createElement("li");
      item.append(link);
      return item;
    }),
  );
  section.hidden = questions.length === 0;
}
