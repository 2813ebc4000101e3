import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { faultOf } from "./fault";
import { problemOf } from "./problem";
import { trackingProblemOf } from "./tracking-problem";

const withFields = (message: string, fields: object) => Object.assign(new Error(message), fields);

test.each([
  ["the system, on a write", withFields("ENOSPC: no space left on device, write", { code: "ENOSPC" })],
  ["a quota", withFields("EDQUOT: disk quota exceeded, write", { code: "EDQUOT" })],
  ["SQLite", withFields("database or disk is full", { code: "ERR_SQLITE_ERROR", errcode: 13 })],
  [
    "SQLite by Prisma",
    withFields("Raw query failed", {
      code: "P2010",
      meta: {
        driverAdapterError: {
          cause: { kind: "sqlite", extendedCode: 13, originalMessage: "database or disk is full" },
        },
      },
    }),
  ],
  ["PostgreSQL", withFields("could not extend file", { code: "53100" })],
  ["the data process", new Error('IO Error: Could not write file "x": No space left on device')],
  [
    "the data process, as its own refusal",
    new AppError("INVALID", "The recipe cannot run on these rows: No space left on device"),
  ],
])("a full disk told by %s is told as such, to be tried again", (_, error) => {
  expect(problemOf(error)).toMatchObject({
    status: 507,
    code: "FULL",
    detail: expect.stringContaining("disk is full"),
  });
  expect(trackingProblemOf(error)).toMatchObject({
    status: 503,
    body: { error_code: "TEMPORARILY_UNAVAILABLE" },
  });
});

test.each([
  ["a refused connection", withFields("connect ECONNREFUSED 127.0.0.1:5432", { code: "ECONNREFUSED" })],
  [
    "PostgreSQL that shuts down",
    withFields("terminating connection due to administrator command", { code: "57P01" }),
  ],
  ["Prisma", withFields("Can't reach database server at 127.0.0.1", { code: "P1001" })],
  ["the pool", new Error("timeout exceeded when trying to connect")],
  [
    "a driver inside of Prisma",
    withFields("failed", {
      code: "P2010",
      meta: { driverAdapterError: { cause: { originalCode: "08006", originalMessage: "gone" } } },
    }),
  ],
])("a database that is away, by %s, is unavailable for both kinds of client", (_, error) => {
  expect(problemOf(error)).toMatchObject({ status: 503, code: "UNAVAILABLE" });
  expect(trackingProblemOf(error).status).toBe(503);
});

test("a damaged database file is unavailable, and its words say what to do", () => {
  const error = withFields("database disk image is malformed", { code: "ERR_SQLITE_ERROR", errcode: 11 });
  expect(problemOf(error)).toMatchObject({
    status: 503,
    detail: expect.stringContaining("restore a backup"),
  });
});

test.each([
  ["a bug", new TypeError("x is not a function")],
  ["a unique key", withFields("Unique constraint failed", { code: "P2002" })],
  [
    "what a target of ours refused",
    new AppError("INVALID", "NASA does not answer.", { cause: withFields("x", { code: "ECONNREFUSED" }) }),
  ],
  ["nothing", null],
])("%s is no fault of the machine", (_, error) => {
  expect(faultOf(error)).toBe(null);
});
