/** What a page of MLflow's interface shows, as the part of its address behind `#` says it. */
export type ClientLink =
  | { kind: "run"; uid: string }
  | { kind: "experiment"; number: number }
  | { kind: "experiments" }
  | { kind: "compare"; uids: string[] }
  | { kind: "model"; name: string; version: number | null }
  | { kind: "models" };

/**
 * Reads a link that MLflow's clients print, such as `/experiments/1/runs/<id>?workspace=neo`.
 *
 * @returns what it leads to, and the workspace that it names; null for a page that is not here
 */
export function readClientLink(fragment: string): { link: ClientLink | null; workspace: string | null } {
  const [path = "", query = ""] = fragment.replace(/^#?\/?/, "").split("?");
  const asked = new URLSearchParams(query);
  return { link: linkOf(path.split("/").map(decoded), asked), workspace: asked.get("workspace") };
}

function linkOf([first, second, third, fourth]: string[], asked: URLSearchParams): ClientLink | null {
  if (first === "compare-runs") return { kind: "compare", uids: textsIn(asked.get("runs")) };
  if (first === "runs" && isUid(second)) return { kind: "run", uid: second };
  if (first === "models") {
    if (!second) return { kind: "models" };
    const version = third === "versions" && /^\d{1,9}$/.test(fourth ?? "") ? Number(fourth) : null;
    return { kind: "model", name: second, version };
  }
  if (first !== "experiments") return null;
  if (!/^\d{1,9}$/.test(second ?? "")) return { kind: "experiments" };
  if (third === "runs" && isUid(fourth)) return { kind: "run", uid: fourth };
  return { kind: "experiment", number: Number(second) };
}

const isUid = (text: string | undefined): text is string => /^[\w-]{1,256}$/.test(text ?? "");

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The texts of a JSON list in a query; none where it is something else. */
function textsIn(json: string | null): string[] {
  try {
    return [JSON.parse(json ?? "[]") as unknown]
      .flat(2)
      .filter((entry) => isUid(entry as string)) as string[];
  } catch {
    return [];
  }
}
