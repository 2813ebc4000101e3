"use client";

import { useEffect } from "react";

/** A link that an MLflow client prints for the bare host ends here: it goes on to our page for it. */
export function ClientLink() {
  useEffect(() => {
    if (/^#\/(experiments|models|compare-runs|runs)\b/.test(location.hash))
      location.replace(`/from-client?${new URLSearchParams({ to: location.hash.slice(1) })}`);
  }, []);
  return null;
}
