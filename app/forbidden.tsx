import Link from "next/link";
import { Empty } from "@/components/ui/empty";

export default function Forbidden() {
  return (
    <main className="solo-page">
      <title>Not allowed · Perihelion</title>
      <h1 className="sr">Not allowed</h1>
      <Empty
        title="Your role does not allow this"
        actions={
          <Link className="btn primary" href="/">
            Your projects
          </Link>
        }
      >
        Ask an owner of the project for a stronger role.
      </Empty>
    </main>
  );
}
