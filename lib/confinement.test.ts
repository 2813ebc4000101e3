import { expect, test } from "vitest";
import { confinedBy } from "./confinement";

test("a confined program has no network and reads what it is given and what every program needs", () => {
  const seen = ["/opt/python", "/usr"];
  const command = confinedBy("bwrap", {
    run: ["/opt/python/bin/python", "-c", "1"],
    seen,
    temporaryBytes: 9,
  });
  expect(command.slice(0, 2)).toEqual(["bwrap", "--unshare-all"]);
  expect(command.slice(command.indexOf("--size"), command.indexOf("--size") + 4)).toEqual([
    ...["--size", "9", "--tmpfs", "/tmp"],
  ]);
  const read = command.filter((_, i) => command[i - 1] === "--ro-bind-try");
  expect(read).toContain("/opt/python");
  expect(read.filter((folder) => folder === "/usr")).toHaveLength(1);
  expect(command.filter((one) => one.includes("bind")).every((one) => one === "--ro-bind-try")).toBe(true);
  expect(command.slice(command.indexOf("--") + 1)).toEqual(["/opt/python/bin/python", "-c", "1"]);
});
