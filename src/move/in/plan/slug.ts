import anyAscii from 'any-ascii';

/**
 * Makes a slug of a text in any script: lower-case ASCII words joined by hyphens, at most `max` characters, cut between words where that
 * leaves half of it. Returns '' if nothing is left.
 */
export function asciiSlug(text: string, max: number): string {
  // Chinese has no spaces between words, and its syllables would make one that nobody can read.
  const spaced = text.normalize('NFKC').replace(/\p{Script=Han}/gu, ' $& ');
  // It would spell pictographs out: `:snowman:`.
  const words = anyAscii(spaced.replace(/\p{Extended_Pictographic}/gu, ' '))
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (words.length <= max) return words;
  const cut = words.slice(0, max + 1);
  const end = cut.lastIndexOf('-');
  return end > max / 2 ? cut.slice(0, end) : cut.slice(0, max).replace(/-$/, '');
}

/** Returns the first of `slug`, `slug-2`, `slug-3` … that is free. */
export function freeSlug(slug: string, max: number, isTaken: (slug: string) => boolean): string {
  if (!isTaken(slug)) return slug;
  for (let number = 2; ; number++) {
    const suffix = `-${number}`;
    const candidate = `${slug.slice(0, max - suffix.length).replace(/-$/, '')}${suffix}`;
    if (!isTaken(candidate)) return candidate;
  }
}
