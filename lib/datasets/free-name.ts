/** A name that no column has, whatever its capitals: the wanted one, with `_` behind it while it is taken. */
export function freeName(wanted: string, columns: readonly { name: string }[]): string {
  const isTaken = columns.some(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  return isTaken ? freeName(`${wanted}_`, columns) : wanted;
}
