/** Words that look like a language's and do not repeat, so that compression has its real work; the same for a seed. */
export function words(count: number, seed: number): string {
  const drawn: string[] = [];
  let state = seed;
  for (let index = 0; index < count; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    drawn.push((state >>> 8).toString(36).slice(0, 2 + (state % 7)));
  }
  return drawn.join(' ');
}
