import { expect, test } from "vitest";
import { namesInPython } from "./names-in-python";

test("names that Python gives at its top are read from its lines", () => {
  const source = [
    "import pandas as pd, os.path",
    "from math import sqrt, pi as circle",
    "rows = pd.DataFrame()",
    "a, b = 1, 2",
    "n: int = 3",
    "def clean(x):",
    "    inner = x",
    "class Rock:",
    "async def later(): pass",
    "if a == b: pass",
    "rows['h'] = 1",
  ].join("\n");
  const names = ["pd", "os", "sqrt", "circle", "rows", "a", "b", "n", "clean", "Rock", "later"];
  expect([...namesInPython(source)]).toEqual(names);
});
