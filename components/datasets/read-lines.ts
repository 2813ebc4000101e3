/** Reads an answer that is told line by line, each a JSON value; refused ones throw what the server says. */
export async function readLines<Line>(
  path: string,
  signal: AbortSignal,
  take: (line: Line) => void,
): Promise<void> {
  const response = await fetch(path, { headers: { accept: "application/x-ndjson" }, signal });
  if (!response.ok || !response.body)
    throw new Error(
      ((await response.json().catch(() => null)) as { detail?: string } | null)?.detail ??
        `The server answered ${response.status}.`,
    );
  let rest = "";
  const decoder = new TextDecoder();
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop()!;
    for (const line of lines) take(JSON.parse(line) as Line);
  }
}
