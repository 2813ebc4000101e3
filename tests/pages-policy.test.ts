import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const filesIn = (top: string) =>
  readdirSync(top, { recursive: true, encoding: "utf8" })
    .map((file) => path.join(top, file))
    .filter((file) => /\.tsx?$/.test(file) && !file.includes(".test."));
const read = (file: string) => readFileSync(file, "utf8");

/** Loaders for who has not signed in, by hand: each says only what a stranger may know. */
const forStrangers = ["loadDoor", "loadSignInState", "loadInvitation", "loadPasswordLink"];

/** What a page or layout loads by, from each import of a file of loaders. */
function loadersOf(file: string): { name: string; file: string }[] {
  return [...read(file).matchAll(/^import \{([^}]*)\} from "@\/(lib\/\w+\/loaders)"/gm)].flatMap(
    ([, names, from]) => names!.split(",").map((name) => ({ name: name.trim(), file: `${from}.ts` })),
  );
}

const shown = filesIn("app").filter(
  (file) => /\/(page|layout)\.tsx$/.test(file) && file !== "app/layout.tsx",
);

test("every page of a project reads through loaders that ask for a permission", () => {
  const pages = shown.filter((file) => file.startsWith("app/projects/[projectSlug]/"));
  expect(pages.length).toBeGreaterThan(15);
  for (const file of pages) {
    const loaders = loadersOf(file);
    expect(loaders, file).not.toEqual([]);
    for (const { name, file: from } of loaders)
      expect(read(from), `${file}: ${name}`).toMatch(
        new RegExp(`export const ${name} = pageLoader\\(\\s*\\{\\s*permission: "`),
      );
  }
});

test("every other page reads as somebody signed in, or what a stranger may know", () => {
  const others = shown.filter((file) => !file.startsWith("app/projects/[projectSlug]/"));
  for (const file of others)
    for (const { name, file: from } of loadersOf(file))
      if (!forStrangers.includes(name))
        expect(read(from), `${file}: ${name}`).toMatch(
          new RegExp(`export const ${name} = personLoader\\(\\s*"(signed-in|administrator)"`),
        );
});

test("pages and components reach no database, and nothing writes by an action", () => {
  for (const file of [...filesIn("app"), ...filesIn("components")]) {
    const source = read(file);
    expect(source, file).not.toMatch(/from "@\/lib\/(db|auth\/(identity|member|grants))/);
    expect(source, file).not.toMatch(/^"use server"/m);
  }
  for (const file of filesIn("lib")) expect(read(file), file).not.toMatch(/^\s*"use server"/m);
});

test("no connection is upgraded but by the adapter that asks for a permission and resources", () => {
  const opening = filesIn("server").filter((file) => /\.on\("upgrade"|WebSocketServer/.test(read(file)));
  expect(opening).toEqual(["server/sockets.ts"]);
});
