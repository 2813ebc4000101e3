"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { Skeleton } from "./skeleton";

/** A page that has not come by then is asked for once more, and again after twice as long. */
const patienceMilliseconds = 3_000;

/**
 * What stands while a page is on its way. The router may wait for one whose request it gave up itself, on
 * the way back to a page that was being read anew when it was left; so what does not come is asked for again.
 */
export function WaitingPage() {
  const router = useRouter();
  useEffect(() => {
    let patience = patienceMilliseconds;
    let waiting = setTimeout(ask, patience);
    function ask() {
      router.refresh();
      waiting = setTimeout(ask, (patience *= 2));
    }
    return () => clearTimeout(waiting);
  }, [router]);
  return (
    <div className="waiting">
      <Skeleton rows={8} />
    </div>
  );
}
