/**
 * Returns a name in the form in which names are compared: compatible characters (NFKC), case and white space are the same, and
 * marks that only set the direction of text do not count.
 */
export const foldName = (name: string): string =>
  name
    .replace(/\p{Bidi_Control}/gu, '')
    .normalize('NFKC')
    // Upper case first: it takes "ß" to "SS" and "ς" to "Σ".
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .trim();
