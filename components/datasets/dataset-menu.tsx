"use client";

import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { callApi } from "@/components/ui/call-api";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { Menu } from "@/components/ui/menu";
import { MenuItems } from "@/components/ui/menu-items";
import { useSubmit } from "@/components/ui/submit";
import { showToast } from "@/components/ui/toast";
import { counted } from "@/lib/format";
import { DeleteData } from "./delete-data";

type Props = {
  slug: string;
  name: string;
  description: string;
  /** The version that is looked at, and how many there are. */
  version: number;
  versions: number;
  mayWrite: boolean;
  mayDelete: boolean;
};

/** What is done more rarely: make synthetic rows of a version, rename and describe the dataset, delete it. */
export function DatasetMenu({ slug, name, description, version, versions, mayWrite, mayDelete }: Props) {
  const router = useRouter();
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  const api = `/projects/${slug}/datasets/${encodeURIComponent(name)}`;
  if (!mayWrite && !mayDelete) return null;
  return (
    <>
      <Menu className="more-menu" name="More" label={<Ellipsis className="i" aria-hidden="true" />}>
        <MenuItems>
          {mayWrite ? (
            <Link
              className="btn quiet"
              href={`/projects/${slug}/data/${encodeURIComponent(name)}/synthetic?version=${version}`}
            >
              Synthetic rows
            </Link>
          ) : null}
          {mayWrite ? (
            <button type="button" className="btn quiet" onClick={() => setOpen("edit")}>
              Rename or describe
            </button>
          ) : null}
          {mayDelete ? (
            <button type="button" className="btn quiet" onClick={() => setOpen("delete")}>
              Delete
            </button>
          ) : null}
        </MenuItems>
      </Menu>
      {open === "edit" ? (
        <EditDataset slug={slug} name={name} description={description} onClose={() => setOpen(null)} />
      ) : null}
      {open === "delete" ? (
        <DeleteData
          what={name}
          api={api}
          dependentsApi={`${api}/dependents`}
          onClose={() => setOpen(null)}
          onDeleted={() => (router.push(`/projects/${slug}/data`), router.refresh())}
        >
          <li>
            {counted(versions, "version")} and what was worked out of {versions === 1 ? "it" : "them"} go; so
            do permissions on it.
          </li>
          <li>Notebooks and queries that name it fail from then on.</li>
        </DeleteData>
      ) : null}
    </>
  );
}

function EditDataset({
  slug,
  name,
  description,
  onClose,
}: Pick<Props, "slug" | "name" | "description"> & { onClose: () => void }) {
  const router = useRouter();
  const [draft, setDraft] = useState({ name, description });
  const { pending, error, submit } = useSubmit();
  const apiOf = (of: string) => `/projects/${slug}/datasets/${encodeURIComponent(of)}`;
  const pageOf = (of: string) => `/projects/${slug}/data/${encodeURIComponent(of)}`;

  async function save() {
    const change = {
      ...(draft.name === name ? {} : { name: draft.name }),
      ...(draft.description === description ? {} : { description: draft.description }),
    };
    if (Object.keys(change).length === 0) return onClose();
    const saved = await submit<{ name: string }>("PATCH", apiOf(name), change);
    if (!saved) return;
    onClose();
    if (saved.name !== name) {
      router.replace(pageOf(saved.name));
      const undo = async () => {
        const answer = await callApi("PATCH", apiOf(saved.name), { name });
        if (answer.ok) router.replace(pageOf(name));
        router.refresh();
      };
      showToast({ text: `${name} is called ${saved.name} now`, undo });
    }
    router.refresh();
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Rename or describe ${name}`}
      footer={
        <>
          <button type="button" className="btn form" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" form="edit-dataset" className="btn form primary" disabled={pending}>
            Save
          </button>
        </>
      }
    >
      <form
        id="edit-dataset"
        className="grid gap-3"
        onSubmit={(event) => (event.preventDefault(), void save())}
      >
        <Field
          label="Name"
          required
          maxLength={100}
          value={draft.name}
          onChange={({ target }) => setDraft({ ...draft, name: target.value })}
          hint="Runs, versions and permissions stay with it. Notebooks and queries name it by hand."
        />
        <div className="field">
          <label htmlFor="dataset-description">Description, optional</label>
          <textarea
            id="dataset-description"
            className="input"
            rows={5}
            maxLength={4_000}
            value={draft.description}
            onChange={({ target }) => setDraft({ ...draft, description: target.value })}
          />
        </div>
        <ErrorNote message={error} />
      </form>
    </Dialog>
  );
}
