import { expect, test } from "vitest";
import { jobStateWords } from "./job-state";

const job = {
  status: "RUNNING",
  done: 0,
  total: 0,
  message: "Reading the data",
  error: null,
  attempts: 1,
  cancelRequestedAt: null,
};

test("a job says how far it is, where it waits, or how it ended", () => {
  expect(jobStateWords(job)).toBe("Reading the data");
  expect(jobStateWords({ ...job, message: "Fitting", done: 1200, total: 3000 })).toBe(
    "Fitting: 1,200 of 3,000",
  );
  const share = { ...job, message: "Reading the file: 45%", done: 45, total: 100 };
  expect(jobStateWords(share)).toBe("Reading the file: 45%");
  expect(jobStateWords({ ...job, cancelRequestedAt: new Date(0) })).toBe("Stopping");
  const place = { own: 1, others: 0, projects: 0 };
  expect(jobStateWords({ ...job, status: "QUEUED", attempts: 0 }, place)).toBe("1 ahead in this project");
  expect(jobStateWords({ ...job, status: "QUEUED", message: "Its worker was lost" }, null)).toBe(
    "Its worker was lost. Waiting for a worker",
  );
  expect(jobStateWords({ ...job, status: "FAILED", error: "No rows." })).toBe("No rows.");
  expect(jobStateWords({ ...job, status: "KILLED" })).toBe("Stopped");
});
