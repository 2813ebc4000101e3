import type { EngineRequests } from "@/lib/datasets/engine";
import { withUnpacked } from "./unpack";
import { openWorkbook } from "./xlsx-parts";

type Asked = EngineRequests["choices"]["input"];

/**
 * Looks whether a file leaves something open that somebody has to choose before it is read.
 *
 * @throws {AppError} INVALID with what there is to choose among: the sheets of a workbook
 */
export function requireChosen({ file, format, sheet }: Asked): Promise<Record<string, never>> {
  return withUnpacked(file, format, async (source) => {
    if (source.format !== "xlsx") return {};
    const workbook = await openWorkbook(source.parts[0]!.file);
    try {
      await workbook.choose(sheet);
      return {};
    } finally {
      workbook.close();
    }
  });
}
