"use client";

import { useEffect, useRef, type ReactNode } from "react";

type Props = {
  className: string;
  label: ReactNode;
  summaryClass?: string;
  name?: string;
  onToggle?: (open: boolean) => void;
  children: ReactNode;
};

/** A button that opens what lies inside; Esc, or a press anywhere else, closes it and nothing more. */
export function Menu({ className, label, summaryClass = "btn", name, onToggle, children }: Props) {
  const details = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    // On the document, so that this is heard before the page's own keys, which listen on the window.
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || !details.current?.open) return;
      event.preventDefault();
      details.current.open = false;
      details.current.querySelector("summary")?.focus();
    };
    const onPress = ({ target }: PointerEvent) => {
      if (details.current?.open && target instanceof Node && !details.current.contains(target))
        details.current.open = false;
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("pointerdown", onPress);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("pointerdown", onPress);
    };
  }, []);

  return (
    <details
      className={className}
      ref={details}
      onToggle={({ currentTarget }) => onToggle?.(currentTarget.open)}
    >
      <summary className={summaryClass} aria-label={name}>
        {label}
      </summary>
      {children}
    </details>
  );
}
