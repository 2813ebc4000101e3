import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import type { Config } from "@/lib/config";
import { confinedBy } from "@/lib/confinement";
import { limits } from "@/lib/limits";

const execute = promisify(execFile);
const patience = 10_000;

/** The Python of notebooks: where it is, the folders it is read from, and how it is confined. */
export type Python = {
  path: string;
  folders: string[];
  /** The program that confines it; null where it runs as the server itself. */
  bwrap: string | null;
};
export type FoundPython = { python: Python } | { why: string };

const about =
  "import json, sys; print(json.dumps({'path': sys.executable, 'version': list(sys.version_info[:2]), " +
  "'folders': sorted({sys.prefix, sys.base_prefix, *sys.path})}))";
const howToGetPython =
  "Install Python 3.9 or newer on the server (python3 on its PATH), or set PERIHELION_PYTHON to where it is.";

/** Looks for Python and for what confines it; what is not there is said with what to do. */
export async function findPython({ python }: Pick<Config, "python">): Promise<FoundPython> {
  const wanted = python.path ?? "python3";
  const said = await execute(wanted, ["-I", "-B", "-c", about], { timeout: patience }).catch(() => null);
  const found = said ? aboutOf(said.stdout) : null;
  if (!found) return { why: `There is no Python on this server. ${howToGetPython}` };
  const [major, minor] = found.version;
  if (major !== 3 || minor < 9)
    return { why: `The server's Python is ${major}.${minor}, which is too old. ${howToGetPython}` };
  const { path: at, folders } = found;
  const confined = { path: at, folders: folders.filter((one) => path.isAbsolute(one)), bwrap: "bwrap" };
  const [program, ...args] = kernelCommand(confined, ["-c", "pass"]);
  const works = await execute(program!, args, { timeout: patience }).then(
    () => true,
    () => false,
  );
  if (works) return { python: confined };
  if (python.mayRunUnconfined) return { python: { ...confined, bwrap: null } };
  return {
    why:
      "Python cells are off: nothing on this server can confine them. Install bubblewrap (bwrap) and allow " +
      "it to make namespaces; or, where everybody who may edit may also read the server's files, set " +
      "PERIHELION_PYTHON_UNCONFINED=true.",
  };
}

function aboutOf(text: string): { path: string; version: [number, number]; folders: string[] } | null {
  try {
    return JSON.parse(text) as never;
  } catch {
    return null;
  }
}

/** Where the kernel's own program is: beside the server's, as it was shipped. */
const kernelFolder = path.resolve("kernel");

/** The command that starts Python with arguments; where it is confined, without network and others' files. */
export function kernelCommand({ path: python, folders, bwrap }: Python, args: readonly string[]): string[] {
  const run = [python, "-I", "-B", ...args];
  if (!bwrap) return run;
  const seen = [...folders, kernelFolder];
  return confinedBy(bwrap, { run, seen, temporaryBytes: limits.kernelFilesBytes });
}

/** The arguments with which Python becomes a kernel. */
export const kernelProgram = [path.join(kernelFolder, "main.py")];
