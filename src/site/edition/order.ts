/**
 * Returns stories by their date of publication, newest first: the order in which readers get them. Stories of the same time keep
 * their order. An edition or archive page itself has the order of places, in which this site published its stories.
 */
export const newestFirst = <T extends { datePublished: string }>(stories: readonly T[]): T[] =>
  stories.toSorted((a, b) => Date.parse(b.datePublished) - Date.parse(a.datePublished));
