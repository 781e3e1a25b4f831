/** How many there are behind a link, as a language writes it; nothing if there are none. */
export const unlessNone = (count: number, language = 'en'): string =>
  count === 0 ? '' : count.toLocaleString(language);
