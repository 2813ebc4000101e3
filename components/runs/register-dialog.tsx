"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { useSubmit } from "@/components/ui/submit";

type Props = {
  slug: string;
  run: { uid: string; name: string };
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

export function RegisterDialog({ slug, run, open, onOpenChange }: Props) {
  const router = useRouter();
  const [name, setName] = useState("");
  const { pending, error, submit } = useSubmit();

  async function register() {
    const version = await submit<{ name: string }>("POST", `/projects/${slug}/models`, {
      name,
      run: run.uid,
    });
    if (version) router.push(`/projects/${slug}/models/${encodeURIComponent(version.name)}`);
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Register the model of ${run.name}?`}
      footer={
        <>
          <button type="button" className="btn form" onClick={() => onOpenChange(false)}>
            Cancel
          </button>
          <button
            type="button"
            className="btn form primary"
            disabled={pending || !name.trim()}
            onClick={register}
          >
            Register
          </button>
        </>
      }
    >
      <p>It becomes the next version of that name, in no stage. Who and when is noted.</p>
      <Field
        label="Name of the model"
        autoFocus
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={error}
      />
    </Dialog>
  );
}
