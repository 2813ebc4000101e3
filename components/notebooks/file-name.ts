/**
 * How a file is called that is saved from a cell: after the notebook, its cell, and which of several it is,
 * without what systems do not allow in names.
 *
 * @param which counts from 1; null where there is one alone
 */
export function fileName(
  { title, cell, which }: { title: string; cell: number; which: number | null },
  ending: string,
): string {
  const plain = title
    .normalize("NFC")
    .replaceAll(/[\\/:*?"<>|\p{Cc}\p{Cf}]+/gu, "-")
    .replaceAll(/\s+/g, " ")
    .replace(/^[\s.]+/, "");
  const short = Array.from(plain).slice(0, 80).join("").trim();
  return `${short === "" ? "notebook" : short}, cell ${cell}${which === null ? "" : `, ${which}`}.${ending}`;
}
