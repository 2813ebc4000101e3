"use client";

import { useState } from "react";
import { callApi } from "@/components/ui/call-api";

type Page<Item> = { items: Item[]; next: string | number | null };
type State<Item> = Page<Item> & { search: string; pending: boolean; error: string | null };

/**
 * A list that goes on: its first page came with the document,
 * the next ones and what is searched for come from `path`.
 */
export function usePages<Item>(path: string, first: Page<Item>, read: (item: Item) => Item = (item) => item) {
  const [state, setState] = useState<State<Item>>({ ...first, search: "", pending: false, error: null });
  // What comes anew with the page takes the place of what is shown, unless somebody has gone on in the list.
  const [known, setKnown] = useState(first);
  if (known !== first) {
    setKnown(first);
    if (state.search === "" && state.items.length <= first.items.length) setState({ ...state, ...first });
  }

  async function load(search: string, after: string | number | null) {
    setState((before) => ({ ...before, search, pending: true, error: null }));
    const query = new URLSearchParams({
      ...(search ? { search } : {}),
      ...(after === null ? {} : { after: String(after) }),
    });
    const mark = path.includes("?") ? "&" : "?";
    const answer = await callApi<Page<Item>>("GET", `${path}${mark}${query}`);
    setState((before) => {
      if (before.search !== search) return before; // somebody typed on
      if (!answer.ok) return { ...before, pending: false, error: answer.message };
      const page = answer.value.items.map(read);
      const items = after === null ? page : [...before.items, ...page];
      return { ...before, items, next: answer.value.next, pending: false };
    });
  }

  return {
    ...state,
    /** Reads the next page behind those that are there. */
    more: () => load(state.search, state.next),
    /** Looks for names that hold a text. */
    find: (search: string) =>
      search === "" ? setState({ ...first, search, pending: false, error: null }) : load(search, null),
  };
}
