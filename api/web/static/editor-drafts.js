// Texts typed and not published yet, kept in this browser so that nothing typed is lost.

const PREFIX = "manba.draft.";

// Whether the draft could be kept.
export function keepDraft(name, draft) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify({ ...draft, saved: new Date().toISOString() }));
    return true;
  } catch {
    return false;
  }
}

export function draftOf(name) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name));
  } catch {
    return null;
  }
}

export function dropDraft(name) {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Without storage there is no draft.
  }
}

// Names and drafts, the newest first.
export function everyDraft() {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => [name.slice(PREFIX.length), draftOf(name.slice(PREFIX.length))])
      .filter(([, draft]) => draft)
      .sort(([, one], [, other]) => other.saved.localeCompare(one.saved));
  } catch {
    return [];
  }
}
