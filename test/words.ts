/** Makes pseudo-random words from a seed. They hardly repeat, so text compresses about as well as real text. */
export function words(count: number, seed: number): string {
  const drawn: string[] = [];
  let state = seed;
  for (let index = 0; index < count; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    drawn.push((state >>> 8).toString(36).slice(0, 2 + (state % 7)));
  }
  return drawn.join(' ');
}
