/** The most characters of the old site that a loss quotes. */
const MAX_QUOTED = 200;

/** Puts text on one line, with single spaces. */
export const onOneLine = (text: string): string => text.replace(/[\s\u0085]+/g, ' ').trim();

/** Puts text on one line of at most `most` characters, for people to recognize it. Never cuts within a character. */
export function shorten(text: string, most: number = MAX_QUOTED): string {
  const line = onOneLine(text);
  // A character takes at most two UTF-16 units.
  const characters = Array.from(line.slice(0, 2 * most + 1));
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : line;
}
