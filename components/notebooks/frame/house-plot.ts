import * as Library from "@observablehq/plot";
import { chartWidth } from "./column-width";
import { coloursFor } from "./palette";

type Options = Library.PlotOptions;

/**
 * Observable Plot's `plot`, which fits into the cell and takes the product's colours, unless the chart's
 * options say otherwise.
 */
function plot(options: Options = {}): ReturnType<typeof Library.plot> {
  const wide = { width: chartWidth(), ...options };
  const figure = Library.plot(wide);
  const { scheme, range, interpolate } = options.color ?? {};
  const scale = scheme || range || interpolate ? undefined : figure.scale("color");
  const colours = scale ? coloursFor(scale) : null;
  return colours ? Library.plot({ ...wide, color: { ...options.color, ...colours } }) : figure;
}

// a mark draws itself by the library's own `plot`
Library.Mark.prototype.plot = function (this: Library.Mark, { marks = [], ...options }: Options = {}) {
  return plot({ ...options, marks: [...marks, this as Library.Markish] });
};

/** Observable Plot as cells know it. */
export const Plot = { ...Library, plot };
