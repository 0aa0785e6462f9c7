/** Codes that the page of problems has a section of: its headings of the third rank. */
export const codesOf = (page: string): ReadonlySet<string> =>
  new Set([...page.matchAll(/^### `([a-z0-9-]+)`$/gm)].flatMap(([, code]) => code ?? []));
