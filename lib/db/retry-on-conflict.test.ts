import { expect, test } from "vitest";
import { retryOnLockConflict } from "./retry-on-conflict";

const failing = (times: number, code: string) => {
  let left = times;
  return async () => {
    if (left-- > 0) throw Object.assign(new Error("no"), { code });
    return "done";
  };
};

test("a transaction that met others runs again, a few times and no more", async () => {
  for (const code of ["P2034", "40P01", "40001"]) {
    expect(await retryOnLockConflict(failing(4, code))).toBe("done");
    await expect(retryOnLockConflict(failing(5, code))).rejects.toThrow("no");
  }
});

test("as it does where Prisma wraps what PostgreSQL said of a statement", async () => {
  const cause = { originalCode: "40P01", kind: "postgres" };
  const wrapped = Object.assign(new Error("Raw query failed"), {
    code: "P2010",
    meta: { driverAdapterError: Object.assign(new Error("deadlock detected"), { cause }) },
  });
  const answers = [() => Promise.reject(wrapped), async () => "done"];
  expect(await retryOnLockConflict(() => answers.shift()!())).toBe("done");
});

test("one that failed by itself does not", async () => {
  await expect(retryOnLockConflict(failing(1, "P2002"))).rejects.toThrow("no");
});
