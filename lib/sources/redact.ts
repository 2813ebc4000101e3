/**
 * A text without the values of a secret, in clear or as they are written in addresses and headers: what
 * drivers
 * and other servers say may repeat what they were sent.
 */
export function withoutSecrets(text: string, secret: Record<string, string> | null): string {
  const forms = Object.values(secret ?? {})
    .filter((value) => value.length > 0)
    .flatMap((value) => [value, encodeURIComponent(value), Buffer.from(value).toString("base64")])
    .toSorted((a, b) => b.length - a.length);
  return forms.reduce((rest, form) => rest.replaceAll(form, "•••"), text);
}
