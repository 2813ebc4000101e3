import type { CellId } from "@/lib/notebooks/graph";
import type { Cell } from "@/lib/notebooks/schema";
import scope from "./cell-scope.d.ts.txt";
import { noDatasets } from "./cell-text";
import { createLanguage, type Language } from "./language";
import type { Answered, Asked, Question } from "./messages";

let language: Promise<Language> | null = null;
const cells = new Map<CellId, Cell>();
let datasets = noDatasets;

/** Answers what an editor asks about types; TypeScript and the declarations are there from the first on. */
export async function answer({
  n,
  question,
  changed,
  order,
  python,
  types,
  ...more
}: Asked): Promise<Answered> {
  datasets = more.datasets ?? datasets;
  for (const cell of changed) cells.set(cell.id, cell);
  for (const id of cells.keys()) if (!order.includes(id)) cells.delete(id);
  language ??= open(types);
  try {
    const known = await language;
    known.update(
      order.flatMap((id) => cells.get(id) ?? []),
      datasets,
      python,
    );
    return { n, ok: true, value: answerOf(known, question) };
  } catch {
    language = null; // what could not be fetched is asked for again
    return { n, ok: false };
  }
}

async function open(types: string): Promise<Language> {
  const response = await fetch(types);
  if (!response.ok) throw new Error(`The declarations were answered with ${response.status}.`);
  return createLanguage((await response.json()) as Record<string, string>, scope);
}

function answerOf(known: Language, question: Question): unknown {
  switch (question.about) {
    case "completions":
      return known.complete(question.id, question.at);
    case "detail":
      return known.detail(question.id, question.at, question.name);
    case "hover":
      return known.hover(question.id, question.at);
    case "signature":
      return known.signature(question.id, question.at);
    case "definition":
      return known.definition(question.id, question.at);
    case "format":
      return known.format(question.id);
    case "renameable":
      return known.renameable(question.asked);
    case "rename":
      return known.rename(question.asked, question.to);
    case "faults": {
      const cell = cells.get(question.id);
      return cell ? known.faults(cell) : [];
    }
  }
}
