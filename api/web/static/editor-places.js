// Places in the text area: the server counts code points of the article's text, the browser UTF-16 units of the file.

// Where line `line` (from 1) of `text` begins, in UTF-16 units.
export function startOfLine(text, line) {
  let at = 0;
  for (let number = 1; number < line; number += 1) {
    const end = text.indexOf("\n", at);
    if (end < 0) return text.length;
    at = end + 1;
  }
  return at;
}

// The unit `codePoints` code points behind the unit `from`.
export function unitAfter(text, from, codePoints) {
  let at = from;
  for (let passed = 0; passed < codePoints && at < text.length; passed += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

// Selects `start`..`end` (UTF-16 units) in `area` and scrolls there; browsers alone scroll only sometimes.
export function selectIn(area, start, end) {
  const ruler = document.createElement("div");
  ruler.className = "manuscript ruler";
  ruler.dir = area.dir;
  ruler.lang = area.lang;
  ruler.style.width = `${area.clientWidth}px`;
  ruler.textContent = area.value.slice(0, start);
  area.after(ruler);
  const top = ruler.clientHeight;
  ruler.remove();
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, end);
  area.scrollTop = Math.max(top - area.clientHeight / 3, 0);
  const place = area.getBoundingClientRect();
  if (place.top < 0 || place.top > window.innerHeight / 2) area.scrollIntoView({ block: "start" });
}
