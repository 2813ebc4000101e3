/**
 * A document without what was never set: nulls, empty text and empty lists, at every depth, as protobuf
 * leaves them out. A tag's empty value was set, and so is what `isSet` says of a name and what holds it.
 */
export function tidied(
  document: string,
  isSet: (name: string, holder: object) => boolean = () => false,
): object {
  return JSON.parse(document, function (this: object, name: string, value: unknown) {
    const empty = value === null || value === "" || (Array.isArray(value) && value.length === 0);
    return empty && name !== "value" && !isSet(name, this) ? undefined : value;
  }) as object;
}
