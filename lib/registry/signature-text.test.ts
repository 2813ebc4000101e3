import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { signatureOfText } from "./signature-text";

const inputs = [
  { name: "H", type: "double", required: true },
  { name: 'it\'s "so" á\n', type: "string", required: false },
];
const json = {
  inputs: JSON.stringify(inputs),
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "int64"}}]',
};
const expected = { inputs, outputs: [{ name: "", type: "int64", required: true }] };

test.each([
  [
    "in single quotes, folded",
    stringify(
      { a: [1], signature: json, z: { b: 1 } },
      { defaultStringType: "QUOTE_SINGLE", defaultKeyType: "PLAIN", lineWidth: 40 },
    ),
  ],
  [
    "in double quotes, folded",
    stringify(
      { a: [1], signature: { ...json, params: null }, z: 1 },
      { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN", lineWidth: 40 },
    ),
  ],
  ["as JSON", `flavors: {}\nsignature: ${JSON.stringify({ ...json, params: null })}\nrun_id: "x"\n`],
  [
    "at the end, with line ends of Windows",
    `flavors: {}\r\nsignature:\r\n  inputs: '${json.inputs.replaceAll("'", "''")}'\r\n` +
      `  outputs: '${json.outputs}'`,
  ],
])("a signature %s is read", (_how, text) => {
  expect(signatureOfText(text)).toEqual(expected);
});

test.each([
  ["states none", "flavors: {}\n"],
  ["states null", "signature: null\n"],
  ["has no inputs", "signature:\n  outputs: '[]'\n"],
  ["holds no JSON", "signature:\n  inputs: 'x'\n"],
  ["holds another shape", "signature:\n  inputs: '{\"a\": 1}'\n"],
  ["speaks of it elsewhere", "metadata:\n  signature:\n    inputs: '[]'\n"],
])("a file that %s has no signature", (_what, text) => {
  expect(signatureOfText(text)).toBeNull();
});

test("files that take minutes to read as a document are passed over at once", () => {
  const size = 1_000_000;
  const bombs = [
    "[".repeat(size),
    "? ".repeat(size / 2),
    Array.from({ length: size / 10 }, (_, i) => `k${i}: 1`).join("\n"),
    `a: &a [1]\nb: [${"*a,".repeat(size / 3)}]`,
    `'${"x\n ".repeat(size / 3)}`,
    "\n".repeat(size),
    " \n".repeat(size / 2),
    `'${"''".repeat(size / 2)}`,
    `"${"\\".repeat(size)}`,
  ];
  for (const bomb of bombs)
    for (const text of [bomb, `signature:\n  inputs: ${bomb}`, `signature: {${bomb}`, `signature:${bomb}`])
      expect(signatureOfText(text)).toBeNull();
});

test("any text is read or passed over", () => {
  fc.assert(fc.property(fc.string(), (text) => void signatureOfText(`signature:\n  inputs: ${text}`)));
});
