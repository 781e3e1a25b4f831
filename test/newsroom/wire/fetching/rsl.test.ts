import { describe, expect, test } from 'vitest';
import { rslRefusal } from '../../../../src/newsroom/wire/fetching/rsl.ts';
import { renderRsl } from '../../../../src/site/edition/usage.ts';
import { site } from '../../../samples.ts';

const PAGE = new URL('https://host.example/news/a?b=1');
const rsl = (inside: string) =>
  `<?xml version="1.0"?><rsl xmlns="https://rslstandard.org/rsl">${inside}</rsl>`;
const content = (licenses: string, url = '/') => `<content url="${url}">${licenses}</content>`;
const license = (terms: string) => `<license>${terms}</license>`;
const refusal = (xml: string) => rslRefusal(rsl(xml), PAGE);
const PROHIBITED = license('<prohibits type="usage">ai-input</prohibits>');
const PERMITTED = license('<permits type="usage">ai-input search</permits>');

describe('a licence', () => {
  test.each([
    ['prohibits ai-input', PROHIBITED],
    ['prohibits all AI', license('<prohibits type="usage">search ai-all</prohibits>')],
    ['prohibits everything', license('<prohibits type="usage">all</prohibits>')],
    ['permits other uses alone', license('<permits type="usage">search,ai-train</permits>')],
    [
      'permits and prohibits it',
      license('<permits type="usage">all</permits><prohibits type="usage">AI-Input</prohibits>'),
    ],
  ])('that %s refuses', (_, terms) => {
    expect(refusal(content(terms))).toBe('prohibited');
  });

  test.each([
    ['permits ai-input', PERMITTED],
    ['permits all AI', license('<permits type="usage">ai-all</permits>')],
    ['prohibits training alone', license('<prohibits type="usage">ai-train</prohibits>')],
    [
      'asks for attribution',
      license('<permits type="usage">ai-input</permits><payment type="attribution"/>'),
    ],
    ['is about users', license('<permits type="user">education</permits>')],
    ['is one of several, and permits it', PROHIBITED + PERMITTED],
    ['is not there', ''],
  ])('that %s does not', (_, terms) => {
    expect(refusal(content(terms))).toBeUndefined();
  });

  test('that asks for payment refuses', () => {
    const paid = license(
      '<permits type="usage">ai-input</permits><payment type="use"><amount currency="USD">1</amount></payment>',
    );
    expect(refusal(content(paid))).toBe('payment');
  });
});

describe('of the pages that a licence is about,', () => {
  test.each([
    ['the longest pattern counts', content(PERMITTED) + content(PROHIBITED, '/news/')],
    ['a pattern may have wildcards', content(PROHIBITED, '/*/a?b=1$')],
    ['an address may be whole', content(PROHIBITED, 'https://host.example/news/')],
    ['a namespace may have a prefix', content(PROHIBITED).replaceAll(/<(\/?)/g, '<$1rsl:')],
  ])('%s', (_, xml) => {
    expect(refusal(xml)).toBe('prohibited');
  });

  test.each([
    ['other paths', content(PROHIBITED, '/sport/')],
    ['another site', content(PROHIBITED, 'https://other.example/')],
    ['a longer pattern that permits', content(PROHIBITED) + content(PERMITTED, '/news/*')],
    ['a comment', `<!-- ${content(PROHIBITED)} -->`],
  ])('%s are left alone', (_, xml) => {
    expect(refusal(xml)).toBeUndefined();
  });
});

test('this program’s own licence says what it says', () => {
  const own = (aiInput: boolean) =>
    renderRsl({ ...site, usage: { search: true, aiInput, aiTrain: false } }) ?? '';
  expect([rslRefusal(own(true), PAGE), rslRefusal(own(false), PAGE)]).toEqual([undefined, 'prohibited']);
});

test.each([
  ['nothing', ''],
  ['no XML', 'ai-input: no'],
  ['a licence outside', license('<prohibits type="usage">ai-input</prohibits>')],
  ['a million elements', '<content url="/a"><license>'.repeat(1e5)],
  ['a tag without end', `<content url="${'x'.repeat(1e6)}`],
])('%s is no refusal', (_, xml) => {
  expect(rslRefusal(xml, PAGE)).toBeUndefined();
});
