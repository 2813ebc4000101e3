import { expect, test } from "vitest";
import { refusalOf } from "./refused";

const bytes = (text: string) => new TextEncoder().encode(text);

test("a refusal says what the server says, not its document", () => {
  const problem = {
    type: "/problems/forbidden",
    status: 403,
    detail: "Ana may not write bodies any longer.",
  };
  expect(refusalOf(403, bytes(JSON.stringify(problem)))).toMatchObject({
    status: 403,
    message: "Ana may not write bodies any longer.",
  });
});

test("a refusal of something between is told as it came, and one without words by its status", () => {
  expect(refusalOf(502, bytes("<h1>Bad gateway</h1>")).message).toBe("<h1>Bad gateway</h1>");
  expect(refusalOf(400, bytes('{"detail":3}')).message).toBe('{"detail":3}');
  expect(refusalOf(503, bytes("")).message).toBe("The server answered 503.");
});
