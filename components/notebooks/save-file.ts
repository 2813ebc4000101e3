/** Saves bytes as a file of whoever looks; to be called while they click. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // the browser has taken it by then; a large one takes it while it is written
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
