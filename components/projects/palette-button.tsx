"use client";

import { Search } from "lucide-react";
import { openDialog } from "@/components/ui/dialogs";

/** Opens the one palette of the page; it stands in the navigation and in the drawer. */
export function PaletteButton() {
  return (
    <button type="button" className="nav-search" onClick={() => openDialog("palette")}>
      <Search className="i" aria-hidden="true" />
      <span className="grow nav-label">Search or run</span>
      <kbd className="nav-label" aria-hidden="true">
        Ctrl K
      </kbd>
    </button>
  );
}
