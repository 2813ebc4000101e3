import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

const built = path.resolve(".cache/hdfs");

/** Hadoop's own cluster for tests, built once by Maven, in a folder that goes with it. */
export async function startHdfs(): Promise<{ url: string; stop: () => Promise<void> }> {
  if (!existsSync(path.join(built, "jars"))) build();
  const folder = mkdtempSync(path.join(tmpdir(), "hdfs-"));
  const classes = `${path.join(built, "target/classes")}:${path.join(built, "jars")}/*`;
  const child = spawn("java", ["-Xmx512m", "-cp", classes, "MiniHdfs", folder], {
    cwd: folder,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async () => {
    child.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  for await (const line of createInterface(child.stdout)) {
    const port = /^READY (\d+)$/.exec(line)?.[1];
    if (port) return { url: `http://127.0.0.1:${port}`, stop };
  }
  await stop();
  throw new Error("Hadoop's cluster did not start.");
}

function build(): void {
  mkdirSync(built, { recursive: true });
  cpSync("tests/hdfs", built, { recursive: true });
  const goals = ["package", "dependency:copy-dependencies", "-DoutputDirectory=jars"];
  execFileSync("mvn", ["-B", "-q", ...goals], { cwd: built, stdio: ["ignore", "ignore", "inherit"] });
}

/** Does one operation of WebHDFS as a user: as its documentation says, in two steps where it has a body. */
export async function hdfs(
  url: string,
  op: string,
  place: string,
  body?: string | Uint8Array,
): Promise<void> {
  const method = op.startsWith("DELETE") ? "DELETE" : op.startsWith("APPEND") ? "POST" : "PUT";
  const first = await send(method, `${url}/webhdfs/v1${place}?user.name=alice&op=${op}`);
  const last = body === undefined ? first : await send(method, first.location!, body);
  if (last.status >= 300) throw new Error(`${op} ${place}: ${last.status}`);
}

function send(method: string, url: string, body: string | Uint8Array = "") {
  return new Promise<{ status: number; location?: string }>((resolve, reject) => {
    const headers = { "content-length": Buffer.byteLength(body) };
    const asked = request(url, { method, headers, agent: false }, (answer) => {
      answer.resume();
      answer.once("end", () => resolve({ status: answer.statusCode!, location: answer.headers.location }));
    });
    asked.once("error", reject);
    asked.end(body);
  });
}
