type Props = {
  id: string;
  options: readonly { text: string; hint: string }[];
  chosen: number;
  onAccept: (text: string) => void;
};

/** What a field offers to go on with; the field keeps the focus, and says by `id` which is chosen. */
export function Suggestions({ id, options, chosen, onAccept }: Props) {
  return (
    <ul id={id} className="options" role="listbox" aria-label="Suggestions" hidden={options.length === 0}>
      {options.map((option, i) => (
        <li
          key={option.text}
          id={`${id}-${i}`}
          role="option"
          aria-selected={i === chosen}
          ref={i === chosen ? intoView : undefined}
          onPointerDown={(event) => (event.preventDefault(), onAccept(option.text))}
        >
          <span className="mono clip grow">{option.text}</span>
          <span className="t3 s12 nowrap">{option.hint}</span>
        </li>
      ))}
    </ul>
  );
}

function intoView(line: HTMLLIElement | null): void {
  line?.scrollIntoView({ block: "nearest" });
}
