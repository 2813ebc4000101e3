import type { Stage } from "@/lib/registry/stage";

/** A model version's stage: it fills up like a phase. */
export function StageMark({ stage }: { stage: Stage }) {
  return (
    <span className={`stage ${stage.toLowerCase()}`}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <Shape stage={stage} />
      </svg>
      {stage}
    </span>
  );
}

function Shape({ stage }: { stage: Stage }) {
  if (stage === "Production") return <circle cx="6" cy="6" r="5.5" fill="currentColor" />;
  if (stage === "Staging")
    return (
      <>
        <circle cx="6" cy="6" r="4.8" fill="none" stroke="currentColor" strokeWidth="1.4" />
        <path d="M6 1.2a4.8 4.8 0 0 1 0 9.6z" fill="currentColor" />
      </>
    );
  if (stage === "Archived")
    return (
      <path
        d="M1 2h10v2.4H1zM1.8 4.4V10h8.4V4.4M4.6 6.6h2.8"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.3"
      />
    );
  return (
    <circle
      cx="6"
      cy="6"
      r="4.8"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeDasharray="2 1.6"
    />
  );
}
