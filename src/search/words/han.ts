/// <reference path="./opencc-js.d.ts" />
import pairs from 'opencc-js/dict/TSCharacters';

// Simplified and traditional Chinese characters, from OpenCC (https://github.com/BYVoid/OpenCC).

const SIMPLIFIED = new Map<string, string>();
const TRADITIONAL = new Map<string, string[]>();
for (const pair of pairs.split('|')) {
  const [traditional = '', simplified = ''] = pair.split(' ');
  SIMPLIFIED.set(traditional, simplified);
  TRADITIONAL.set(simplified, [...(TRADITIONAL.get(simplified) ?? []), traditional]);
}

/** Returns the ways to write a character: its own first. */
export function variantsOf(character: string): string[] {
  const simplified = SIMPLIFIED.get(character) ?? character;
  return [...new Set([character, simplified, ...(TRADITIONAL.get(simplified) ?? [])])];
}
