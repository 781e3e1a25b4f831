import { expect, test } from 'vitest';
import { wordsOf } from '../../src/language/words.ts';
import { isolate, isolateIfUnbalanced } from '../../src/lib/bidi.ts';
import { sourceLine } from '../../src/site/story/sources/source-line.ts';
import * as fc from '../draw.ts';
import { aStory, publish } from '../samples.ts';

const [LRE, RLO, PDF, RLI, PDI] = ['\u202a', '\u202e', '\u202c', '\u2067', '\u2069'];

/** Counts the isolates that are open after each character. */
function depths(text: string): number[] {
  let depth = 0;
  return Array.from(text, (character) => {
    if (/[\u2066-\u2068]/.test(character)) depth++;
    if (character === PDI) depth--;
    return depth;
  });
}

test('any text begins and ends within its own isolate', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'ש', LRE, RLO, PDF, RLI, PDI, '\u2066', '\u2068'),
    maxLength: 30,
  });
  fc.assert(
    fc.property(text, (each) => {
      const whole = depths(isolate(each));
      expect(whole.at(-1)).toBe(0);
      expect(Math.min(...whole.slice(0, -1))).toBeGreaterThan(0);
      expect(isolate(each).replace(/^\u2068+|\u2069+$/g, '')).toBe(each.replace(/^\u2068+|\u2069+$/g, ''));
    }),
  );
});

test('text without such characters stays as it is', () => {
  for (const text of ['plain', 'مرحبا', 'a\u200fb']) expect(isolateIfUnbalanced(text)).toBe(text);
});

const english = wordsOf('en', 'en');
const lineOf = (citation: Record<string, unknown>) => {
  const { rendering } = publish(aStory({ citation: [{ url: 'https://a.example/x', ...citation }] }));
  return sourceLine(rendering.sources[0] as (typeof rendering.sources)[0], english);
};

test('a title that reorders its line reorders only itself', () => {
  const line = lineOf({ name: `Annual report${RLO}`, publisher: { name: 'P', url: null } });
  expect(line).toBe(
    `\u2068<a href="https://a.example/x">Annual report${RLO}</a>${PDI} · \u2068P (a.example)${PDI}`,
  );
});

test.each([RLO, RLI, PDI + RLO, PDI + PDI + LRE])(
  'a publisher’s name with %j leaves its domain as it is',
  (turn) => {
    const line = lineOf({ name: 'Title', publisher: { name: `P${turn}`, url: null } });
    const name = line.indexOf(`P${turn}`);
    const at = depths(line.slice(0, line.indexOf(' (a.example)')));
    expect(name).toBeGreaterThan(0);
    // After the name, only the isolate of the name's part is open.
    expect(at.at(-1)).toBe(1);
    expect(line).toContain(`P${turn}`);
    expect(depths(line).at(-1)).toBe(0);
  },
);

test('a control character in an author’s name does not affect the next name', () => {
  const line = lineOf({ name: 'Title', author: [{ name: `A${RLO}` }, { name: 'B' }] });
  expect(line).toContain(`\u2068A${RLO}${PDI} and B`);
});

test('such characters in a URL do not change the line', () => {
  const line = lineOf({ url: `https://a.example/${PDI}`, name: `Title${RLO}` });
  expect(line).toMatch(/^\u2068[^\u2068]*<\/a>\u2069 · /);
});
