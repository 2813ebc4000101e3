import { cellScope } from "@/lib/notebooks/runtime/cell-scope";
import { now } from "@/lib/notebooks/runtime/generators";
import { columnWidths } from "./column-width";
import { Plot } from "./house-plot";
import { ask } from "./page";
import { tableNode } from "./table-node";

/** The names that every cell knows. */
export const scope = cellScope({ ask, Plot, sqlTable: tableNode, width: columnWidths, now });
