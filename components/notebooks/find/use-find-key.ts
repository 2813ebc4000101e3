"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { offerCommands } from "@/components/ui/page-commands";

/** Whether the panel that finds in cells is open: Ctrl Shift F opens it, from an editor too. */
export function useFindKey() {
  const [isOpen, setOpen] = useState(false);
  const focused = useRef<Element | null>(null);
  useEffect(() => {
    const open = () => {
      focused.current = document.activeElement;
      setOpen(true);
      document.querySelector<HTMLInputElement>(".find-panel input")?.select();
    };
    // before an editor takes the key
    const onKey = (event: KeyboardEvent) => {
      const isKey = event.key.toLowerCase() === "f" && event.shiftKey && !event.altKey;
      if (!isKey || !(event.ctrlKey || event.metaKey)) return;
      if (document.querySelector("[role=dialog]") !== null) return;
      event.preventDefault();
      event.stopPropagation();
      open();
    };
    addEventListener("keydown", onKey, { capture: true });
    const leave = offerCommands(() => [{ label: "Find in cells", keys: "Ctrl Shift F", act: open }]);
    return () => {
      leave();
      removeEventListener("keydown", onKey, { capture: true });
    };
  }, []);
  const close = useCallback(() => {
    setOpen(false);
    const { current } = focused;
    if (current instanceof HTMLElement && current.isConnected) current.focus();
  }, []);
  return { isOpen, close };
}
