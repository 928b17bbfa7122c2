// Tabs as the ARIA practices want them: arrow keys move, Home and End jump.
import { h } from "./editor-elements.js";

// `tabs`: {name, title, content} or, filled when it is opened, {name, title, opened(panel)}.
export function tabsOf(tabs) {
  const list = h("div", { role: "tablist", class: "tabs" });
  const made = tabs.map((tab) => {
    const mark = h("span", { class: "count", hidden: true });
    const control = h("button", { type: "button", role: "tab", id: `tab-${tab.name}`, "aria-controls": `panel-${tab.name}`, click: () => open(tab.name) }, tab.title, " ", mark);
    const panel = h("div", { role: "tabpanel", id: `panel-${tab.name}`, "aria-labelledby": `tab-${tab.name}`, tabindex: "-1", class: "panel" }, tab.content);
    return { ...tab, control, panel, mark };
  });
  list.append(...made.map((tab) => tab.control));
  list.addEventListener("keydown", (event) => {
    const at = made.findIndex((tab) => tab.control === document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key] * (getComputedStyle(list).direction === "rtl" ? -1 : 1);
    const next = event.key === "Home" ? 0 : event.key === "End" ? made.length - 1 : (at + step + made.length) % made.length;
    if (!(next >= 0)) return;
    event.preventDefault();
    made[next].control.focus();
    open(made[next].name);
  });

  function open(name) {
    for (const tab of made) {
      const isOpen = tab.name === name;
      tab.control.setAttribute("aria-selected", String(isOpen));
      tab.control.tabIndex = isOpen ? 0 : -1;
      tab.panel.hidden = !isOpen;
      if (isOpen) tab.opened?.(tab.panel);
    }
  }

  open(made[0].name);
  return {
    element: [list, ...made.map((tab) => tab.panel)],
    open,
    mark(name, value) {
      const { mark } = made.find((tab) => tab.name === name);
      mark.textContent = value || "";
      mark.hidden = !value;
    },
  };
}
