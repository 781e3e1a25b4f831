/** Returns a number with what it counts: `1 story`, `1,200 stories`. */
export const countOf = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** How many there are behind a link, as a language writes it; nothing if there are none. */
export const unlessNone = (count: number, language = 'en'): string =>
  count === 0 ? '' : count.toLocaleString(language);
