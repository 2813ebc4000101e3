"use client";

import { signOut } from "next-auth/react";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";

export function Sessions() {
  const { pending, error, submit } = useSubmit();
  const leave = () => signOut({ callbackUrl: "/sign-in" });

  async function everywhere() {
    if (await submit("DELETE", "/me/sessions")) await leave();
  }

  return (
    <section className="sec" aria-labelledby="h-sessions">
      <div className="sec-head">
        <h2 id="h-sessions">Signed in</h2>
      </div>
      <div className="row">
        <button type="button" className="btn" onClick={leave}>
          Sign out here
        </button>
        <button type="button" className="btn" disabled={pending} onClick={everywhere}>
          Sign out everywhere
        </button>
      </div>
      <ErrorNote message={error} />
    </section>
  );
}
