import { execFileSync } from "node:child_process";

/** Whether there is a Python to test with; where there must be one, a test that finds none fails. */
export const hasPython = isThere() || process.env.CI === "true";
if (!hasPython) console.warn("Tests of Python cells are left out: there is no python3 on PATH.");

function isThere(): boolean {
  try {
    execFileSync("python3", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
