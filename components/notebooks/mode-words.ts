/** What the languages of cells are called. */
export const modeWords = {
  ts: "TypeScript",
  js: "JavaScript",
  sql: "SQL",
  python: "Python",
  md: "Markdown",
  html: "HTML",
};
