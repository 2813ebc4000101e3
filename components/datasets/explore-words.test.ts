import { expect, test } from "vitest";
import { exploreSearch, type ExploreSearch } from "@/lib/datasets/schema";
import { besideExplore, exploreWords } from "./explore-words";

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

test("addresses that differ in what Explore shows alone are one page", () => {
  const page = besideExplore(new URL("http://x/data/a?version=2&view=explore&find=size&method=kendall"));
  expect(page).toBe(besideExplore(new URL("http://x/data/a?view=explore&version=2&target=kind")));
  expect(page).not.toBe(besideExplore(new URL("http://x/data/a?version=3&view=explore&find=size")));
  expect(page).not.toBe(besideExplore(new URL("http://x/data/b?version=2&view=explore")));
  expect(page).not.toBe(besideExplore(new URL("http://x/data/a?version=2&view=rows")));
});
