import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { createSession, type Session } from "@/lib/notebooks/session";
import type { Cell } from "@/lib/notebooks/schema";
import { sharedFrom } from "@/lib/notebooks/shared-document";
import { typeLibraries } from "../../../scripts/type-libraries.mjs";
import { bindSession } from "../together/shared-session";
import { createLanguage, type Language } from "./language";
import type { LanguageClient } from "./client";
import type { Question } from "./messages";
import { renameNow } from "./rename-now";

let language: Language;
beforeAll(() => {
  const scope = readFileSync("components/notebooks/language/cell-scope.d.ts.txt", "utf8");
  language = createLanguage(typeLibraries(), scope);
});

const begun: Cell[] = [
  { id: 1, mode: "ts", source: "const limit = 22" },
  { id: 2, mode: "sql", source: "select * from t where h < ${limit}", output: "rows" },
  { id: 3, mode: "ts", source: "rows.numRows() + limit" },
];

/** Two who have the notebook open; what one types is with the other at once. */
function two() {
  const state = Y.encodeStateAsUpdate(sharedFrom({ title: "Two", cells: begun }));
  const who = () => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, state);
    const document = { title: "Two", cells: begun };
    const session = createSession({ document, known: new Set(), schedule: () => undefined });
    return { doc, session, ...bindSession({ doc, session, edited: () => undefined }) };
  };
  const [mine, theirs] = [who(), who()];
  const link = (from: Y.Doc, to: Y.Doc) =>
    from.on(
      "update",
      (update: Uint8Array, origin: unknown) => origin !== "wire" && Y.applyUpdate(to, update, "wire"),
    );
  link(mine.doc, theirs.doc);
  link(theirs.doc, mine.doc);
  const type = (id: number, at: number, text: string) => {
    const { source } = theirs.session.cell(id)!;
    const edits = [{ at, remove: 0, text }];
    theirs.session.change(id, { source: source.slice(0, at) + text + source.slice(at) }, edits);
  };
  return { mine, theirs, type };
}

/** Asks the language service, while somebody does something before each answer. */
function asking(session: Session, meanwhile: (n: number) => void): LanguageClient["ask"] {
  let n = 0;
  return async (question, sent) => {
    const { cells } = session.document();
    sent?.(cells);
    language.update(cells);
    const { asked, to } = question as Extract<Question, { about: "rename" }>;
    const answer = language.rename(asked, to);
    meanwhile((n += 1));
    return answer as never;
  };
}

const sources = (session: Session) => session.document().cells.map(({ source }) => source);

function actOf({ session, undoAct }: ReturnType<typeof two>["mine"]) {
  return (changes: Parameters<Session["changeAll"]>[0]) => {
    const act = {};
    session.changeAll(changes, act);
    return () => void undoAct(act);
  };
}

test("a name is renamed in the texts as they are, while somebody else types in the cells", async () => {
  const { mine, theirs, type } = two();
  const ask = asking(mine.session, (n) => n === 1 && (type(1, 0, "// theirs\n"), type(3, 0, "limit * ")));
  const done = await renameNow({ ask, session: mine.session, act: actOf(mine) }, { id: 1, at: 6 }, "h");
  expect(done).toMatchObject({ ok: true, name: "limit", cells: 3 });
  const after = ["// theirs\nconst h = 22", "select * from t where h < ${h}", "h * rows.numRows() + h"];
  expect(sources(theirs.session)).toEqual(after);
  expect(sources(mine.session)).toEqual(after);
  type(1, 0, "more ");
  if (done.ok) done.undo();
  expect(sources(theirs.session)).toEqual([
    "more // theirs\nconst limit = 22",
    "select * from t where h < ${limit}",
    "limit * rows.numRows() + limit",
  ]);
});

test("somebody who never rests does not keep a name from being renamed, and loses nothing", async () => {
  const { mine, theirs, type } = two();
  const ask = asking(mine.session, (n) => type(3, 0, `${n} + `));
  const done = await renameNow({ ask, session: mine.session, act: actOf(mine) }, { id: 3, at: 18 }, "h");
  expect(done).toMatchObject({ ok: true, cells: 3 });
  expect(sources(theirs.session)[2]).toBe("5 + 4 + 3 + 2 + 1 + rows.numRows() + h");
});

test("the table of a SQL cell is renamed with those that read it, and taken back as one", async () => {
  const { mine } = two();
  const ask = asking(mine.session, () => undefined);
  const done = await renameNow({ ask, session: mine.session, act: actOf(mine) }, { name: "rows" }, "near");
  expect(mine.session.cell(2)?.output).toBe("near");
  expect(sources(mine.session)[2]).toBe("near.numRows() + limit");
  mine.undo(3);
  expect(mine.session.document().cells).toEqual(begun);
  expect(done.ok).toBe(true);
});
