import Link from "next/link";
import { Empty } from "@/components/ui/empty";

export default function NotFound() {
  return (
    <main className="solo-page">
      <title>Not found · Perihelion</title>
      <h1 className="sr">Not found</h1>
      <Empty
        title="Not found"
        actions={
          <Link className="btn primary" href="/">
            Your projects
          </Link>
        }
      >
        There is nothing here that you can see. It may have another name, or you may need an invitation.
      </Empty>
    </main>
  );
}
