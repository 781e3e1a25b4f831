// Where words are in a text that has changed since they were marked. Pure.

/** Finds words where they were, or else the nearest place at which the text has them. */
export function nearestPlace(text: string, words: string, start: number): number | undefined {
  if (words === '') return undefined;
  const places = [text.lastIndexOf(words, start), text.indexOf(words, start)].filter((at) => at >= 0);
  return places.toSorted((one, other) => Math.abs(one - start) - Math.abs(other - start))[0];
}
