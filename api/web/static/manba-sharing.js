// An answer as plain text with its references, and a link to the question.

export async function copyAnswer(article) {
  tell(article, (await copy(answerAsText(article))) ? "copied" : "copyFailed");
}

export async function shareQuestion(article) {
  const url = new URL(location.href);
  // Whoever opens it reads the page in a language of their own.
  url.searchParams.delete("lang");
  url.hash = "";
  if (navigator.share) {
    try {
      await navigator.share({ title: article.querySelector(".asked").textContent, url: url.href });
      return;
    } catch (error) {
      if (error.name === "AbortError") return;
    }
  }
  tell(article, (await copy(url.href)) ? "linkCopied" : "copyFailed");
}

function answerAsText(article) {
  const said = article.querySelectorAll(":scope > .lead-in, .sentences > p, .notes > li, .making > p:not(.other)");
  const references = [...article.querySelectorAll(".source")].flatMap((source) => {
    const published = source.querySelector("time");
    const from = [source.querySelector(".title"), source.querySelector("[data-publisher]"), published]
      .filter((part) => part)
      .map(plain)
      .join(" · ");
    return [...source.querySelectorAll("a.number")].map((mark) => {
      const address = new URL(mark.href);
      address.searchParams.delete("lang");
      return { number: Number(mark.textContent), lines: `[${mark.textContent}] ${from}\n${address}` };
    });
  });
  references.sort((left, right) => left.number - right.number);
  return [
    plain(article.querySelector(".asked")),
    [...said].map(plain).join("\n"),
    [plain(article.querySelector("#sources-title")), ...references.map((one) => one.lines)].join("\n"),
  ].join("\n\n");
}

// The text as it is read: line breaks of the markup are none, and a language's badge says nothing on paper.
function plain(element) {
  const text = element.cloneNode(true);
  text.querySelectorAll(".foreign").forEach((badge) => badge.remove());
  return text.textContent.replace(/[ \t\r\n]+/g, " ").trim();
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

// Where the page came over plain HTTP there is no navigator.clipboard.
function copyBySelection(text) {
  const before = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "unseen";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus({ preventScroll: true });
  return done;
}

function tell(article, what) {
  const tools = article.querySelector("[data-tools]");
  tools.querySelector("[role=status]").textContent = tools.dataset[what];
}
