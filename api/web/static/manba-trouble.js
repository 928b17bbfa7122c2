// What is said when no answer came: in the words of the page, with a way to ask again.

const NUMERALS = { ar: "arab", fa: "arabext" };

// What a response that is no page of ours says: that of a proxy before the server.
export function troubleOf(response) {
  const busy = response.status === 429 || response.status === 503;
  const after = response.headers.get("Retry-After") ?? "";
  return { kind: busy ? "busy" : "failed", seconds: busy && /^\d{1,5}$/.test(after) ? Number(after) : 0 };
}

export function trouble({ kind, seconds }, address, texts) {
  const told = document.createElement("p");
  told.className = "message";
  told.setAttribute("role", "alert");
  const language = document.documentElement.lang;
  const number = (seconds ?? 0).toLocaleString(`${language}-u-nu-${NUMERALS[language] ?? "latn"}`);
  told.textContent = seconds ? `${texts[kind]} ${texts.wait.replace("{seconds}", number)}` : texts[kind];
  const again = document.createElement("p");
  again.className = "again";
  const link = document.createElement("a");
  link.href = address;
  link.dataset.question = "";
  link.textContent = texts.again;
  again.append(link);
  return [told, again];
}
