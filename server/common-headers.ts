/** What every answer of the server says, unless it says otherwise itself. */
export const commonHeaders = { "x-content-type-options": "nosniff", "cache-control": "no-store" };
