import { expect, test } from 'vitest';
import { decodeHTMLStrict as whole } from '../../node_modules/entities/dist/decode.js';
import markdownIt from '../../node_modules/markdown-it/dist/markdown-it.mjs?raw';
import { decodeHTMLStrict } from '../../src/bundle/entities.ts';
import { ENTITY_NAMES } from '../../src/bundle/entity-names.ts';
import { aStory, publish } from '../samples.ts';

const names = ENTITY_NAMES.match(/(?<= )\w+/g) ?? [];

test('of entities, markdown-it asks for one thing, of references that it has read itself', () => {
  expect(markdownIt.match(/^import .* from "entities";$/gm)).toEqual([
    'import { decodeHTMLStrict } from "entities";',
  ]);
  expect(markdownIt.match(/decodeHTMLStrict\(.*?\);/g)).toEqual([
    'decodeHTMLStrict(match);',
    'decodeHTMLStrict(match[0]);',
  ]);
});

test('each of HTML’s 2,125 names stands for what it did', () => {
  expect(new Set(names).size).toBe(2125);
  for (const name of names) expect([name, decodeHTMLStrict(`&${name};`)]).toEqual([name, whole(`&${name};`)]);
});

test.each(['&nothing;', '&Amp;', '&;', '&constructor;', '&amp'])('%s is none', (text) => {
  expect(decodeHTMLStrict(text)).toBe(text);
});

test('an analysis has the characters', () => {
  const { rendering } = publish(
    aStory({ articleBody: '&copy; &NotEqualTilde; &Bogus; [a](https://a.example/?b&amp;c)' }),
  );
  expect(rendering.feed).toContain('© ≂̸ &amp;Bogus;');
  expect(rendering.feed).toContain('href="https://a.example/?b&amp;c"');
});
