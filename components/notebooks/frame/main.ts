import "./no-peers"; // before anything else
import "@fontsource-variable/inter/opsz.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "@observablehq/inputs/dist/index.css";
import "./frame.css";
import "./ticks"; // before the runtime, which keeps the function that it finds
import { defineCell, focusCell, keepCells, placeCells, removeCell, showStored, stopCell } from "./cells";
import type { ToFrame } from "@/lib/notebooks/protocol";
import { sendFile, watchFiles } from "./output-files";
import { sendOffered, takeReply, tell } from "./page";

const theme = new URLSearchParams(location.search).get("theme");
if (theme) document.documentElement.dataset.theme = theme;

addEventListener("message", ({ source, data }: MessageEvent<ToFrame>) => {
  if (source !== parent || takeReply(data)) return;
  if (data.op === "define") define(data);
  else if (data.op === "remove") removeCell(data.id);
  else if (data.op === "stop") stopCell(data.id);
  else if (data.op === "focus") focusCell(data.id);
  else if (data.op === "stored") for (const { id, parts } of data.cells) showStored(id, parts);
  else if (data.op === "keep") tell({ op: "kept", n: data.n, cells: keepCells(data.cells) });
  else if (data.op === "layout") placeCells(data);
  else if (data.op === "take" && data.as) void sendFile(data.n, data.as);
  else if (data.op === "take") sendOffered(data.n);
  else if (data.op === "ping") tell({ op: "pong", n: data.n });
});

function define({ cell }: Extract<ToFrame, { op: "define" }>): void {
  try {
    defineCell(cell);
  } catch (error) {
    tell({
      op: "failed",
      id: cell.id,
      version: cell.version,
      error: {
        name: "SyntaxError",
        message: error instanceof Error ? error.message : String(error),
        line: null,
      },
    });
  }
}

watchFiles();
tell({ op: "ready" });
