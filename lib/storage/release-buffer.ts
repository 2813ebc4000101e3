/** Lets go of a large chunk's memory at once, where nobody else shares it; its next collection may be far. */
export function releaseBuffer({ buffer, byteLength }: Uint8Array): void {
  if (byteLength >= 2 ** 14 && byteLength === buffer.byteLength && buffer instanceof ArrayBuffer)
    buffer.transfer(0);
}
