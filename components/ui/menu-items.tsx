"use client";

import type { ReactNode } from "react";

/** What a menu offers, one below the other; a choice closes the menu. */
export function MenuItems({ children }: { children: ReactNode }) {
  return (
    <div
      className="menu-items"
      onClick={({ currentTarget, target }) => {
        const menu = currentTarget.closest("details");
        if (menu && target instanceof Element && target.closest("button, a")) menu.open = false;
      }}
    >
      {children}
    </div>
  );
}
