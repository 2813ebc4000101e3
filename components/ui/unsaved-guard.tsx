"use client";

import { useEffect, useState } from "react";
import { Dialog } from "./dialog";
import { watchForms } from "./unsaved";

/** Asks before what was written in a form is left behind. */
export function UnsavedGuard() {
  const [go, setGo] = useState<(() => void) | null>(null);
  useEffect(() => watchForms((leaving) => setGo(() => leaving)), []);
  const answer = (leaves: boolean) => {
    setGo(null);
    if (leaves) go?.();
  };
  return (
    <Dialog
      open={go !== null}
      onOpenChange={() => answer(false)}
      title="Leave without saving?"
      footer={
        <>
          <button type="button" className="btn form" onClick={() => answer(false)}>
            Stay
          </button>
          <button type="button" className="btn form danger" onClick={() => answer(true)}>
            Leave
          </button>
        </>
      }
    >
      <p>What you wrote on this page is not saved, and would be lost.</p>
    </Dialog>
  );
}
