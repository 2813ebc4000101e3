import { expect, test } from "vitest";
import { exploreSearch, type ExploreSearch } from "@/lib/datasets/schema";
import { exploreWords } from "./explore-words";

const read = (words: URLSearchParams) => exploreSearch.parse(Object.fromEntries(words));
const usual = read(new URLSearchParams());

test("what Explore shows is read from the address as it was written there", () => {
  const search: ExploreSearch = {
    target: "Hazardous",
    find: "km & h",
    by: "missing",
    all: true,
    method: "kendall",
    copies: true,
    pair: ['a "b"', "c,d"],
  };
  const words = exploreWords(new URLSearchParams("version=2&view=explore"), search);
  expect(read(words)).toEqual(search);
  expect([words.get("version"), words.get("view")]).toEqual(["2", "explore"]);
});

test("what is as usual is not in the address, and what cannot be read is as usual", () => {
  expect(String(exploreWords(new URLSearchParams("version=2&find=x&pair=[]"), usual))).toBe("version=2");
  expect(read(new URLSearchParams("pair=[1]&method=none&by=none&all=perhaps"))).toEqual(usual);
});
