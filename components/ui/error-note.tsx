import { CircleAlert } from "lucide-react";

/** What went wrong, where it went wrong; read aloud at once. */
export function ErrorNote({ message }: { message: string | null | undefined }) {
  if (!message) return null;
  return (
    <p role="alert" className="note bad">
      <CircleAlert className="i bad" aria-hidden="true" />
      <span>{message}</span>
    </p>
  );
}
