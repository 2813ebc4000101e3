import { expect, test } from "vitest";
import { problemForBoth } from "./tracking-problem";

test("a refusal at the front door is read by browsers and by MLflow's clients", () => {
  expect(problemForBoth("UNAVAILABLE", "The server is stopping.")).toEqual({
    type: "/problems/unavailable",
    title: "Unavailable",
    status: 503,
    code: "UNAVAILABLE",
    detail: "The server is stopping.",
    error_code: "TEMPORARILY_UNAVAILABLE",
    message: "The server is stopping.",
  });
});
