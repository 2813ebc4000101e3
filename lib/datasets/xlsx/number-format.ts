/** How a number is shown: as a day, maybe with a time; as a time of day; as a length of time; or plainly. */
export type NumberKind = "day" | "time" | "duration" | "plain";

/** Numbers of formats that every workbook has without saying so (ECMA-376, 18.8.30), and East Asian ones. */
const builtIn: readonly (readonly [from: number, to: number, kind: NumberKind])[] = [
  [14, 17, "day"],
  [18, 21, "time"],
  [22, 22, "day"],
  [27, 31, "day"],
  [32, 35, "time"],
  [36, 36, "day"],
  [45, 45, "time"],
  [46, 46, "duration"],
  [47, 47, "time"],
  [50, 58, "day"],
];

/**
 * What kind of number a format shows.
 *
 * @param id the number of the format
 * @param code its text, where the workbook says one
 */
export function numberKind(id: number, code: string | undefined): NumberKind {
  if (code !== undefined) return kindOfCode(code);
  return builtIn.find(([from, to]) => id >= from && id <= to)?.[2] ?? "plain";
}

function kindOfCode(code: string): NumberKind {
  // What stands for positive numbers counts; quoted text, escaped letters and fills stand for themselves.
  const [positive] = code.replaceAll(/"[^"]*"|\\.|[_*]./g, "").split(";");
  if (/\[(h+|m+|s+)\]/i.test(positive!)) return "duration";
  // What is left in brackets are colours, conditions and languages.
  const bare = positive!.replaceAll(/\[[^\]]*\]/g, "").replaceAll(/general/gi, "");
  if (/[#?]|0(?!0*$)/.test(bare.replaceAll(/s\.0+/gi, "s"))) return "plain";
  if (/[yd]|e{1,4}(?![+-])|mmm/i.test(bare)) return "day";
  if (/[hs]|am\/pm|a\/p/i.test(bare)) return "time";
  return /m/i.test(bare) ? "day" : "plain";
}
