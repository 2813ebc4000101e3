/** Looks for a name in a list that is longer than what is shown of it. */
export function NameSearch({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (text: string) => void;
}) {
  return (
    <input
      className="input name-search"
      type="search"
      aria-label={label}
      placeholder="Search names"
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
