"use client";

import { Empty } from "@/components/ui/empty";

/** What befell the server, by the code that the page's loader gives its error. */
const faults: Record<string, { title: string; words: string }> = {
  UNAVAILABLE: {
    title: "The database does not answer",
    words: "Nothing was changed. Try again in a moment; if it stays away, tell your administrator.",
  },
  FULL: {
    title: "The server’s disk is full",
    words: "Nothing was changed. Your administrator must make room before anything can be kept.",
  },
};

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const fault = faults[error.digest ?? ""];
  return (
    <main className="solo-page">
      <h1 className="sr">Something went wrong</h1>
      <Empty
        title={fault?.title ?? "This page could not be made"}
        actions={
          <button type="button" className="btn primary" onClick={reset}>
            Try again
          </button>
        }
      >
        {fault?.words ??
          `Nothing was changed. The server’s log says more${error.digest ? ` under ${error.digest}` : ""}.`}
      </Empty>
    </main>
  );
}
