import { beforeAll, expect, test } from "vitest";
import { createSession } from "@/lib/notebooks/session";
import type { Cell, CellMode } from "@/lib/notebooks/schema";
import { applyEdits } from "@/lib/notebooks/text-edits";
import { typeLibraries } from "../../../scripts/type-libraries.mjs";
import { formatNow } from "./format-now";
import { createLanguage, type Language } from "./language";
import type { LanguageClient } from "./client";

let language: Language;
beforeAll(() => void (language = createLanguage(typeLibraries(), "")));

function formatted(source: string, mode: CellMode = "ts"): string {
  language.update([{ id: 1, mode, source }]);
  return applyEdits(source, language.format(1));
}

test("code is set well, and nothing but its blanks changes", () => {
  expect(formatted("const a={b:1,c:[1,2]}\nfunction f(x:number){\nreturn x+1}\nif(a){f( 1 )}")).toBe(
    "const a = { b: 1, c: [1, 2] }\nfunction f(x: number) {\n  return x + 1\n}\nif (a) { f(1) }",
  );
  expect(formatted("  const t = `a\n   b  ${ 1+1 }`  // c\n")).toBe("const t = `a\n   b  ${1 + 1}`  // c\n");
  expect(formatted("const a = [\n1,\n  2\n];", "js")).toBe("const a = [\n  1,\n  2\n];");
});

test("what is set well stays, and so does code that is not right yet, and every other language", () => {
  for (const source of ["const a = 1;\nf(a);", "", "\n\n"]) expect(formatted(source)).toBe(source);
  expect(formatted("const a = (1 +").replaceAll(/\s/g, "")).toBe("consta=(1+");
  expect(formatted("select  a,b   from t where h<${ limit }", "sql")).toBe(
    "select  a,b   from t where h<${ limit }",
  );
  expect(formatted("#  a  ${ 1 }", "md")).toBe("#  a  ${ 1 }");
});

/** Formats while somebody types before the first so many answers. */
async function formattedWhile(typed: number): Promise<[string, string | null]> {
  const cells: Cell[] = [{ id: 1, mode: "ts", source: "const a=1" }];
  const session = createSession({
    document: { title: "a", cells },
    known: new Set(),
    schedule: () => undefined,
  });
  let asked = 0;
  const ask: LanguageClient["ask"] = async (_question, sent) => {
    sent?.(session.document().cells);
    language.update(session.document().cells);
    const answer = language.format(1);
    asked += 1;
    if (asked <= typed) session.change(1, { source: `// ${asked}\n${session.cell(1)!.source}` });
    return answer as never;
  };
  const why = await formatNow({ ask, session, act: (changes) => session.changeAll(changes, {}) }, 1);
  return [session.cell(1)!.source, why];
}

test("a cell in which somebody types is set well as it is then, or not at all", async () => {
  expect(await formattedWhile(2)).toEqual(["// 2\n// 1\nconst a = 1", null]);
  const [source, why] = await formattedWhile(9);
  expect(source).toContain("const a=1");
  expect(why).toBe("The cell was not formatted, as somebody types in it. Try again.");
});
