import { expect, test } from "vitest";
import { fingerprint, ngramFingerprint, phoneticKey } from "./keys";

const spaces =
  "a\u0009\nb\u000Bc\u000Cd\re\u0085f\u00A0g\u1680h\u2000i\u2001j\u2002k\u2003l\u2004m\u2005n\u2006o" +
  "\u2007p\u2008q\u2009r\u200As\u2028t\u2029u\u202Fv\u205Fw\u3000z";

test("the fingerprint is that of OpenRefine, on the cases of its own tests", () => {
  for (const [value, key] of [
    ["the multi multi word test", "multi test the word"],
    [" école ÉCole ecoLe ", "ecole"],
    [" d c b a ", "a b c d"],
    ["\tABC \t DEF ", "abc def"],
    ["bbb\taaa", "aaa bbb"],
    ["æø", "aeoe"],
    ["©ß", "css"],
    ["\u00D0\u00F0\u00DE\u00FEǷƿ", "ddththww"],
    ["ﬀﬁﬂﬃﬅﬆ", "fffiflffistst"],
    ["ĬĭĮįİ\u0131", "iiiiii"],
    ["\u0138\u0141\u0142\u0149\u014A\u014B", "kllnnn"],
    ["\u00D8\u00F8", "oeoe"],
    ["\u0162\u0163\u0166\u0167\u017F", "tttts"],
    ["ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞß", "aaaaaaaeceeeeiiiidnooooooeuuuuythss"],
    ["ẖẗẘẙẚẛẜẝẞẠ", "htwyasssssa"],
    [spaces, "a b c d e f g h i j k l m n o p q r s t u v w z"],
  ])
    expect(fingerprint(value!), value).toBe(key);
});

test("the n-gram fingerprint is that of OpenRefine, on the cases of its own tests", () => {
  expect(ngramFingerprint("hello", 1)).toBe("ehlo");
  expect(ngramFingerprint("he!llo,. world", 1)).toBe("dehlorw");
  expect(ngramFingerprint("\u0001a, !b-c_d\u00a0d\tz\u0003", 3)).toBe("abcbcdcddddz");
  expect(ngramFingerprint(" a,b.c d\te!f?g ", 2)).toBe("abbccddeeffg");
  expect(ngramFingerprint("gfedcba", 2)).toBe("bacbdcedfegf");
  expect(ngramFingerprint("écÉCec", 2)).toBe("ceec");
  expect(ngramFingerprint(spaces, 2)).toBe("abbccddeeffgghhiijjkkllmmnnooppqqrrssttuuvvwwz");
  expect(ngramFingerprint("a", 2)).toBe("");
});

test("emoji and letters of other scripts are whole code points, and say something", () => {
  expect(fingerprint("🚀 Moscú!")).toBe("moscu 🚀");
  expect(ngramFingerprint("🚀🛰", 1)).toBe(["🚀", "🛰"].toSorted().join(""));
  expect(fingerprint("МОСКВА")).toBe(fingerprint("москва"));
  expect(fingerprint("東京")).not.toBe(fingerprint("京都"));
  expect(fingerprint("?!…")).toBe("");
});

test("words sound by Kölner Phonetik, on the answers that its descriptions give", () => {
  for (const [value, key] of [
    ["Müller-Lüdenscheidt", "65752682"],
    ["Wikipedia", "3412"],
    ["Breschnew", "17863"],
    ["Meyer", "67"],
    ["Maier", "67"],
    ["Philip", "351"],
    ["Xaver", "4837"],
    ["Acht", "042"],
    ["Heinz Classen", "068586"],
  ])
    expect(phoneticKey(value!), value).toBe(key);
  expect(phoneticKey("Sala 1")).not.toBe(phoneticKey("Sala 2"));
  expect(phoneticKey("Мир")).toBe("мир".normalize("NFKD"));
});
