/**
 * How the first value of a text relates to what follows it: one value is the whole file (`json`), one stands
 * on each line (`ndjson`), or there is a single one on a single line, which may be both (`either`); null for
 * text that is no JSON.
 *
 * @param head the beginning of the text, with or without its byte order mark
 * @param whole whether it is all of the text
 */
export function jsonShape(head: string, whole: boolean): "json" | "ndjson" | "either" | null {
  const text = head.replace(/^\ufeff?\s*/, "");
  if (!/^(\{\s*("|\}|$)|\[\s*(\{|\]|$|\[\s*[\]"\d{[-]|[\d"-][^\]]*[,\]\n]))/.test(text)) return null;
  const end = endOfValue(text);
  // A list that is a name in brackets begins a CSV file: [id],name
  if (text.startsWith("[") && end !== null && /^[ \t]*[^\s[{]/.test(text.slice(end))) return null;
  if (end === null) return whole || text.slice(0, 1 << 20).includes("\n") ? "json" : "either";
  if (text.slice(end).trim() !== "") return "ndjson";
  return text.startsWith("{") && !text.slice(0, end).includes("\n") ? "either" : "json";
}

/** Where the first value ends, by its brackets; null when it does not. */
function endOfValue(text: string): number | null {
  let [depth, quoted] = [0, false];
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quoted) {
      if (char === "\\") i += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "{" || char === "[") depth += 1;
    else if ((char === "}" || char === "]") && --depth === 0) return i + 1;
  }
  return null;
}
