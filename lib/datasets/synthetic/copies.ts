const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);

/** What makes the fingerprint of a row from its cells, one after the other. */
function mix(hash: number, word: number, by: number): number {
  const mixed = Math.imul(hash ^ word, by);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** A row's fingerprint of 53 bits; rows with the same cells have the same, other rows hardly ever. */
export function fingerprint(cells: ArrayLike<number>): number {
  let [one, two] = [0x9747b28c, 0x1b873593];
  for (let i = 0; i < cells.length; i++) {
    // Missing cells may be NaN of several forms, and 0 has two.
    double[0] = cells[i] === cells[i] ? cells[i]! + 0 : NaN;
    one = mix(mix(one, halves[0]!, 0x85ebca6b), halves[1]!, 0xc2b2ae35);
    two = mix(mix(two, halves[1]!, 0x27d4eb2f), halves[0]!, 0x165667b1);
  }
  return one * 2 ** 21 + (two >>> 11);
}

/**
 * The fingerprints of all rows of some columns.
 *
 * @param columns of n values each; a cell without a value is NaN
 */
export function fingerprints(columns: readonly Float64Array[]): Set<number> {
  const rows = columns[0]?.length ?? 0;
  const cells = new Float64Array(columns.length);
  const all = new Set<number>();
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < columns.length; i++) cells[i] = columns[i]![row]!;
    all.add(fingerprint(cells));
  }
  return all;
}
