import type { FromPage, ToPage } from "@/lib/notebooks/live-protocol";

/** How long until a connection that was lost is tried again, in milliseconds, time after time. */
const waits = [300, 1_000, 2_000, 5_000];

type Wire = {
  send: (said: FromPage) => boolean;
  stop: () => void;
};
type Heard = {
  opened: () => void;
  heard: (said: ToPage) => void;
  /** It was lost, and is tried again by itself; or it is not to be had any more, and why. */
  lost: (why: string | null) => void;
};

/** Farewells after which there is nothing to try again, and what is said then. */
const gone = "You may not open this notebook any longer.";
const finals: Readonly<Record<number, string>> = {
  1009: "What was written is too large to be sent.",
  4400: "This page is older than the server. Load it again.",
  4403: gone,
  4404: "This notebook was deleted, or moved out of your sight. What you wrote here can be kept as a copy.",
};

/** A connection to a notebook's room that comes back by itself. */
export function openWire(url: string, { opened, heard, lost }: Heard): Wire {
  let socket: WebSocket | null = null;
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isOver = false;

  function connect(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    const one = (socket = new WebSocket(url));
    one.addEventListener("open", () => {
      tries = 0;
      opened();
    });
    one.addEventListener("message", ({ data }) => heard(JSON.parse(String(data)) as ToPage));
    one.addEventListener("close", ({ code }) => {
      if (socket !== one || isOver) return;
      socket = null;
      const why = finals[code] ?? null;
      isOver = why !== null;
      lost(why);
      if (!isOver) timer = setTimeout(connect, waits[Math.min(tries++, waits.length - 1)]);
    });
  }
  const again = () => {
    if (!isOver && timer) connect();
  };
  // The browser says before any timeout that it is connected no more, and when it is again.
  const away = () => socket?.close();
  addEventListener("online", again);
  addEventListener("offline", away);
  connect();
  return {
    send: (said) => {
      if (socket?.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(said));
      return true;
    },
    stop: () => {
      isOver = true;
      if (timer) clearTimeout(timer);
      removeEventListener("online", again);
      removeEventListener("offline", away);
      socket?.close();
    },
  };
}
