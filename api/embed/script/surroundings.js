// Where the script came from, and what the page around it says. `currentScript` is known only while this first runs.
const HOST = new URL(".", document.currentScript?.src ?? document.querySelector('script[src*="/widget.js"]').src);
const LANGUAGES = Object.keys(TEXTS);

function knownLanguage(tag) {
  const code = String(tag ?? "").toLowerCase().split(/[-_]/)[0];
  return LANGUAGES.includes(code) ? code : null;
}

// The element's own language, else that of the page, else the browser's, else English.
function languageOf(element) {
  const around = element.getAttribute("lang") ?? element.closest("[lang]")?.getAttribute("lang");
  return (
    knownLanguage(around) ??
    knownLanguage(document.documentElement.lang) ??
    navigator.languages.map(knownLanguage).find(Boolean) ??
    "en"
  );
}

function addressOf(path, fields = {}) {
  const address = new URL(path, HOST);
  for (const [name, value] of Object.entries(fields)) if (value) address.searchParams.set(name, value);
  return address.href;
}

function addressOfArticle(citation, language) {
  const fields = { version: citation.version, start: String(citation.start), end: citation.end, lang: language };
  return `${addressOf(`articles/${encodeURIComponent(citation.article_id)}`, fields)}#quote`;
}
