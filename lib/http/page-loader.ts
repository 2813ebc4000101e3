import "server-only";

import { headers } from "next/headers";
import { forbidden, notFound, redirect } from "next/navigation";
import { cache } from "react";
import { personOf, type Person } from "@/lib/auth/identity";
import { authorizeResources } from "@/lib/auth/authorize-resources";
import { requireMember, type Member } from "@/lib/auth/member";
import type { Permission } from "@/lib/auth/permissions";
import type { ResourceOptions, ResourceRef } from "@/lib/auth/resources";
import { requireAdministrator } from "@/lib/auth/users";
import { db, type Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { faultOf } from "./fault";

/** Who asks for this page; once a request. */
export const currentPerson = cache(async (): Promise<Person | null> => {
  const sent = await headers();
  return personOf(
    db(),
    { cookie: sent.get("cookie") ?? undefined, authorization: undefined, from: sent.get("x-forwarded-for") },
    new Date(),
  );
});

/** What a page refers to, by the first of its loader's arguments, whose types it writes down. */
type NamesResources<Args extends unknown[]> = {
  of(...args: Args): readonly ResourceRef[] | "filtered";
}["of"];

/**
 * The one way to read for a page of a project: checks the permission, on each of its `resources` too, then
 * `load`, once per request whoever asks, with its AppErrors turned into what a page can show. Any other
 * error reaches error.tsx.
 */
export function pageLoader<P extends Permission, Args extends unknown[], Result>(
  { permission, resources }: ResourceOptions<P, NoInfer<NamesResources<Args>>>,
  load: (context: { member: Member; db: Db }, ...args: Args) => Promise<Result>,
) {
  return cache(async (projectSlug: string, ...args: Args): Promise<Result> =>
    shown(async () => {
      const member = await requireMember(db(), await currentPerson(), projectSlug, permission, {
        within: true,
      });
      const named = typeof resources === "function" ? resources(...args) : resources;
      await authorizeResources(db(), member, permission, named ?? []);
      return load({ member, db: db() }, ...args);
    }),
  );
}

/** The same for pages outside of projects, for anyone signed in, or for administrators alone. */
export function personLoader<Args extends unknown[], Result>(
  permission: "signed-in" | "administrator",
  load: (context: { person: Person; db: Db }, ...args: Args) => Promise<Result>,
) {
  return cache(async (...args: Args): Promise<Result> =>
    shown(async () => {
      const person = await currentPerson();
      if (!person) throw new AppError("UNAUTHENTICATED", "Sign in first.");
      if (permission === "administrator") requireAdministrator(person);
      return load({ person, db: db() }, ...args);
    }),
  );
}

/** The page to sign in at, which leads back to the one asked for; the front door says which that was. */
async function signInPage(): Promise<string> {
  const asked = (await headers()).get("x-asked-page") ?? "/";
  return asked === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(asked)}`;
}

async function shown<Result>(load: () => Promise<Result>): Promise<Result> {
  try {
    return await load();
  } catch (error) {
    const fault = faultOf(error);
    if (fault) throw Object.assign(fault, { digest: fault.code }); // all of an error that reaches the browser
    if (!(error instanceof AppError)) throw error;
    if (error.code === "UNAUTHENTICATED") redirect(await signInPage());
    if (error.code === "FORBIDDEN") forbidden();
    if (error.code === "NOT_FOUND") notFound();
    throw error;
  }
}
