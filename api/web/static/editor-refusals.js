// What is shown when the server refuses, in the reader's language where it can be, with every fault it names.
import { Refused } from "./editor-api.js";
import { announce, h, t, told } from "./editor-elements.js";

export function refusalOf(error) {
  if (!(error instanceof Refused)) {
    console.error(error);
    return [t.page_fault];
  }
  const faults = (error.problem.errors ?? []).filter((fault) => fault.detail);
  return [
    error.text ?? told(error.message),
    faults.length > 1 ? h("ul", null, faults.map((fault) => h("li", null, told(fault.detail)))) : "",
  ];
}

export function refusalMessage(error) {
  const message = h("div", { class: "message", role: "alert", tabindex: "-1" }, refusalOf(error));
  announce(message.textContent);
  return message;
}
