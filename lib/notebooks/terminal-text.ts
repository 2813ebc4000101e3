/** What was printed so far, and where the next letter goes. */
export type PrintedText = { text: string; at: number };

/** Adds to printed text as a terminal does: a carriage return goes back to the beginning of its line. */
export function fold({ text, at }: PrintedText, added: string): PrintedText {
  let [whole, place] = [text, at];
  for (const [i, part] of added.split("\r").entries()) {
    if (i > 0) place = whole.lastIndexOf("\n", place - 1) + 1;
    const end = part.indexOf("\n");
    const line = end < 0 ? part : part.slice(0, end);
    const over = place + line.length;
    // a line end keeps what stands behind, as on a screen
    const rest = end < 0 ? "" : part.slice(end);
    whole = whole.slice(0, place) + line + whole.slice(over) + rest;
    place = rest ? whole.length : over;
  }
  return { text: whole, at: place };
}
