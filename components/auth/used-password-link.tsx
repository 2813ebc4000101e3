import Link from "next/link";
import { Empty } from "@/components/ui/empty";

export function UsedPasswordLink() {
  return (
    <main className="solo-page">
      <h1 className="sr">New password</h1>
      <Empty
        title="This link was used or has expired"
        actions={
          <Link className="btn primary" href="/">
            Sign in
          </Link>
        }
      >
        A link works once, within a day. Ask an administrator for a new one.
      </Empty>
    </main>
  );
}
