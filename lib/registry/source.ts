/** A folder of files that a model version points at. */
export type ModelFolder =
  | { kind: "run"; uid: string; folder: string }
  | { kind: "logged-model"; id: string; folder: string }
  | { kind: "version"; name: string; number: number };

const patterns: [RegExp, (match: string[]) => ModelFolder][] = [
  [
    /^mlflow-artifacts:\/+\d+\/models\/(m-[0-9a-f]{32})\/artifacts(?:\/(.*))?$/,
    ([, id, folder]) => ({ kind: "logged-model", id: id!, folder: folder ?? "" }),
  ],
  [
    /^mlflow-artifacts:\/+\d+\/([0-9a-f]{32})\/artifacts(?:\/(.*))?$/,
    ([, uid, folder]) => ({ kind: "run", uid: uid!, folder: folder ?? "" }),
  ],
  [
    /^runs:\/+([0-9a-f]{32})(?:\/(.*))?$/,
    ([, uid, folder]) => ({ kind: "run", uid: uid!, folder: folder ?? "" }),
  ],
  [
    /^models:\/+(m-[0-9a-f]{32})(?:\/(.*))?$/,
    ([, id, folder]) => ({ kind: "logged-model", id: id!, folder: folder ?? "" }),
  ],
  [
    /^models:\/+([^/@]+)\/(\d{1,9})$/,
    ([, name, number]) => ({ kind: "version", name: decodeURIComponent(name!), number: Number(number) }),
  ],
];

/**
 * Reads where a model's files are. Only files kept here count: an address on a disk or in another store
 * answers null, and so does a path that climbs.
 */
export function readSource(source: string): ModelFolder | null {
  if (/(^|\/)\.\.?(\/|$)|[\\?#\0%]/.test(source.replace(/^[a-z-]+:\/*/, ""))) return null;
  for (const [pattern, read] of patterns) {
    const match = source.match(pattern);
    if (match) return read(match.map((part) => part?.replace(/\/+$/, "")));
  }
  return null;
}
