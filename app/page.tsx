import { redirect } from "next/navigation";
import { ProjectList } from "@/components/projects/project-list";
import { loadSignInState, loadProjects } from "@/lib/projects/loaders";

export default async function HomePage() {
  if ((await loadSignInState()).needsSetup) redirect("/setup");
  return <ProjectList {...await loadProjects()} />;
}
