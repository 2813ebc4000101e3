import type { NextAuthOptions } from "next-auth";
import credentials from "next-auth/providers/credentials";
import * as z from "zod";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { deviceOf } from "./device-mark";
import { endSessions, signIn } from "./sign-in";

const form = z.object({
  email: z
    .string()
    .max(254)
    .refine((text) => !text.includes("\0")),
  password: z.string().max(200),
});

const textIn = (value: unknown) => (typeof value === "string" ? value : null);

/** next-auth by e-mail and password; its cookie carries the id of a session that the database may end. */
export const authOptions: NextAuthOptions = {
  session: { strategy: "jwt", maxAge: limits.sessionMilliseconds / 1_000 },
  pages: { signIn: "/sign-in", error: "/sign-in" },
  providers: [
    credentials({
      credentials: { email: { type: "email" }, password: { type: "password" } },
      async authorize(raw, { headers = {} }) {
        const sent = form.safeParse(raw);
        if (!sent.success) throw new Error("Email and password do not match.");
        const device = deviceOf(textIn(headers.cookie));
        const from = textIn(headers["x-forwarded-for"]);
        try {
          const { user, sessionId } = await signIn(db(), { ...sent.data, now: new Date(), from, device });
          return { ...user, sessionId };
        } catch (error) {
          // next-auth shows the sentence of an Error
          if (error instanceof AppError) throw new Error(error.message);
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
      const { sessionId } = token;
      const session = await db().session.findUnique({
        where: { id: sessionId },
        select: { user: { select: { id: true, name: true } } },
      });
      if (!session) return;
      const { id: userId, name } = session.user;
      const actor = { id: userId, name, via: "session" as const, viaId: sessionId, from: null };
      await endSessions(db(), actor, { userId, sessionId, now: new Date() });
    },
  },
};
