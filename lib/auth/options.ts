import type { NextAuthOptions } from "next-auth";
import credentials from "next-auth/providers/credentials";
import * as z from "zod";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { endSessions, signIn } from "./sign-in";

const form = z.object({ email: z.string().max(254), password: z.string().max(200) });

/** next-auth by e-mail and password; its cookie carries the id of a session that the database may end. */
export const authOptions: NextAuthOptions = {
  session: { strategy: "jwt", maxAge: limits.sessionMilliseconds / 1_000 },
  pages: { signIn: "/sign-in", error: "/sign-in" },
  providers: [
    credentials({
      credentials: { email: { type: "email" }, password: { type: "password" } },
      async authorize(raw) {
        const { email, password } = form.parse(raw);
        try {
          const { user, sessionId } = await signIn(db(), { email, password, now: new Date(), from: null });
          return { ...user, sessionId };
        } catch (error) {
          if (error instanceof AppError) throw new Error(error.message); // next-auth shows the sentence of an Error
          throw error;
        }
      },
    }),
  ],
  callbacks: {
    jwt: ({ token, user }) => (user && "sessionId" in user ? { ...token, sessionId: user.sessionId } : token),
  },
  events: {
    async signOut({ token }) {
      if (typeof token.sessionId !== "string") return;
      const session = await db().session.findUnique({ where: { id: token.sessionId } });
      if (session)
        await endSessions(db(), { userId: session.userId, sessionId: session.id, now: new Date() });
    },
  },
};
