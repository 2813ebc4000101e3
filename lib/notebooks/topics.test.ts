import { expect, test } from "vitest";
import { topicsOf } from "./topics";

test("a listener hears once of what changed often, at the time that was given for it", () => {
  const flushes: (() => void)[] = [];
  const topics = topicsOf<string>(
    (flush) => void flushes.push(flush),
    () => undefined,
  );
  const heard: string[] = [];
  const leave = topics.subscribe("a", () => heard.push("a"));
  topics.subscribe("b", () => heard.push("b"));
  topics.changed(["a", "a"]);
  topics.changed(["a", "c"]);
  expect([heard.length, flushes.length]).toEqual([0, 1]);
  flushes.shift()!();
  expect(heard).toEqual(["a"]);
  leave();
  topics.changed(["a", "b"]);
  flushes.shift()!();
  expect(heard).toEqual(["a", "b"]);
});

test("what is told of while listeners hear is heard the next time", () => {
  const flushes: (() => void)[] = [];
  const topics = topicsOf<string>(
    (flush) => void flushes.push(flush),
    () => undefined,
  );
  let count = 0;
  topics.subscribe("a", () => ++count < 3 && topics.changed(["a"]));
  topics.changed(["a"]);
  for (let flush = flushes.shift(); flush; flush = flushes.shift()) flush();
  expect(count).toBe(3);
});
