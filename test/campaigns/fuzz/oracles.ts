import assert from 'node:assert/strict';

export { assertAnalysis, assertFragment, assertPage } from './html.ts';
export { assertXml, textsOf } from './xml.ts';

// Assertions about everything that the program outputs.

export function parseJson<T>(text: string): T {
  return JSON.parse(text) as T;
}

/** Asserts that no word is lost in the text. */
export function assertContainsWords(words: readonly string[], text: string): void {
  for (const word of words) assert.ok(text.includes(word), `the word ${word} is lost`);
}

/** Calls `make` twice, asserts that the results are equal, and returns the first. */
export function assertDeterministic<T>(make: () => T): T {
  const first = make();
  assert.deepEqual(make(), first, 'the second result equals the first');
  return first;
}
