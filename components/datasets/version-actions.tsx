"use client";

import { Ellipsis } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { Menu } from "@/components/ui/menu";
import { MenuItems } from "@/components/ui/menu-items";
import { useSubmit } from "@/components/ui/submit";
import { DeleteData } from "./delete-data";

type Props = {
  slug: string;
  dataset: string;
  number: number;
  newest: boolean;
  only: boolean;
  mayWrite: boolean;
  mayDelete: boolean;
};

/** What is done to one version: restored as the next one, or deleted. */
export function VersionActions({ slug, dataset, number, newest, only, mayWrite, mayDelete }: Props) {
  const router = useRouter();
  const [deleting, setDeleting] = useState(false);
  const { pending, error, submit } = useSubmit();
  const api = `/projects/${slug}/datasets/${encodeURIComponent(dataset)}`;
  const version = `${api}/versions/${number}`;
  const mayRestore = mayWrite && !newest;

  async function restore() {
    const made = await submit<{ number: number }>("POST", `${version}/restore`);
    if (!made) return;
    router.push(`/projects/${slug}/data/${encodeURIComponent(dataset)}?version=${made.number}&view=versions`);
    router.refresh();
  }

  if (!mayRestore && !(mayDelete && !only)) return null;
  return (
    <>
      <Menu
        className="more-menu"
        summaryClass="btn quiet icon"
        name={`More for v${number}`}
        label={<Ellipsis className="i" aria-hidden="true" />}
      >
        <MenuItems>
          {mayRestore ? (
            <button type="button" className="btn quiet" disabled={pending} onClick={() => void restore()}>
              Restore as the next version
            </button>
          ) : null}
          {mayDelete && !only ? (
            <button type="button" className="btn quiet" onClick={() => setDeleting(true)}>
              Delete
            </button>
          ) : null}
        </MenuItems>
      </Menu>
      <ErrorNote message={error} />
      {deleting ? (
        <DeleteData
          what={`${dataset} v${number}`}
          api={version}
          dependentsApi={`${api}/dependents?version=${number}`}
          onClose={() => setDeleting(false)}
          onDeleted={() => {
            setDeleting(false);
            router.push(`/projects/${slug}/data/${encodeURIComponent(dataset)}?view=versions`);
            router.refresh();
          }}
        >
          <li>Its number is not given again.</li>
        </DeleteData>
      ) : null}
    </>
  );
}
