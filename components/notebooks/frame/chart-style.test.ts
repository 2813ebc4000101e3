import { expect, test } from "vitest";
import { chartStyle } from "./chart-style";

const styled = (values: Record<string, string>) => ({
  getPropertyValue: (name: string) => values[name] ?? "",
});

test("an element says what its style sheet said, where neither the one above nor the usual says it", () => {
  const above = styled({ fill: "rgb(1, 2, 3)", "font-family": "Inter", display: "block", opacity: "0.5" });
  const circle = { fill: "rgb(1, 2, 3)", "font-family": "Inter", opacity: "0.5", display: "inline" };
  expect(chartStyle(styled(circle), above)).toBe("opacity:0.5");
  expect(chartStyle(styled({ ...circle, fill: "none" }), above)).toBe("fill:none;opacity:0.5");
  expect(chartStyle(styled({ fill: "rgb(0, 0, 0)", "font-size": "11px" }), null)).toBe("font-size:11px");
  expect(chartStyle(styled({ display: "none" }), above)).toBe("display:none");
});
