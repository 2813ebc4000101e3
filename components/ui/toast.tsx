"use client";

import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { isTyping } from "./keys";

type Toast = { text: string; undo?: () => Promise<unknown> };
const shownMilliseconds = 8_000;
const listeners = new Set<(toast: Toast) => void>();

/**
 * Says that something was done at once, with a way to undo it; also after the component that did it is gone.
 */
export function showToast(toast: Toast): void {
  listeners.forEach((listener) => listener(toast));
}

/** Says that something was not done, and why, where there is no better place for it. */
export function showNote(text: string): void {
  showToast({ text });
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
    const { undo } = toast;
    const onKey = (event: KeyboardEvent) => {
      const undoes = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
      if (!undo || !undoes || event.defaultPrevented || isTyping(event)) return;
      event.preventDefault();
      setToast(null);
      void undo();
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
          {toast.undo ? (
            <button
              type="button"
              className="btn quiet undo"
              onClick={() => (setToast(null), void toast.undo?.())}
            >
              Undo<kbd>Ctrl Z</kbd>
            </button>
          ) : null}
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
