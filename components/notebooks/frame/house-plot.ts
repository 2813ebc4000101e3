import { housePlot } from "@/lib/notebooks/runtime/house-plot";
import { chartWidth } from "./column-width";
import { coloursFor } from "./palette";

/** Observable Plot as cells know it. */
export const Plot = housePlot({ width: chartWidth, coloursFor });
