import { expect, test } from "vitest";
import { keepCopy } from "./keep-copy";

const cells = [{ id: 1, mode: "ts" as const, source: "1" }];

/** An API that answers until a request of some method, which fails. */
function api(fails?: "POST" | "PUT") {
  const heard: { method: string; path: string; body: unknown }[] = [];
  const send = <Value>(method: "POST" | "PUT", path: string, body: unknown) => {
    heard.push({ method, path, body });
    return Promise.resolve(method === fails ? null : ({ id: "n2", revision: 1 } as Value));
  };
  return { heard, send };
}

test("a copy holds the text under a title that says so, within the bound of titles", async () => {
  const { heard, send } = api();
  expect(await keepCopy(send, "/projects/neo/notebooks", { title: "Tides", cells })).toBe(
    "/projects/neo/notebooks/n2",
  );
  expect(heard[1]!.body).toEqual({ title: "Tides (copy)", cells, revision: 1 });
  const long = api();
  await keepCopy(long.send, "/notebooks", { title: "🌊".repeat(100), cells });
  expect(long.heard[0]!.body).toEqual({ title: `${"🌊".repeat(96)} (copy)` });
});

test("a copy that could not be kept whole is none", async () => {
  for (const fails of ["POST", "PUT"] as const)
    expect(await keepCopy(api(fails).send, "/notebooks", { title: "Tides", cells }), fails).toBeNull();
});
