const newline = 0x0a;

/** Whether a byte goes on with a character that began before it, in UTF-8. */
function goesOn(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/**
 * Which part of a stretch of text is whole lines, where it may begin or end inside of one. Where a single
 * line fills the stretch, the part is cut between characters instead.
 */
export function wholeLines(
  bytes: Uint8Array,
  { cutBefore, cutAfter }: { cutBefore: boolean; cutAfter: boolean },
): { start: number; stop: number } {
  let [start, stop] = [0, bytes.length];
  if (cutBefore) {
    const first = bytes.indexOf(newline);
    if (first >= 0 && first < bytes.length - 1) start = first + 1;
    else while (start < stop && goesOn(bytes[start])) start += 1;
  }
  if (cutAfter) {
    const last = bytes.lastIndexOf(newline);
    if (last >= start) stop = last + 1;
    else stop = lastCharacterEnd(bytes);
  }
  return { start, stop };
}

/** Where the last character that is there whole ends. */
function lastCharacterEnd(bytes: Uint8Array): number {
  let lead = bytes.length - 1;
  while (lead > 0 && goesOn(bytes[lead])) lead -= 1;
  const first = bytes[lead] ?? 0;
  const width = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  return lead > 0 && lead + width > bytes.length ? lead : bytes.length;
}
