import { randomBytes } from "node:crypto";

const cookie = "perihelion-device";

/** The mark by which a browser that has signed in before is known; null where it carries none. */
export function deviceOf(cookies: string | null | undefined): string | null {
  return cookies?.match(/(?:^|;\s*)perihelion-device=([A-Za-z0-9_-]{43})(?:;|$)/)?.[1] ?? null;
}

type Handler = (request: Request, context: unknown) => Promise<Response>;

/**
 * Gives a browser its mark before it signs in. It opens nothing:
 * strangers' attempts count apart from those that carry it.
 */
export function withDevice(handler: Handler): Handler {
  return async (request, context) => {
    const response = await handler(request, context);
    if (deviceOf(request.headers.get("cookie"))) return response;
    const secure = request.headers.get("x-forwarded-proto") === "https" ? "; Secure" : "";
    const mark = randomBytes(32).toString("base64url");
    response.headers.append(
      "set-cookie",
      `${cookie}=${mark}; Path=/api/auth; HttpOnly; SameSite=Lax; Max-Age=31536000${secure}`,
    );
    return response;
  };
}
