import assert from 'node:assert/strict';

export { isFragment, isPage } from './html.ts';
export { isXml, textsOf } from './xml.ts';

// What must hold of everything that the program gives out.

/** Parses JSON; nothing in it is lost, however it is written again. */
export function readJson<T>(text: string): T {
  return JSON.parse(text) as T;
}

/** Each word of the author's is somewhere in what came of it. */
export function isKept(words: readonly string[], text: string): void {
  for (const word of words) assert.ok(text.includes(word), `the word ${word} is lost`);
}

/** The same input gives the same answer. */
export function isSteady<T>(make: () => T): T {
  const first = make();
  assert.deepEqual(make(), first, 'the same answer twice');
  return first;
}
