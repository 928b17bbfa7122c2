// The pages for course sites: hands a choice back at once, and finds articles in the trainer's list.
"use strict";

const now = document.querySelector("form[data-send-now]");
if (now) now.submit();

const find = document.querySelector("[data-find]");
if (find) {
  const field = find.querySelector("input");
  const told = find.querySelector("[role=status]");
  const list = document.querySelector(".choose .list");
  const rows = [...list.querySelectorAll("li")];
  const titles = new Map(rows.map((row) => [row, folded(row.textContent)]));
  const digits = new Intl.NumberFormat(document.documentElement.lang);

  const tell = () => {
    const shown = rows.some((row) => !row.hidden);
    const count = list.querySelectorAll("input:checked").length;
    told.textContent = shown ? told.dataset.chosen.replace("{count}", digits.format(count)) : told.dataset.none;
  };
  field.addEventListener("input", () => {
    const wanted = folded(field.value).split(" ").filter(Boolean);
    for (const row of rows) row.hidden = !wanted.every((word) => titles.get(row).includes(word));
    for (const group of list.querySelectorAll("[data-group]")) group.hidden = !group.querySelector("li:not([hidden])");
    tell();
  });
  // Enter looks for articles here; it must not insert a box that is not finished.
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  list.addEventListener("change", tell);
  find.hidden = false;
  tell();
}

function folded(text) {
  return text.normalize("NFKD").replace(/[\p{Mn}\u200c\u200d]/gu, "").replace(/ي/g, "ی").replace(/ك/g, "ک").toLowerCase().replace(/\s+/g, " ").trim();
}
