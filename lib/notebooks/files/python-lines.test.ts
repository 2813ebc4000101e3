import { expect, test } from "vitest";
import { pythonLines, textsEnd } from "./python-lines";

const inside = (source: string) => pythonLines(source).map(({ inText }) => inText);

test("a line inside of a text in three quotes is known", () => {
  expect(inside('a = """\n# %%\n"""\nb')).toEqual([false, true, true, false]);
  expect(inside("a = '''x\n\"\"\"\n'''\nb")).toEqual([false, true, true, false]);
});

test("quotes in comments, in other texts and behind a backslash open none", () => {
  expect(inside('# """\nb')).toEqual([false, false]);
  expect(inside('a = \'"""\'\nb')).toEqual([false, false]);
  expect(inside('a = "\\"" + "#"\nb')).toEqual([false, false]);
  expect(inside('a = """ \\""" \n"""\nb')).toEqual([false, true, false]);
  expect(inside("don't = 1\nb")).toEqual([false, false]);
});

test("a source whose text does not end is known", () => {
  expect(textsEnd('a = """b"""')).toBe(true);
  expect(textsEnd('a = """b')).toBe(false);
  expect(textsEnd("")).toBe(true);
});
