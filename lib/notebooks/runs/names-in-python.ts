/**
 * Names that a Python cell seems to give at its top, read without Python: what is assigned, defined or
 * imported at the beginning of a line.
 */
export function namesInPython(source: string): Set<string> {
  const names = new Set<string>();
  for (const line of source.split("\n")) {
    const imported = line.match(/^(?:from\s+\S+\s+)?import\s+(.+)$/)?.[1];
    const found = imported
      ? imported.split(",").map(
          (one) =>
            one
              .trim()
              .split(/\s+as\s+/)
              .at(-1)!
              .split(".")[0]!,
        )
      : (line.match(/^(?:async\s+)?(?:def|class)\s+(\w+)/)?.slice(1) ??
        line.match(/^(\w[\w,\s]*?)\s*(?::[^=]+)?=(?!=)/)?.[1]?.split(",") ??
        []);
    for (const name of found) if (/^[A-Za-z_]\w*$/.test(name.trim())) names.add(name.trim());
  }
  return names;
}
