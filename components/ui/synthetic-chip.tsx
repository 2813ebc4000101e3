/** Says that rows were synthesised, or what something was made from; nothing where they were not. */
export function SyntheticChip({ synthetic }: { synthetic: boolean }) {
  if (!synthetic) return null;
  return (
    <span className="chip synthetic" title="Made from rows that were synthesised. This mark stays for ever.">
      synthetic rows
    </span>
  );
}
