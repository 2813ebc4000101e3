import { spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";
import type { FromKernel } from "@/lib/notebooks/kernel-protocol";
import { hearKernel, sendToKernel } from "@/server/kernel-wire";
import { eventually } from "../tests/eventually";
import { hasPython } from "../tests/has-python";

type Said = { message: FromKernel; payloads: Buffer[] };
type Names = { defines: string[]; uses: string[]; error: { message: string; line: number } | null };

/** A kernel on its own, spoken to as the server does. */
function startKernel() {
  const child = spawn("python3", ["-I", "-B", "kernel/main.py"], {
    stdio: ["ignore", "inherit", "inherit", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [requests, answers] = child.stdio.slice(3) as [Writable, Readable];
  const said: Said[] = [];
  hearKernel(
    answers,
    (message, payloads) => said.push({ message, payloads }),
    () => said.push({ message: { op: "cut", n: -1, stream: "stderr", characters: 0 }, payloads: [] }),
  );
  let asked = 0;
  const answer = async (n: number, op: string) =>
    (await eventually(
      async () => said.find(({ message }) => message.op === op && "n" in message && message.n === n) ?? null,
    ))!.message;
  const ask = async (message: object, op: string, payloads: Uint8Array[] = []) => {
    const n = (asked += 1);
    sendToKernel(requests, { ...message, n }, payloads);
    return answer(n, op);
  };
  return {
    child,
    requests,
    said,
    ready: () => eventually(async () => said.find(({ message }) => message.op === "ready") ?? null),
    names: async (source: string) => (await ask({ op: "names", source }, "names")) as unknown as Names,
    run: (cell: number, source: string) => ask({ op: "run", cell, source, given: [] }, "ran"),
    complete: async (source: string, at = source.length) => {
      const answered = await ask({ op: "complete", source, at }, "completions");
      return answered.op === "completions" ? answered.found.map(({ label }) => label) : [];
    },
    shown: () => said.flatMap(({ message }) => (message.op === "shown" ? [message.data] : [])),
    send: (message: object) => sendToKernel(requests, message),
  };
}

describe.runIf(hasPython)("the kernel", () => {
  test("finds what a cell gives and takes; what only passes through stays in it", async () => {
    const { names } = startKernel();
    const cases: [string, string[], string[]][] = [
      ["total = price * 2", ["total"], ["price"]],
      ["for i in rows: print(i, width)", [], ["rows", "width"]],
      ["with open(path) as file: text = file.read()", ["text"], ["path"]],
      ["try:\n  run()\nexcept Broken as error:\n  print(error)", [], ["Broken", "run"]],
      ["_scratch = here", [], ["here"]],
      ["[a for a in many if (last := a)]", ["last"], ["many"]],
      ["import numpy.linalg as la, os.path", ["la", "os"], []],
      ["from math import sqrt as root, pi", ["pi", "root"], []],
      ["def f(a=start):\n  global seen\n  seen = a + step", ["f", "seen"], ["start", "step"]],
      [
        "class A(Base):\n  rate: Rate = 1\n  def m(self): return self.rate + extra",
        ["A"],
        ["Base", "Rate", "extra"],
      ],
      ["x = x + 1", ["x"], []],
      ["del theirs", ["theirs"], []],
      ["a, (b, *c) = pair; d += 1", ["a", "b", "c", "d"], ["pair"]],
      ["match point:\n  case {'x': x, **rest}: found = x", ["found"], ["point"]],
      ["page = await fetch(url)", ["page"], ["fetch", "url"]],
      ["async for one in source(): kept = one", ["kept"], ["source"]],
      ["lambda t: t + shift", [], ["shift"]],
      ['f"{name!r:>{wide}}"', [], ["name", "wide"]],
      ["dataset('a'); display(print)", [], []],
      ["größe = 'Ä𝒳' + müll", ["größe"], ["müll"]],
    ];
    for (const [source, defines, uses] of cases)
      expect(await names(source), source).toMatchObject({ defines, uses, error: null });
  });

  test("says what is no Python, with its line, and what to do about Jupyter's own language", async () => {
    const { names } = startKernel();
    expect((await names("a = 1\nb = (")).error).toMatchObject({ line: 2 });
    expect((await names("%matplotlib inline")).error!.message).toContain("Jupyter's own language");
    expect((await names("x = 1\n!ls")).error).toMatchObject({ line: 2 });
    expect((await names("return 1")).error!.message).toContain("return");
    expect((await names(`${"(".repeat(3_000)}${")".repeat(3_000)}`)).error).not.toBeNull();
    expect((await names("a = 1")).defines).toEqual(["a"]);
  });

  test("keeps each cell's names apart, and takes them back when it runs again or goes", async () => {
    const { run, shown, send } = startKernel();
    await run(1, "items = [1, 2]\nfor i in items: pass\ndef double(n): return n * factor");
    await run(2, "factor = 3\nfor i in 'ab': pass\ni");
    await run(3, "double(2)");
    expect(shown()).toEqual(["'b'", "6"]);
    await run(2, "factor = 4");
    await run(3, "double(2)");
    expect(shown().at(-1)).toBe("8");
    await run(1, "other = 1");
    expect(await run(3, "double(2)")).toMatchObject({ error: { name: "NameError" } });
    send({ op: "forget", cell: 2 });
    expect(await run(3, "factor")).toMatchObject({ error: { name: "NameError" } });
    await run(4, "len = 5");
    await run(5, "len");
    expect(shown().at(-1)).toBe("5");
    send({ op: "forget", cell: 4 });
    await run(5, "len([1])");
    expect(shown().at(-1)).toBe("1");
  });

  test("awaits at the top, refuses input, and a text that ends with ; shows nothing", async () => {
    const { run, shown } = startKernel();
    await run(1, "import asyncio\nawait asyncio.sleep(0)\n'slept'");
    expect(shown()).toEqual(["'slept'"]);
    expect(await run(2, "input('name?')")).toMatchObject({ error: { name: "RuntimeError", line: 1 } });
    await run(3, "42;");
    expect(shown()).toEqual(["'slept'"]);
    expect(await run(4, "raise SystemExit")).toMatchObject({ error: { name: "SystemExit" } });
    expect(await run(5, "import nothing_such")).toMatchObject({
      error: { message: expect.stringContaining("not installed in this server's Python") },
    });
  });

  test("classes of cells can be pickled, and programs that cells start do not get its pipes", async () => {
    const { run, shown } = startKernel();
    await run(1, "import dataclasses, pickle\n@dataclasses.dataclass\nclass Point:\n  x: int");
    await run(2, "pickle.loads(pickle.dumps(Point(3)))");
    expect(shown().at(-1)).toBe("Point(x=3)");
    const open = "import subprocess, sys\nargs = [sys.executable, '-c', 'import os; os.fstat(4)']";
    await run(3, `${open}\nsubprocess.run(args, stderr=subprocess.DEVNULL).returncode`);
    expect(shown().at(-1)).toBe("1");
  });

  test("completes from what is there, also while a cell runs, counting places as browsers do", async () => {
    const { run, complete, send, said } = startKernel();
    await run(1, "import math\nmarker = 1");
    expect(await complete("mark")).toEqual(["marker"]);
    expect(await complete("'𝒳'; math.sqr", 14)).toContain("sqrt");
    send({ op: "run", n: 99, cell: 2, source: "print('in')\nwhile True: pass", given: [] });
    await eventually(async () => said.some(({ message }) => message.op === "stream"));
    expect(await complete("marke")).toEqual(["marker"]);
    send({ op: "interrupt", n: 98 }); // another run's: this one goes on
    expect(await complete("marke")).toEqual(["marker"]);
    expect(said.some(({ message }) => message.op === "ran" && message.n === 99)).toBe(false);
    send({ op: "interrupt", n: 99 });
    await eventually(async () => said.some(({ message }) => message.op === "ran" && message.n === 99));
  });

  test("ends, with all that cells started, when nobody is at the other end", async () => {
    const { child, requests, run, shown, ready } = startKernel();
    await ready();
    await run(1, "import subprocess\np = subprocess.Popen(['sleep', '600'])\np.pid");
    const sleeper = Number(shown()[0]);
    requests.destroy();
    await eventually(async () => child.exitCode !== null || child.signalCode !== null);
    await eventually(async () => {
      try {
        process.kill(sleeper, 0);
        return false;
      } catch {
        return true;
      }
    });
  });
});
