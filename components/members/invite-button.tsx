"use client";

import { UserPlus } from "lucide-react";
import { useState } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";
import { atLeast, roles, type Role } from "@/lib/auth/permissions";

export function InviteButton({ slug, role }: { slug: string; role: Role }) {
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<Role>("EDITOR");
  const [link, setLink] = useState<string | null>(null);
  const { pending, error, submit } = useSubmit();

  async function invite() {
    const made = await submit<{ path: string; url: string | null }>("POST", `/projects/${slug}/invitations`, {
      role: chosen,
    });
    if (made) setLink(made.url ?? location.origin + made.path);
  }

  return (
    <>
      <button
        type="button"
        className="btn primary"
        aria-keyshortcuts="N"
        onClick={() => (setLink(null), setOpen(true))}
      >
        <UserPlus className="i" aria-hidden="true" />
        Invite
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Invite somebody?"
        footer={
          <>
            <button type="button" className="btn form" onClick={() => setOpen(false)}>
              {link ? "Done" : "Cancel"}
            </button>
            {link ? null : (
              <button type="button" className="btn form primary" disabled={pending} onClick={invite}>
                Make link
              </button>
            )}
          </>
        }
      >
        {link ? (
          <>
            <p>Whoever opens this link first joins. It works once, within seven days.</p>
            <div className="secret">
              <code className="grow">{link}</code>
              <CopyButton text={link} />
            </div>
          </>
        ) : (
          <div className="field">
            <label htmlFor="invite-role">Role</label>
            <select
              id="invite-role"
              className="input"
              value={chosen}
              onChange={(event) => setChosen(event.target.value as Role)}
            >
              {roles
                .filter((choice) => atLeast(role, choice))
                .map((choice) => (
                  <option key={choice} value={choice}>
                    {choice[0] + choice.slice(1).toLowerCase()}
                  </option>
                ))}
            </select>
            <p className="hint">
              Viewers read; editors also change data, notebooks and runs; maintainers promote models and
              invite; owners do all.
            </p>
          </div>
        )}
        <ErrorNote message={error} />
      </Dialog>
    </>
  );
}
