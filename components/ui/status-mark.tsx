const words: Record<string, string> = {
  RUNNING: "Running",
  FINISHED: "Finished",
  FAILED: "Failed",
  KILLED: "Stopped",
  SCHEDULED: "Scheduled",
  QUEUED: "Queued",
};

/** The mark of a run's or job's status: shape first, colour second, the word for readers or beside it. */
export function StatusMark({ status, label = false }: { status: string; label?: boolean }) {
  const word = words[status] ?? status;
  const kind = status === "QUEUED" ? "scheduled" : status.toLowerCase();
  return (
    <span className={`status ${kind}`}>
      <svg
        viewBox="0 0 16 16"
        role="img"
        aria-label={label ? undefined : word}
        aria-hidden={label || undefined}
      >
        <Shape kind={kind} />
      </svg>
      {label ? word : null}
    </span>
  );
}

function Shape({ kind }: { kind: string }) {
  const line = {
    fill: "none",
    stroke: "var(--surface)",
    strokeWidth: 1.7,
    strokeLinecap: "round",
    strokeLinejoin: "round",
  } as const;
  if (kind === "running")
    return (
      <path
        d="M8 2.2a5.8 5.8 0 1 1-5.8 5.8"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      />
    );
  if (kind === "finished")
    return (
      <>
        <circle cx="8" cy="8" r="7" fill="currentColor" />
        <path d="m4.9 8.2 2.1 2.1 4.1-4.4" {...line} />
      </>
    );
  if (kind === "failed")
    return (
      <>
        <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" fill="currentColor" />
        <path d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8" {...line} />
      </>
    );
  if (kind === "killed")
    return (
      <>
        <rect
          x="1.8"
          y="1.8"
          width="12.4"
          height="12.4"
          rx="2.4"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
        />
        <rect x="5.2" y="5.2" width="5.6" height="5.6" rx="0.8" fill="currentColor" />
      </>
    );
  return (
    <>
      <circle
        cx="8"
        cy="8"
        r="6.2"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
        strokeDasharray="2.4 2"
      />
      <path d="M8 4.8V8l2 1.6" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
    </>
  );
}
