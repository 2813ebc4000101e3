/** What a text stands for as the value of an input: JSON where it is JSON, else the text itself. */
export function valueOfText(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    // digits beyond what a number holds stay as they were written
    return typeof value === "number" && String(value) !== text.trim() && !/[.eE]/.test(text) ? text : value;
  } catch {
    return text;
  }
}
