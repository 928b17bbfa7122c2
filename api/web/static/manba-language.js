// The language of the page: the reader's choice is kept in this browser and comes before what the browser asks for.

const KEY = "manba.language";

// Whether the page is on its way in another language. A language in the address is a choice of its own.
export function inChosenLanguage() {
  let chosen;
  try {
    chosen = localStorage.getItem(KEY);
  } catch {
    return false;
  }
  const address = new URL(location.href);
  const known = [...document.querySelectorAll("[data-language]")].some((link) => link.hreflang === chosen);
  // A question in the address has been answered by now; asking it again would count it twice for editors.
  if (address.searchParams.has("q")) return false;
  if (!known || address.searchParams.has("lang") || chosen === document.documentElement.lang) return false;
  address.searchParams.set("lang", chosen);
  location.replace(address);
  return true;
}

export function chooseLanguage(link) {
  try {
    localStorage.setItem(KEY, link.hreflang);
  } catch {
    // Then the choice lives in the addresses alone.
  }
}

export function keepQuestionInLanguageLinks() {
  for (const link of document.querySelectorAll("[data-language]")) {
    const address = new URL(location.href);
    address.searchParams.set("lang", link.hreflang);
    address.hash = "";
    link.href = address;
  }
}
