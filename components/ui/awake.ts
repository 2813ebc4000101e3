"use client";

import { useEffect, useRef, useSyncExternalStore, type ChangeEventHandler } from "react";

const never = () => () => undefined;

/**
 * Whether the page's script runs: false in the HTML that the server sent,
 * where a press would be lost or sent by the browser itself.
 */
export function useAwake(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

/** A reference for a controlled input that hands on what was typed before the page's script ran. */
export function useTypedEarly(value: unknown, onChange: ChangeEventHandler<HTMLInputElement> | undefined) {
  const input = useRef<HTMLInputElement>(null);
  const first = useRef({ value, onChange });
  useEffect(() => {
    const node = input.current;
    if (!node || !first.current.onChange || node.value === String(first.current.value)) return;
    const typed = node.value;
    node.value = "";
    // React passes over an input event that leaves the value that it saw last;
    // the prototype's setter goes past its eyes.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")!.set!.call(node, typed);
    node.dispatchEvent(new Event("input", { bubbles: true }));
  }, []);
  return input;
}
