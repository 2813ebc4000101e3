"use client";

import { createContext, useContext } from "react";

/** The id of the person who looks at the page. */
export const Person = createContext("");

/** Who looks at the page, by id: what a browser keeps is kept by person. */
export function usePerson(): string {
  return useContext(Person);
}
