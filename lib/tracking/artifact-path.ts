import { AppError } from "@/lib/errors";

const longest = 1_000;
/** As often as a path may have been encoded on its way; more is nobody's file name. */
const decodings = 4;

/**
 * A path inside a folder of files, as given; refused when it, or anything that it decodes to, could mean
 * another place, on any system: absolute, climbing, with a drive, a scheme or a NUL.
 * A backslash may be part of a name, as MLflow has it on Linux,
 * but separates where it is asked whether a path climbs.
 *
 * @throws {AppError} INVALID
 */
export function safePath(path: string): string {
  let form = path;
  for (let i = 0; i <= decodings; i++) {
    if (!isSafe(form)) throw unsafe(path);
    const decoded = decodedOnce(form);
    if (decoded === form) return path;
    form = decoded;
  }
  throw unsafe(path);
}

/** As `safePath`, where nothing stands for the folder itself. */
export function safeFolder(path: string | undefined): string {
  return path === undefined || path === "" || path === "." ? "" : safePath(path.replace(/\/+$/, ""));
}

function isSafe(path: string): boolean {
  const plain =
    path.length > 0 &&
    path.length <= longest &&
    !/[\0#?]/.test(path) &&
    !/^([a-z][\w+.-]*:|[\\/])/i.test(path);
  return (
    plain &&
    path.split("/").every((part) => part.trim() !== "" && part !== ".") &&
    path.split(/[\\/]/).every((part) => part.trim() !== "..")
  );
}

function decodedOnce(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function unsafe(path: string): AppError {
  return new AppError(
    "INVALID",
    `Invalid path: ${JSON.stringify(path.slice(0, 100))}. Use a relative path of plain names joined by '/'.`,
  );
}

/** Whose folder a path below the artifact address lies in, and where in it. */
export type ArtifactPlace = {
  experiment: number;
  owner: { kind: "run"; uid: string } | { kind: "logged-model"; id: string };
  path: string;
};

const place = /^(\d{1,9})\/(?:([0-9a-f]{32})|models\/(m-[0-9a-f]{32}))\/artifacts(?:\/(.*))?$/;

/**
 * Reads `<experiment>/<run>/artifacts/<path>` or `<experiment>/models/<model>/artifacts/<path>`.
 *
 * @throws {AppError} INVALID for any other address
 */
export function artifactPlace(address: string): ArtifactPlace {
  const [, experiment, uid, id, path] = safePath(address.replace(/\/+$/, "")).match(place) ?? [];
  if (!experiment)
    throw new AppError(
      "INVALID",
      `Invalid path: ${JSON.stringify(address.slice(0, 100))} ` +
        "is the folder of no run and of no logged model.",
    );
  return {
    experiment: Number(experiment),
    owner: uid ? { kind: "run", uid } : { kind: "logged-model", id: id! },
    path: safeFolder(path),
  };
}

export type FileInfo = { path: string; is_dir: boolean; file_size?: number };

/** What lies directly in a folder, files and folders by name; `files` are all files below it. */
export function listing(files: readonly { path: string; bytes: number }[], folder: string): FileInfo[] {
  const prefix = folder === "" ? "" : `${folder}/`;
  const found = new Map<string, FileInfo>();
  for (const { path, bytes } of files) {
    if (!path.startsWith(prefix)) continue;
    const [head, ...rest] = path.slice(prefix.length).split("/");
    if (rest.length > 0) found.set(head!, { path: prefix + head!, is_dir: true });
    else found.set(head!, { path, is_dir: false, file_size: bytes });
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
