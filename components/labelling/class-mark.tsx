/** A class: its key and colour, told apart by the key alone, and its name. */
export function ClassMark({ place, name }: { place: number; name: string }) {
  return (
    <span className="class-mark">
      <span className={`class-key k${place + 1}`} aria-hidden="true">
        {place + 1}
      </span>
      <span className="clip">{name}</span>
    </span>
  );
}
