import { AppError } from "@/lib/errors";
import { numberKind, type NumberKind } from "./number-format";
import type { Epoch } from "./serial-date";
import { xmlReader } from "./xml-reader";

/** A sheet of a workbook: its name, the file in the archive that holds its cells, whether it is hidden. */
export type Sheet = { name: string; file: string; hidden: boolean };
export type Workbook = { sheets: Sheet[]; epoch: Epoch; sharedStrings: string | null; styles: string | null };

const workbookFile = "xl/workbook.xml";

/**
 * What a workbook says of itself: its worksheets in their order, charts and macros left out.
 *
 * @param read the bytes of a file of the archive
 * @throws {AppError} INVALID when it is damaged
 */
export async function readWorkbook(read: (file: string) => Promise<Uint8Array>): Promise<Workbook> {
  const found: { name: string; id: string; hidden: boolean }[] = [];
  let epoch: Epoch = 1900;
  readXml(await read(workbookFile), workbookFile, (name, attributes) => {
    if (name === "workbookPr" && isOn(attributes.date1904)) epoch = 1904;
    if (name !== "sheet") return;
    const id = attributes["r:id"] ?? Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1];
    const hidden = attributes.state === "hidden" || attributes.state === "veryHidden";
    found.push({ name: attributes.name ?? "", id: id ?? "", hidden });
  });
  const related = await relationsOf(read);
  const sheets = found.flatMap(({ name, id, hidden }) => {
    const relation = related.get(id);
    if (!relation) throw new AppError("INVALID", `The workbook is damaged: the sheet “${name}” is missing.`);
    return relation.type === "worksheet" ? [{ name, file: relation.file, hidden }] : [];
  });
  const fileOf = (type: string) => [...related.values()].find((one) => one.type === type)?.file ?? null;
  return { sheets, epoch, sharedStrings: fileOf("sharedStrings"), styles: fileOf("styles") };
}

async function relationsOf(read: (file: string) => Promise<Uint8Array>) {
  const file = "xl/_rels/workbook.xml.rels";
  const related = new Map<string, { type: string; file: string }>();
  readXml(await read(file), file, (name, { Id, Type = "", Target = "", TargetMode }) => {
    if (name !== "Relationship" || !Id || TargetMode === "External") return;
    const target = Target.startsWith("/") ? Target.slice(1) : resolved(`xl/${Target}`);
    related.set(Id, { type: Type.slice(Type.lastIndexOf("/") + 1), file: target });
  });
  return related;
}

function resolved(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

/** What kind of number each style of a workbook shows, by the number that cells name it by. */
export function readStyles(bytes: Uint8Array, file: string): NumberKind[] {
  const codes = new Map<number, string>();
  const kinds: NumberKind[] = [];
  let inCells = false;
  const events = {
    open: (name: string, attributes: Record<string, string>) => {
      if (name === "numFmt") codes.set(Number(attributes.numFmtId), attributes.formatCode ?? "");
      else if (name === "cellXfs") inCells = true;
      else if (name === "xf" && inCells) {
        const id = Number(attributes.numFmtId ?? 0);
        kinds.push(numberKind(id, codes.get(id)));
      }
    },
    close: (name: string) => {
      if (name === "cellXfs") inCells = false;
    },
  };
  const reader = xmlReader(file, events);
  reader.push(bytes);
  reader.end();
  return kinds;
}

function readXml(
  bytes: Uint8Array,
  file: string,
  open: (name: string, attributes: Record<string, string>) => void,
): void {
  const reader = xmlReader(file, { open });
  reader.push(bytes);
  reader.end();
}

function isOn(value: string | undefined): boolean {
  return value === "1" || value === "true";
}
