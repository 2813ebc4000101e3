"use client";

import { Empty } from "@/components/ui/empty";

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main className="solo-page">
      <h1 className="sr">Something went wrong</h1>
      <Empty
        title="This page could not be made"
        actions={
          <button type="button" className="btn primary" onClick={reset}>
            Try again
          </button>
        }
      >
        Nothing was changed. The server’s log says more{error.digest ? ` under ${error.digest}` : ""}.
      </Empty>
    </main>
  );
}
