/** A document without what was never set: nulls, empty text and empty lists, at every depth, as protobuf leaves them out; a tag's empty value was set. */
export function tidied(document: string): object {
  return JSON.parse(document, (name, value: unknown) =>
    name !== "value" && (value === null || value === "" || (Array.isArray(value) && value.length === 0))
      ? undefined
      : value,
  ) as object;
}
