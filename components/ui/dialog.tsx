"use client";

import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  children: ReactNode;
  footer?: ReactNode;
  wide?: boolean;
};

/** A decision that stops everything else until it is made or put off. */
export function Dialog({ open, onOpenChange, title, children, footer, wide = false }: Props) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="scrim" />
        <Radix.Content className={`dialog floating${wide ? " wide" : ""}`} aria-describedby={undefined}>
          <header>
            <Radix.Title asChild>
              <h2>{title}</h2>
            </Radix.Title>
          </header>
          <div className="in">{children}</div>
          {footer ? <footer>{footer}</footer> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
