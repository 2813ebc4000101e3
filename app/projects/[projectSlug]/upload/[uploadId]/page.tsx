import type { Metadata } from "next";
import { ImportPage } from "@/components/datasets/import-page";
import { loadUpload } from "@/lib/datasets/loaders";

export const metadata: Metadata = { title: "Import" };

type Props = { params: Promise<{ projectSlug: string; uploadId: string }> };

export default async function UploadPage({ params }: Props) {
  const { projectSlug, uploadId } = await params;
  const upload = await loadUpload(projectSlug, uploadId);
  return <ImportPage slug={projectSlug} {...upload} />;
}
