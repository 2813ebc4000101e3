import * as aq from "arquero";
import { fold, type PrintedText } from "@/lib/notebooks/terminal-text";
import { NotPlain, decodePlain, encodePlain } from "@/lib/notebooks/plain-values";
import type { PythonTold, RunnableCell, VariableNote } from "@/lib/notebooks/protocol";
import { ask } from "./page";
import { PythonError, PythonName } from "./python-name";
import { isTable } from "@/lib/notebooks/runtime/table-like";
import { shownNode } from "./shown-part";
import type { Table } from "@/lib/notebooks/runtime/cell-scope";

type Value = { kind: "arrow" | "columns" | "plain"; bytes: Uint8Array };
type Given = Value & { name: string };
type Result = {
  life: string;
  variables: VariableNote[];
  error: { name: string; message: string; line: number | null; trace: string | null } | null;
};
type Places = { out: HTMLElement; printed: HTMLElement };

/**
 * A Python cell's body: gives the values that it reads to its runner, shows what comes, and answers with the
 * names that it gave.
 *
 * @param signal ends the run
 */
export async function runPython(
  { id, python, inputs }: RunnableCell,
  values: readonly unknown[],
  { places, signal, isOld }: { places: Places; signal: AbortSignal; isOld: () => boolean },
): Promise<Record<string, PythonName>> {
  const { source, arrow } = python!;
  const reads: { name: string; life: string }[] = [];
  const given: Given[] = [];
  inputs.forEach((name, i) => {
    const value = values[i];
    if (value instanceof PythonName) reads.push({ name, life: value.life });
    else given.push({ name, ...encoded(name, value, arrow) });
  });
  const heard = (told: PythonTold) => {
    if (!isOld() && !signal.aborted) show(places, told);
  };
  const request = { kind: "python", cell: id, source, given, reads } as const;
  const { life, variables, error } = (await ask(request, { heard, signal })) as Result;
  if (error?.trace && !isOld()) print(places.printed, "stderr", error.trace);
  if (error) throw new PythonError(error);
  return Object.fromEntries(variables.map((noted) => [noted.name, new PythonName(noted, life)]));
}

/** A name's value as other languages read it: frames as tables, plain values as they are. */
export async function readPython(name: string, handle: PythonName | undefined): Promise<unknown> {
  if (!handle) throw new Error(`${name} got no value: the cell that gives it did not come to it.`);
  const { kind, bytes } = (await ask({ kind: "python-value", name, life: handle.life })) as Value;
  if (kind === "arrow") return aq.fromArrow(bytes, { useDate: true });
  const plain: unknown = JSON.parse(new TextDecoder().decode(bytes));
  if (kind === "plain") return decodePlain(plain);
  const { names, columns } = plain as { names: string[]; columns: unknown[] };
  return aq.table(Object.fromEntries(names.map((one, i) => [one, decodePlain(columns[i])])) as never);
}

function encoded(name: string, value: unknown, arrow: boolean): Value {
  const bytes = (plain: unknown) => new TextEncoder().encode(JSON.stringify(plain));
  try {
    if (!isTable(value)) return { kind: "plain", bytes: bytes(encodePlain(value)) };
    const table = value as Table;
    if (arrow) return { kind: "arrow", bytes: aq.toArrowIPC(table, { format: "stream" }) };
    const names = table.columnNames();
    const columns = names.map((column) => encodePlain(Array.from(table.array(column))));
    return { kind: "columns", bytes: bytes({ names, columns }) };
  } catch (error) {
    if (error instanceof NotPlain) throw new TypeError(`${name} ${error.message}`, { cause: error });
    throw error;
  }
}

function show({ out, printed }: Places, told: PythonTold): void {
  if (told.op === "stream") print(printed, told.stream, told.text);
  else if (told.op === "cut") countCut(printed, told.characters);
  else if (told.op === "shown") {
    const node = shownNode(told);
    if (node) out.append(node);
    if (told.note) out.append(foot(told.note));
  }
}

const texts = new WeakMap<Element, PrintedText>();

/** Adds to what a cell printed; a carriage return writes over the line, as progress bars want it. */
function print(place: HTMLElement, stream: "stdout" | "stderr", text: string): void {
  const name = stream === "stderr" ? "value bad" : "value";
  const last = place.querySelector<HTMLElement>(":scope > pre:last-of-type");
  const line = last?.className === name ? last : place.appendChild(document.createElement("pre"));
  line.className = name;
  const next = fold(texts.get(line) ?? { text: "", at: 0 }, text);
  texts.set(line, next);
  line.textContent = next.text;
}

function countCut(place: HTMLElement, characters: number): void {
  const known = place.querySelector<HTMLElement>(".more");
  const all = Number(known?.dataset.count ?? 0) + characters;
  const line = known ?? place.appendChild(foot(""));
  line.classList.add("more");
  line.dataset.count = String(all);
  line.textContent = `… and ${all.toLocaleString("en")} characters more were printed`;
}

function foot(text: string): HTMLElement {
  const line = document.createElement("p");
  line.className = "out-foot";
  line.textContent = text;
  return line;
}
