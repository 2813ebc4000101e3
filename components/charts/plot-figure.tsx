"use client";

import * as Plot from "@observablehq/plot";
import { useEffect, useRef, useState } from "react";

/** Draws a plot as wide as its parent. The only component that touches the DOM for charts. */
export function PlotFigure({
  options,
  caption,
  hideCaption = false,
}: {
  options: Plot.PlotOptions;
  caption: string;
  hideCaption?: boolean;
}) {
  const host = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);

  useEffect(() => {
    if (!host.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(host.current);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (!host.current || width === 0) return;
    const plot = Plot.plot({
      style: { background: "none", color: "var(--chart-axis)", fontSize: "11px", overflow: "visible" },
      ...options,
      width,
      ariaLabel: caption,
    });
    plot.setAttribute("role", "img");
    // a label of a mark is no name that a reader may have
    for (const group of plot.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
    host.current.append(plot);
    return () => plot.remove();
  }, [options, width, caption]);

  return (
    <figure>
      <div ref={host} className="plot" style={{ minHeight: options.height }} />
      <figcaption className={hideCaption ? "sr" : undefined}>{caption}</figcaption>
    </figure>
  );
}
