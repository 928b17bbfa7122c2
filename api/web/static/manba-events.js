// Server-sent events out of a response, for what asks with fetch: EventSource can send no body and hides what is refused.

// Gives [name, value] for every event, its data read as JSON. `heard` is told whenever anything comes, a comment that
// keeps the connection alive among it.
export async function* eventsOf(response, heard) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let name = "message";
  let data = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      heard();
      rest += decoder.decode(value, { stream: true });
      // A carriage return at the very end may be the first half of a line's end.
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop();
      for (const line of lines) {
        if (!line) {
          if (data.length) yield [name, JSON.parse(data.join("\n"))];
          name = "message";
          data = [];
          continue;
        }
        const [, field, text] = /^([^:]*):? ?(.*)$/.exec(line);
        if (field === "event") name = text;
        else if (field === "data") data.push(text);
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
