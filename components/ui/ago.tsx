import { ago } from "@/lib/format";

/** When something was: relative under a day, exact on hover. */
export function Ago({ at }: { at: Date | string }) {
  const when = new Date(at);
  return (
    <time
      dateTime={when.toISOString()}
      title={`${when.toISOString().slice(0, 19).replace("T", " ")} UTC`}
      suppressHydrationWarning
    >
      {ago(when, new Date())}
    </time>
  );
}
