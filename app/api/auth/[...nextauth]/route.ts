import NextAuth from "next-auth";
import { withDevice } from "@/lib/auth/device-mark";
import { authOptions } from "@/lib/auth/options";

const handler = withDevice(
  NextAuth(authOptions) as (request: Request, context: unknown) => Promise<Response>,
);

export { handler as GET, handler as POST };
