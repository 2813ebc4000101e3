const newline = 0x0a;

/**
 * Puts the time before each line of a byte stream that arrives in pieces; everything else passes as it is.
 */
export function lineStamper() {
  let atStart = true;
  return (piece: Uint8Array, now: Date): Buffer => {
    const stamp = Buffer.from(`${now.toISOString()} `);
    const parts: Uint8Array[] = [];
    for (let from = 0; from < piece.length;) {
      const end = piece.indexOf(newline, from);
      const to = end < 0 ? piece.length : end + 1;
      if (atStart) parts.push(stamp);
      parts.push(piece.subarray(from, to));
      atStart = end >= 0;
      from = to;
    }
    return Buffer.concat(parts);
  };
}
