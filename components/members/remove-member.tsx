"use client";

import { useRouter } from "next/navigation";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";
import type { MemberRow } from "@/lib/projects/people";
import { roleName } from "./role-choice";

type Props = { slug: string; member: MemberRow | null; me: string; onClose: () => void };

/** Asks before somebody leaves a project, and says all that goes with them. */
export function RemoveMember({ slug, member, me, onClose }: Props) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();
  if (!member) return null;
  const isMe = member.id === me;

  async function remove() {
    if (!(await submit("DELETE", `/projects/${slug}/members/${member!.id}`))) return;
    if (isMe) return location.assign("/");
    onClose();
    router.refresh();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={isMe ? "Leave this project?" : `Remove ${member.name}?`}
      footer={
        <>
          <button type="button" className="btn form" onClick={onClose}>
            Cancel
          </button>
          <button type="button" className="btn form danger" disabled={pending} onClick={remove}>
            {isMe ? "Leave" : "Remove"}
          </button>
        </>
      }
    >
      <p>{isMe ? "You lose" : `${member.name} loses`} at once:</p>
      <ul className="list-disc pl-5">
        {member.role ? <li>the role {roleName(member.role).toLowerCase()}</li> : null}
        {member.groups.length > 0 ? (
          <li>
            membership of {member.groups.length === 1 ? "the group" : `${member.groups.length} groups:`}{" "}
            {member.groups.map(({ name }) => name).join(", ")}
          </li>
        ) : null}
        {member.resources > 0 ? (
          <li>permissions on {member.resources === 1 ? "1 resource" : `${member.resources} resources`}</li>
        ) : null}
        <li>access by API tokens and open pages</li>
      </ul>
      <p className="t2">What {isMe ? "you" : "they"} made stays. Coming back takes an invitation.</p>
      <ErrorNote message={error} />
    </Dialog>
  );
}
