/**
 * Names that fit so many characters and can still be told apart: long ones lose their middle, with a mark,
 * because columns often begin alike; those that would become equal keep as much of their end as tells them.
 *
 * @returns one text a name, in order
 */
export function shortNames(names: readonly string[], most: number): string[] {
  const cutAt = (name: string, tail: number) => {
    const characters = [...name];
    if (characters.length <= most) return name;
    const head = Math.max(1, most - 1 - tail);
    return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - tail).join("")}`;
  };
  const short = names.map((name) => cutAt(name, Math.floor(most / 2)));
  const uses = new Map<string, number>();
  for (const text of short) uses.set(text, (uses.get(text) ?? 0) + 1);
  const taken = new Set(short.filter((text) => uses.get(text) === 1));
  return names.map((name, i) => {
    if (uses.get(short[i]!) === 1) return short[i]!;
    const tails = Array.from({ length: most - 1 }, (_, n) => n);
    const free = tails.map((tail) => cutAt(name, tail)).find((text) => !taken.has(text) && !uses.has(text));
    const text = free ?? name;
    taken.add(text);
    return text;
  });
}
