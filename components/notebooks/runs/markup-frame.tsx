"use client";

import { useEffect, useRef, useState } from "react";

/** So high is a kept output at most before it is scrolled, in pixels. */
const highest = 2_000;

/**
 * Markup that a cell made, in a frame in which nothing runs and nothing is asked for: no scripts, no forms,
 * no way to another page. It has this page's origin so that its height can be measured, and its styles.
 */
export function MarkupFrame({ markup, label }: { markup: string; label: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(120);
  useEffect(() => {
    frame.current!.srcdoc = documentOf(markup);
  }, [markup]);
  const measure = () => {
    const body = frame.current?.contentDocument?.body;
    if (!body) return;
    const fit = () => setHeight(Math.min(highest, Math.ceil(body.scrollHeight) + 2));
    fit();
    new ResizeObserver(fit).observe(body);
  };
  return (
    <iframe
      ref={frame}
      className="kept-markup"
      title={label}
      sandbox="allow-same-origin"
      style={{ height }}
      onLoad={measure}
    />
  );
}

/** Markup with this page's styles and theme around it. */
function documentOf(markup: string): string {
  const { theme } = document.documentElement.dataset;
  const links = [...document.styleSheets].flatMap(({ href }) =>
    href ? [`<link rel="stylesheet" href="${encodeURI(href)}">`] : [],
  );
  return (
    `<!doctype html><html lang="en"${theme ? ` data-theme="${theme}"` : ""}>` +
    `<head>${links.join("")}</head><body class="kept-body">${markup}</body></html>`
  );
}
