"use client";

import { Ellipsis } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { callApi } from "@/components/ui/call-api";
import { ErrorNote } from "@/components/ui/error-note";
import { Menu } from "@/components/ui/menu";
import { MenuItems } from "@/components/ui/menu-items";
import { useSubmit } from "@/components/ui/submit";
import { showToast } from "@/components/ui/toast";
import type { Document } from "@/lib/notebooks/document";
import { ExportLinks } from "./export-links";
import { keepCopy } from "./keep-copy";
import { PublishDialog, type Published } from "./publish-dialog";

type Props = {
  slug: string;
  id: string;
  title: string;
  mayWrite: boolean;
  published: Published | null;
  newest: number;
};

/** What is done to a notebook as a whole: it leaves as a file, is copied, or put away. */
export function NotebookMenu({ slug, id, title, mayWrite, published, newest }: Props) {
  const [isPublishing, setPublishing] = useState(false);
  const router = useRouter();
  const { pending, error, submit } = useSubmit();
  const notebooks = `/projects/${slug}/notebooks`;

  async function duplicate() {
    const found = await submit<{ document: Document }>("GET", `${notebooks}/${id}`);
    if (!found) return;
    const copy = await keepCopy(submit, notebooks, found.document);
    if (copy) router.push(copy);
  }
  async function remove() {
    if (!(await submit("DELETE", `${notebooks}/${id}`))) return;
    router.refresh();
    const undo = async () => {
      await callApi("POST", `${notebooks}/${id}/restore`);
      router.refresh();
    };
    showToast({ text: `${title} deleted`, undo });
  }
  return (
    <>
      <Menu
        className="more-menu"
        summaryClass="btn quiet icon"
        name={`More for ${title}`}
        label={<Ellipsis className="i" aria-hidden="true" />}
      >
        <MenuItems>
          <ExportLinks notebook={`${notebooks}/${id}`} verb="Export as " />
          {mayWrite ? (
            <>
              <button type="button" className="btn quiet" onClick={() => setPublishing(true)}>
                {published ? "Published …" : "Publish …"}
              </button>
              <button type="button" className="btn quiet" disabled={pending} onClick={() => void duplicate()}>
                Duplicate
              </button>
              <button type="button" className="btn quiet" disabled={pending} onClick={() => void remove()}>
                Delete
              </button>
            </>
          ) : null}
        </MenuItems>
      </Menu>
      {isPublishing ? (
        <PublishDialog
          {...{ slug, id, title, published }}
          revisionNow={() => Promise.resolve(newest)}
          onClose={() => setPublishing(false)}
        />
      ) : null}
      <ErrorNote message={error} />
    </>
  );
}
