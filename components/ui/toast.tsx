"use client";

import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { isTyping } from "./keys";

type Toast = { text: string; undo: () => Promise<unknown> };
const shownMilliseconds = 8_000;
const listeners = new Set<(toast: Toast) => void>();

/**
 * Says that something was done at once, with a way to undo it; also after the component that did it is gone.
 */
export function showToast(toast: Toast): void {
  listeners.forEach((listener) => listener(toast));
}

/** Where toasts come up, once a page: the newest, for eight seconds; Ctrl Z undoes it. */
export function Toaster() {
  const [toast, setToast] = useState<Toast | null>(null);

  useEffect(() => {
    listeners.add(setToast);
    return () => void listeners.delete(setToast);
  }, []);
  useEffect(() => {
    if (!toast) return;
    const timer = setTimeout(() => setToast(null), shownMilliseconds);
    const onKey = (event: KeyboardEvent) => {
      const undoes = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
      if (!undoes || event.defaultPrevented || isTyping(event)) return;
      event.preventDefault();
      setToast(null);
      void toast.undo();
    };
    addEventListener("keydown", onKey);
    return () => {
      clearTimeout(timer);
      removeEventListener("keydown", onKey);
    };
  }, [toast]);

  return (
    <div className="toasts" role="status">
      {toast ? (
        <span className="toast">
          {toast.text}
          <button
            type="button"
            className="btn quiet undo"
            onClick={() => (setToast(null), void toast.undo())}
          >
            Undo<kbd>Ctrl Z</kbd>
          </button>
          <button
            type="button"
            className="btn quiet icon"
            aria-label="Dismiss"
            onClick={() => setToast(null)}
          >
            <X className="i" aria-hidden="true" />
          </button>
        </span>
      ) : null}
    </div>
  );
}
