/**
 * The first of `available` content codings that an `Accept-Encoding` header takes; null where only plain
 * text will do, as without a header. A coding with weight 0 is refused, `*` stands for those not named.
 */
export function acceptedEncoding<Coding extends string>(
  header: string | undefined,
  available: readonly Coding[],
): Coding | null {
  const weights = new Map((header ?? "").split(",").map(weightOf));
  const takes = (coding: string) => (weights.get(coding) ?? weights.get("*") ?? 0) > 0;
  return available.find(takes) ?? null;
}

function weightOf(part: string): [coding: string, weight: number] {
  const [coding = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
  const weight = parameters.find((text) => text.startsWith("q="))?.slice(2) ?? "1";
  return [coding, /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(weight) ? Number(weight) : 0];
}
