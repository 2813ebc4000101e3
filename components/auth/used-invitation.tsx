import Link from "next/link";
import { Empty } from "@/components/ui/empty";

export function UsedInvitation() {
  return (
    <main className="solo-page">
      <h1 className="sr">Invitation</h1>
      <Empty
        title="This invitation was used or has expired"
        actions={
          <Link className="btn primary" href="/">
            Sign in
          </Link>
        }
      >
        A link lets one person join, within seven days. Ask whoever sent it for a new one.
      </Empty>
    </main>
  );
}
