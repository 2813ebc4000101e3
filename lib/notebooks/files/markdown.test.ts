import { expect, test } from "vitest";
import { toMarkdown } from "./markdown";

test("a notebook leaves as Markdown with its code fenced in, a fence of the code's own too", () => {
  const cells = [
    { id: 1, mode: "md" as const, source: "Text" },
    { id: 2, mode: "python" as const, source: "s = '''\n```\n'''" },
    { id: 3, mode: "sql" as const, source: "select 1" },
  ];
  expect(toMarkdown({ title: "Costs", cells })).toBe(
    "# Costs\n\nText\n\n````python\ns = '''\n```\n'''\n````\n\n```sql\nselect 1\n```\n",
  );
});
