import { expect, test } from "vitest";
import { memoryStorage } from "@/lib/storage/memory";
import { logFile, readLog } from "./log";

const job = { jobId: "j", attempt: 1 };

test("a log is read from its end, backwards and forwards, line by line without a gap", async () => {
  const { files } = memoryStorage();
  const lines = Array.from({ length: 500 }, (_, i) => `line ${i}\n`);
  await files.append(logFile(job), Buffer.from(lines.join("")));
  const read = (place: Parameters<typeof readLog>[2]["place"]) => readLog(files, job, { place, limit: 100 });

  const end = await read("end");
  expect(end.text.endsWith("line 499\n")).toBe(true);
  expect(end.to).toBe(end.size);
  let [backwards, at] = ["", end.size];
  while (at > 0) {
    const window = await read({ before: at });
    backwards = window.text + backwards;
    at = window.from;
  }
  let forwards = "";
  for (at = 0; at < end.size;) {
    const window = await read({ from: at });
    forwards += window.text;
    at = window.to;
  }
  expect([backwards, forwards]).toEqual([lines.join(""), lines.join("")]);
});

test("a log that has not begun is empty", async () => {
  expect(await readLog(memoryStorage().files, job, { place: "end", limit: 10 })).toEqual({
    attempt: 1,
    from: 0,
    to: 0,
    size: 0,
    text: "",
  });
});
