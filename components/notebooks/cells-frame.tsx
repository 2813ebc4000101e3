"use client";

import { useSyncExternalStore, type RefObject } from "react";

const never = () => () => undefined;

/**
 * One frame over the whole column, cut out to the places where cells show something,
 * so that the page keeps the rest.
 */
export function CellsFrame({ frame, clip }: { frame: RefObject<HTMLIFrameElement | null>; clip: string }) {
  const theme = useSyncExternalStore(
    never,
    () => document.documentElement.dataset.theme ?? "",
    () => null,
  );
  if (theme === null) return null;
  return (
    <iframe
      ref={frame}
      className="cells-frame"
      sandbox="allow-scripts"
      src={`/frame/notebook${theme ? `?theme=${theme}` : ""}`}
      title="What the cells show"
      style={{ clipPath: clip }}
    />
  );
}
