/** Who does something, and by which way they came in; every command takes one and writes it to the audit. */
export type Actor = {
  id: string | null;
  name: string;
  via: "session" | "token" | "password" | "link" | "job" | "worker" | "system";
  viaId: string | null;
  /** Network address of the caller, where there is one. */
  from: string | null;
};

/** The product itself, such as the server at its start or a lease that ran out. */
export const system: Actor = { id: null, name: "Perihelion", via: "system", viaId: null, from: null };
