import { limits } from "@/lib/limits";

/** What a route's JSON body may hold: bytes of its text, and keys of all its objects together. */
export type BodyBounds = { bytes: number; keys: number };

/** For a route that is no upload and no batch. */
export const plainBody: BodyBounds = { bytes: limits.jsonBodyBytes, keys: limits.jsonKeys };

declare module "fastify" {
  interface FastifyContextConfig {
    body?: BodyBounds;
  }
}
