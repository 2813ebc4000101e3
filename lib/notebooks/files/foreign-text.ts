/**
 * Text of a language that notebooks here do not run, as Markdown that shows it as it is.
 *
 * @param language as the file calls it, such as `r`
 */
export function foreignText(source: string, language: string): string {
  const fence = fenceFor(source);
  return withoutHoles(`${fence}${language.replaceAll(/[\s`]+/g, "-")}\n${source}\n${fence}`);
}

/** The text that `foreignText` made Markdown of; null where the Markdown became something else since. */
export function foreignSource(markdown: string): string | null {
  const [, , source] = withHoles(markdown).match(/^(`{3,})[^\n`]*\n([\s\S]*)\n\1$/) ?? [];
  return source ?? null;
}

/** Backticks that fence a text in: more than it has itself. */
export function fenceFor(source: string): string {
  let longest = 2;
  for (const [ticks] of source.matchAll(/`+/g)) longest = Math.max(longest, ticks.length);
  return "`".repeat(longest + 1);
}

/**
 * Markdown from elsewhere as it is written here, where `${…}` would run: each stays text.
 * A backslash before it, however many there are, is kept.
 */
export function withoutHoles(markdown: string): string {
  return markdown.replaceAll(/\$(\\*)\{/g, (_, slashes: string) => `$${slashes}\\{`);
}

/** What `withoutHoles` was made of. */
export function withHoles(markdown: string): string {
  return markdown.replaceAll(/\$(\\*)\\\{/g, (_, slashes: string) => `$${slashes}{`);
}
