import { redirect } from "next/navigation";
import { ProjectList } from "@/components/projects/project-list";
import { loadDoor, loadProjects } from "@/lib/projects/loaders";

export default async function HomePage() {
  if ((await loadDoor()).needsSetup) redirect("/setup");
  return <ProjectList {...await loadProjects()} />;
}
