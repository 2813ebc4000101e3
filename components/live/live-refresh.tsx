"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useLive } from "./live-project";
import { concerns } from "./listening";

/** A page is drawn anew at most so often, and not while nobody sees it. */
const restMilliseconds = 1_000;

/** Draws the page anew when something happens that changes what it shows, by what it says that it listens to. */
export function LiveRefresh({ slug }: { slug: string }) {
  const router = useRouter();
  const address = decodeURI(usePathname()).replace(`/projects/${slug}`, "");
  const resting = useRef<ReturnType<typeof setTimeout> | null>(null);
  const due = useRef(false);

  function refresh() {
    due.current = true;
    if (resting.current || document.hidden) return;
    due.current = false;
    router.refresh();
    resting.current = setTimeout(() => {
      resting.current = null;
      if (due.current) refresh();
    }, restMilliseconds);
  }

  useLive((heard) => {
    if (heard === "reset" ? isLive(address) : concerns(address, heard)) refresh();
  });
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
