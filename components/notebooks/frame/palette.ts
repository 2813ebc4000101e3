import { interpolateRgbBasis } from "d3";
import type { Colours } from "@/lib/notebooks/runtime/house-plot";

const steps = (name: string, count: number) => Array.from({ length: count }, (_, i) => `--${name}-${i + 1}`);
const categorical = steps("chart", 10).map((token) => `var(${token})`);

/**
 * The product's colours for a scale of which the chart's author chose none; null where there are too many
 * values to tell apart by them, or the scale is of a kind of its own.
 */
export function coloursFor({
  type,
  domain,
}: {
  type?: string | null;
  domain?: Iterable<unknown>;
}): Colours | null {
  if (type === "ordinal" || type === "categorical") {
    const values = [...(domain ?? [])].length;
    return values <= categorical.length ? { range: categorical.slice(0, Math.max(1, values)) } : null;
  }
  if (type?.startsWith("diverging")) return { interpolate: interpolateRgbBasis(resolved("div", 11)) };
  const isContinuous = ["linear", "pow", "sqrt", "log", "symlog"].includes(type ?? "");
  return isContinuous ? { interpolate: interpolateRgbBasis(resolved("seq", 9)) } : null;
}

/** Colours of tokens as they come out in the theme of the moment. */
function resolved(name: string, count: number): string[] {
  const probe = document.body.appendChild(document.createElement("span"));
  const colours = steps(name, count).map((token) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  return colours;
}
