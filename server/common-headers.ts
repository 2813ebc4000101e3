/**
 * What every answer of a machine says beside the headers of the front door, unless it says otherwise itself.
 */
export const commonHeaders = { "cache-control": "no-store" };
