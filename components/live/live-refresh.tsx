"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useTransition } from "react";
import { useLive } from "./live-project";
import { concerns } from "./listening";
import type { LiveEvent } from "./messages";
import { tellPageRead } from "./page-read";

/** A page is drawn anew at most so often, and not while nobody sees it. */
const restMilliseconds = 1_000;

/** What was heard so shortly before a page came may not be in it: it was read on the server before. */
const readingMilliseconds = 5_000;

/**
 * Draws the page anew when something happens that changes what it shows, by what it says that it listens to.
 */
export function LiveRefresh({ slug }: { slug: string }) {
  const router = useRouter();
  const address = decodeURI(usePathname()).replace(`/projects/${slug}`, "");
  const resting = useRef<ReturnType<typeof setTimeout> | null>(null);
  const due = useRef(false);
  const [isReading, startReading] = useTransition();
  const recent = useRef<{ heard: LiveEvent; at: number }[]>([]);

  function refresh() {
    due.current = true;
    if (resting.current || document.hidden) return;
    due.current = false;
    startReading(() => router.refresh());
    resting.current = setTimeout(() => {
      resting.current = null;
      if (due.current) refresh();
    }, restMilliseconds);
  }

  useLive((heard) => {
    const now = performance.now();
    recent.current = recent.current.filter(({ at }) => now - at < readingMilliseconds).slice(-99);
    if (heard !== "reset") recent.current.push({ heard, at: now });
    if (heard === "reset" ? isLive(address) : concerns(address, heard)) refresh();
  });
  const cameTo = useEffectEvent(() => {
    const since = performance.now() - readingMilliseconds;
    if (recent.current.some(({ heard, at }) => at > since && concerns(address, heard))) refresh();
  });
  useEffect(() => {
    if (!isReading) tellPageRead();
  }, [isReading]);
  useEffect(() => cameTo(), [address]);
  useEffect(() => {
    const seen = () => {
      if (due.current && !document.hidden) refresh();
    };
    document.addEventListener("visibilitychange", seen);
    return () => document.removeEventListener("visibilitychange", seen);
  });
  useEffect(() => () => clearTimeout(resting.current ?? undefined), []);
  return null;
}

/** An open notebook is nobody's to draw anew. */
function isLive(address: string): boolean {
  return !/^\/notebooks\/[^/]+/.test(address) && !address.endsWith("/prepare") && address !== "/train";
}
