import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

export type ServerProcess = {
  url: string;
  child: ChildProcess;
  kill: (signal: NodeJS.Signals) => Promise<void>;
};

const flags = JSON.parse(readFileSync("scripts/server-flags.json", "utf8")) as string[];

/** Starts the built server on a folder and waits for its line; the binary is the pinned Node. */
export async function startServer(folder: string, env: Record<string, string> = {}): Promise<ServerProcess> {
  const child = spawn(path.resolve("node_modules/node/bin/node"), [...flags, "dist/server.mjs"], {
    env: {
      ...process.env,
      NODE_ENV: "production",
      PERIHELION_DATA: folder,
      HOST: "127.0.0.1",
      PORT: "0",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const url = await new Promise<string>((resolve, reject) => {
    let text = "";
    const take = (chunk: Buffer) => {
      text += chunk.toString();
      const ready = text.match(/ready at (\S+)/);
      if (ready) resolve(ready[1]!);
    };
    child.stdout!.on("data", take);
    child.stderr!.on("data", take);
    child.on("exit", () => reject(new Error(`The server ended before it was ready:\n${text}`)));
  });
  const kill = (signal: NodeJS.Signals) =>
    new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      child.kill(signal);
    });
  return { url, child, kill };
}
