// Elements are made one by one and words put into them as text, so nothing a source or a question says is ever HTML.
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== false && child !== ""));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

function icon(path) {
  const drawing = document.createElementNS(SVG, "svg");
  const attributes = { viewBox: "0 0 24 24", width: 22, height: 22, fill: "none", stroke: "currentColor" };
  const ends = { "stroke-width": 2, "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" };
  for (const [name, value] of Object.entries({ ...attributes, ...ends })) drawing.setAttribute(name, value);
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  drawing.append(line);
  return drawing;
}

const SPEECH = "M4 5h16v11h-8l-5 4v-4H4z";
const CROSS = "M6 6l12 12M18 6L6 18";

let sheet = null;

// A constructed sheet is not inline style, so a strict Content-Security-Policy of the page has nothing against it.
function dress(root) {
  if (!("adoptedStyleSheets" in root)) {
    root.append(h("style", {}, SHEET));
    return;
  }
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(SHEET);
  }
  root.adoptedStyleSheets = [sheet];
}
