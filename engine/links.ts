import { symlinkSync } from "node:fs";
import type { NamedTable, StepTable } from "@/lib/datasets/engine";

/**
 * Names the files of a request by links in the working directory, so that no statement, view or message of
 * the database holds a path of this machine. The folder is emptied after the request.
 */
export function linkFiles<Input extends object>(
  input: Input,
): { linked: Input; withoutPaths: (text: string) => string } {
  const links = new Map<string, string>();
  const link = (file: string) => {
    const name = links.get(file) ?? `file-${links.size + 1}`;
    if (!links.has(file)) symlinkSync(file, name);
    links.set(file, name);
    return name;
  };
  const table = <Table extends NamedTable>(named: Table): Table => ({ ...named, file: link(named.file) });
  const linked = { ...input } as Input & {
    file?: string;
    table?: NamedTable;
    tables?: NamedTable[];
    seconds?: StepTable[];
  };
  if (linked.file) linked.file = link(linked.file);
  if (linked.table) linked.table = table(linked.table);
  if (linked.tables) linked.tables = linked.tables.map(table);
  if (linked.seconds) linked.seconds = linked.seconds.map(table);
  const withoutPaths = (text: string) => {
    const known = [...links, ...("out" in input ? [[String(input.out), "the new file"] as const] : [])];
    const named = known.reduce((rest, [file, name]) => rest.replaceAll(file, name), text);
    return named.replaceAll(process.cwd(), ".");
  };
  return { linked, withoutPaths };
}
