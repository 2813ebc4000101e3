"use client";

import { PackagePlus } from "lucide-react";
import { useState } from "react";
import { RegisterDialog } from "./register-dialog";

export function RegisterButton({ slug, run }: { slug: string; run: { uid: string; name: string } }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="btn primary" onClick={() => setOpen(true)}>
        <PackagePlus className="i" aria-hidden="true" />
        Register
      </button>
      <RegisterDialog slug={slug} run={run} open={open} onOpenChange={setOpen} />
    </>
  );
}
