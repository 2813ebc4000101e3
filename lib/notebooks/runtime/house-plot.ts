import * as Library from "@observablehq/plot";

type Options = Library.PlotOptions;
/** What `Plot` is told of colours, beside what the chart's own options say. */
export type Colours = { range: string[] } | { interpolate: (t: number) => string };
type Scale = { type?: string | null; domain?: Iterable<unknown> };

/**
 * Observable Plot, whose `plot` is as wide as its place and takes the product's colours, unless the chart's
 * options say otherwise.
 *
 * @param width how wide a chart is, in pixels
 * @param coloursFor the colours of a scale of which the author chose none; null for the library's own
 */
export function housePlot({
  width,
  coloursFor,
}: {
  width: () => number;
  coloursFor: (scale: Scale) => Colours | null;
}) {
  function plot(options: Options = {}): ReturnType<typeof Library.plot> {
    const wide = { width: width(), ...options };
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
  return { ...Library, plot };
}
