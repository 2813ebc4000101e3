import type { Metadata } from "next";
import { TrainForm } from "@/components/runs/train-form";
import { loadTraining } from "@/lib/runs/loaders";
import { trainSearch } from "@/lib/runs/schema";

export const metadata: Metadata = { title: "Train" };

export default async function TrainPage({
  params,
  searchParams,
}: PageProps<"/projects/[projectSlug]/train">) {
  const { projectSlug } = await params;
  const search = trainSearch.parse(await searchParams);
  return <TrainForm slug={projectSlug} choices={await loadTraining(projectSlug)} wanted={search} />;
}
