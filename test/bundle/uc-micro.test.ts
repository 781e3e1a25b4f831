import { expect, test } from 'vitest';
import markdownIt from '../../node_modules/markdown-it/dist/markdown-it.mjs?raw';
// @ts-expect-error uc.micro describes itself as a package, not this file of it.
import * as whole from '../../node_modules/uc.micro/build/index.mjs';
import * as kept from '../../src/bundle/uc-micro.ts';

test('of uc.micro, markdown-it asks what the bundle keeps of it, and nothing else', () => {
  const asked = markdownIt.matchAll(/\bucmicro\.(\w+)/g);
  expect(new Set(Array.from(asked, ([, name]) => name))).toEqual(new Set(Object.keys(kept)));
});

test.each([
  ['punctuation', whole.P, kept.P],
  ['a symbol', whole.S, kept.S],
])('what is %s is the same for every character', (_name, table, pattern) => {
  const others: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCodePoint(code);
    if (table.test(character) !== pattern.test(character)) others.push(code.toString(16));
  }
  expect(others).toEqual([]);
});
