import { initials, personColour } from "@/lib/format";

/** A person as a disc with initials. */
export function Avatar({ name, small = false }: { name: string; small?: boolean }) {
  return (
    <span
      className={`avatar a${personColour(name)}${small ? " s" : ""}`}
      title={name}
      role="img"
      aria-label={name}
    >
      <span aria-hidden="true">{initials(name)}</span>
    </span>
  );
}
