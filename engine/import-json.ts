import { createReadStream } from "node:fs";
import type { Imported } from "@/lib/datasets/engine";
import { withFileNotes } from "@/lib/datasets/import-note";
import type { JsonOptions } from "@/lib/datasets/import-options";
import { saidOf } from "@/lib/datasets/join-files";
import { jsonLists, type JsonEnvelope } from "@/lib/datasets/json-lists";
import { rowsListOf, saidOfEnvelope } from "@/lib/datasets/json-rows";
import { ndjsonCells } from "@/lib/datasets/ndjson-cells";
import { integer } from "@/lib/format";
import { importRecords, type CellRecord } from "./import-records";
import { eachInPart, type Counted } from "./in-part";
import type { Part } from "./unpack";

/**
 * Reads files that are one JSON value each: a list of objects, or objects around one. A first pass finds the
 * lists, a second one reads the rows, item by item.
 */
export async function importJson(
  parts: readonly Part[],
  out: string,
  { path, columns, fileColumn }: Pick<JsonOptions, "path" | "columns" | "fileColumn"> = {},
): Promise<Imported> {
  let place = { item: 0, line: 0 };
  const cells = ndjsonCells(() => `Item ${integer(place.item)} (line ${integer(place.line)})`);
  const said: string[] = [];
  let used = path;

  async function* records({ file, name }: Part): AsyncGenerator<CellRecord> {
    const found = await envelopeOf(file);
    const list = rowsListOf(found, used);
    used = list.path;
    said.push(...saidOfEnvelope(found, list.path));
    let ready: CellRecord[] = [];
    place = { item: 0, line: 0 };
    const walk = jsonLists({
      path: list.path,
      item: (text, line) => {
        place = { item: place.item + 1, line };
        const record = cells.record(text, line);
        if (record !== null) ready.push({ cells: record, line, file: name });
      },
    });
    for await (const piece of piecesOf(file)) {
      walk.push(piece);
      yield* ready;
      ready = [];
    }
    walk.end();
  }
  const counts: Counted[] = [];
  const items = eachInPart(parts, records, counts);
  const imported = await importRecords(cells, items, out, { columns, fileColumn });
  return {
    ...imported,
    note: withFileNotes(imported.note ?? null, [...new Set(said), ...saidOf(counts)]),
    used: {
      ...{ format: "json", path: used! },
      ...(columns ? { columns: imported.used!.columns } : {}),
      ...(fileColumn ? { fileColumn } : {}),
    },
  };
}

async function envelopeOf(file: string): Promise<JsonEnvelope> {
  const walk = jsonLists();
  for await (const piece of piecesOf(file)) walk.push(piece);
  return walk.end();
}

function piecesOf(file: string): AsyncIterable<Uint8Array> {
  return createReadStream(file, { highWaterMark: 1 << 20 });
}
