import type { MouseEvent } from "react";
import { toggledBoundary } from "./boundaries-text";

type Props = {
  lines: readonly string[];
  boundaries: readonly number[];
  onChange: (boundaries: number[]) => void;
};
const leastWidth = 40;

/** The first lines of a file below a ruler: a click begins a column there, or takes that back. */
export function FixedWidthRuler({ lines, boundaries, onChange }: Props) {
  const texts = lines.map((line) => Array.from(line));
  const width = Math.max(leastWidth, ...texts.map((text) => text.length), ...boundaries.map((at) => at + 1));
  function click({ nativeEvent, currentTarget }: MouseEvent<HTMLButtonElement>) {
    const at = Math.round((nativeEvent.offsetX * width) / currentTarget.clientWidth);
    const places = toggledBoundary(boundaries, at);
    if (at > 0 && places.length > 0) onChange(places);
  }
  return (
    <div className="scroll ruler" role="region" aria-label="Ruler" tabIndex={0}>
      <div style={{ width: `${width}ch` }}>
        <p aria-hidden="true" className="ruler-scale">
          {scaleOf(width)}
        </p>
        {texts.map((text, i) => (
          <p key={i}>
            {isPlain(lines[i]!) ? lines[i] : text.map((char, at) => <span key={at}>{char}</span>)}
          </p>
        ))}
        {boundaries.map((at) => (
          <i key={at} className="ruler-mark" style={{ left: `${at}ch` }} />
        ))}
        {/* The field at the left says the same by keys. */}
        <button type="button" tabIndex={-1} title="Click where a column begins" onClick={click}>
          <span className="sr">Click where a column begins</span>
        </button>
      </div>
    </div>
  );
}

/** Whether each character is as wide as all others; else each is put at its own place. */
function isPlain(line: string): boolean {
  return /^[ -~]*…?$/.test(line);
}

/** A number at every tenth place. */
function scaleOf(width: number): string {
  return Array.from({ length: Math.ceil(width / 10) }, (_, i) => String(10 * i).padEnd(10, " ")).join("");
}
