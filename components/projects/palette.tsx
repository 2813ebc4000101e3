"use client";

import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { useEffect, useState } from "react";
import { onOpenDialog } from "@/components/ui/dialogs";
import { PaletteChoices } from "./palette-choices";
import { leave } from "@/components/ui/unsaved";

/** Search and commands: Ctrl K anywhere, an editor included. */
export function Palette({ slug }: { slug: string }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    // Before an editor takes the key for a chord of its own.
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      if (event.shiftKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      if (document.querySelector("[role=dialog]") === null) setOpen(true);
    };
    const stop = onOpenDialog("palette", () => setOpen(true));
    addEventListener("keydown", onKey, { capture: true });
    return () => {
      stop();
      removeEventListener("keydown", onKey, { capture: true });
    };
  }, []);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="palette floating high" aria-describedby={undefined}>
          <Dialog.Title className="sr">Search or run a command</Dialog.Title>
          <PaletteChoices
            slug={slug}
            onChoose={(act) => {
              setOpen(false);
              if (typeof act === "string") leave(() => router.push(act));
              else act();
            }}
          />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
