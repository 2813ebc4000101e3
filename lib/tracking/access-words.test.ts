import { describe, expect, test } from "vitest";
import { decide, type Grant } from "@/lib/auth/decide";
import { chainOf } from "@/lib/auth/reach";
import { rightsOfPerson, wordOfGrant, wordOn, words, type Scope } from "./access-words";

const scope: Scope = { kind: "experiment", id: "1" };
const owner: Grant = {
  subjectKind: "person",
  subjectName: "Inés",
  scopeKind: "project",
  scopeId: "p",
  effect: "allow",
  role: "EDITOR",
};
const grantsOf = (word: (typeof words)[number]): Grant[] => [
  owner,
  ...rightsOfPerson(word, scope).map((right) => ({
    subjectKind: "person" as const,
    subjectName: "Inés",
    scopeKind: scope.kind,
    scopeId: scope.id,
    ...right,
  })),
];

describe("a word of MLflow's auth client", () => {
  test.each(words)(
    "%s comes back as it was given, and is what an editor of the project may do there",
    (word) => {
      expect(
        rightsOfPerson(word, scope)
          .map((right) => wordOfGrant(right, scope.kind))
          .filter(Boolean),
      ).toEqual([word]);
      expect(wordOn(grantsOf(word), chainOf("p", "experiment", "1"))).toBe(
        word === "DENY" ? "NO_PERMISSIONS" : word,
      );
    },
  );

  test("says nothing of other experiments", () => {
    for (const word of words)
      expect(decide(grantsOf(word), "run:write", chainOf("p", "experiment", "2")).allowed).toBe(true);
  });

  test("has no use on a whole project but for members and who manages it", () => {
    expect(() => rightsOfPerson("READ", { kind: "project", id: "p" })).toThrow(
      "Workspace-wide grants accept only",
    );
  });
});
