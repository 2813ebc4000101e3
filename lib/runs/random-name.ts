const adjectives = ["amber", "ancient", "bold", "bright", "calm", "cold", "deep", "distant", "dusty", "eager", "faint", "fast", "gentle", "golden", "grand", "hidden", "icy", "keen", "late", "light", "lone", "lucid", "merry", "nimble", "outer", "pale", "polar", "quiet", "rapid", "restless", "rocky", "silent", "silver", "slow", "solar", "steady", "stony", "swift", "vast", "wide"];
const nouns = ["aten", "apollo", "amor", "apex", "arc", "aster", "aurora", "belt", "bolide", "comet", "corona", "crater", "dawn", "drift", "dust", "eclipse", "ember", "eros", "flare", "halo", "horizon", "ion", "juno", "lyra", "meteor", "moon", "nebula", "node", "nova", "orbit", "pallas", "perigee", "probe", "quasar", "ring", "star", "tide", "transit", "vesta", "zenith"];

/** A name for a run that was given none, such as `quiet-comet-412`. `random` gives numbers from 0 to 1. */
export function randomRunName(random: () => number): string {
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)]!;
  return `${pick(adjectives)}-${pick(nouns)}-${Math.floor(random() * 1000)}`;
}
