import { describe, expect, test } from 'vitest';
import { formatFault } from '../../../../src/site/story/parse/fault.ts';
import { parseStoryFile, parseStoryJson } from '../../../../src/site/story/parse/parse.ts';

const quote = { exact: 'It grew by 5%.' };

const record = (evidence: unknown, fields: object = {}) =>
  JSON.stringify({
    slug: 'a-story',
    headline: 'A headline',
    abstract: 'China grew by 5%. Exports fell.',
    articleBody: 'What we think.([c](https://c.example/))',
    citation: [{ url: 'https://a.example/x' }],
    isBasedOn: [{ url: 'https://b.example/' }],
    inLanguage: 'en',
    datePublished: '2026-03-04T09:30:00Z',
    evidence,
    ...fields,
  });

const faultsOf = (evidence: unknown, fields: object = {}) => {
  const parsed = parseStoryJson(record(evidence, fields));
  return parsed.ok ? [] : parsed.faults.map((fault) => formatFault(fault, 'record'));
};

test('evidence may come from every kind of source, and several entries may support one claim', () => {
  const claim = 'China grew by 5%.';
  const sources = ['https://a.example/x', 'HTTPS://A.example/x', 'https://b.example', 'https://c.example/'];
  const evidence = sources.map((source, index) => ({ claim, source, quote: { exact: `It grew. ${index}` } }));
  const parsed = parseStoryJson(record([...evidence, { claim: 'Exports fell.', source: sources[0], quote }]));
  expect(parsed.ok && parsed.value.evidence).toHaveLength(5);
  expect(parsed.ok && parsed.value.evidence[1]?.source).toBe('HTTPS://A.example/x');
});

describe('evidence is refused, with the field, its value and the rule,', () => {
  test.each([
    [
      'if the claim is not in the TL;DR',
      [{ claim: 'China shrank.', source: 'https://a.example/x', quote }],
      ['evidence[0].claim: must stand in abstract word for word (is "China shrank.")'],
    ],
    [
      'if two claims overlap',
      [
        { claim: 'China grew by 5%.', source: 'https://a.example/x', quote },
        { claim: 'grew by 5%. Exports fell.', source: 'https://a.example/x', quote },
      ],
      ['evidence[0].claim: must not overlap with another claim (evidence[1].claim) (is "China grew by 5%.")'],
    ],
    [
      'if its source is none of the story’s',
      [{ claim: 'Exports fell.', source: 'https://a.example/', quote }],
      [
        "evidence[0].source: must be the URL of one of the story's sources: listed in citation or isBasedOn, or cited in the analysis",
      ],
    ],
    [
      'if an entry is repeated',
      [
        { claim: 'Exports fell.', source: 'https://a.example/x', quote },
        { claim: 'Exports fell.', source: 'https://A.example/x', quote },
      ],
      ['evidence[1]: must not be listed twice (evidence[0] is the same) (is "Exports fell.")'],
    ],
    [
      'if the quote is longer than 2,000 characters',
      [{ claim: 'Exports fell.', source: 'https://a.example/x', quote: { exact: 'x'.repeat(2001) } }],
      ['evidence[0].quote.exact: must have at most 2,000 characters'],
    ],
    [
      'if the quote holds a character that no font can show',
      [{ claim: 'Exports fell.', source: 'https://a.example/x', quote: { exact: 'fell\u0085.' } }],
      ['evidence[0].quote.exact: '],
    ],
    [
      'if the claim holds a character that XML cannot carry',
      [{ claim: 'Exports\u0000 fell.', source: 'https://a.example/x', quote }],
      ['evidence[0].claim: '],
    ],
    [
      'if an entry has no quote',
      [{ claim: 'Exports fell.', source: 'https://a.example/x' }],
      ['evidence[0].quote: '],
    ],
  ])('%s', (_what, evidence, expected) => {
    const faults = faultsOf(evidence);
    expect(faults).toHaveLength(expected.length);
    for (const [index, fault] of expected.entries()) expect(faults[index]).toContain(fault);
  });

  test('and with its line in the file', () => {
    const file = `---
headline: A headline
abstract: Exports fell.
datePublished: 2026-03-04T09:30:00Z
inLanguage: en
evidence:
  - claim: Exports rose.
    source: https://a.example/
    quote: { exact: Exports fell. }
---

What we think.([a](https://a.example/))
`;
    const parsed = parseStoryFile(file, 'a-story');
    expect(parsed.ok ? [] : parsed.faults.map(({ field, line }) => [field, line])).toEqual([
      ['evidence[0].claim', 7],
    ]);
  });
});

test('a quote of 2,000 characters is accepted', () => {
  const long = { exact: 'x'.repeat(2000) };
  expect(faultsOf([{ claim: 'Exports fell.', source: 'https://a.example/x', quote: long }])).toEqual([]);
});

describe('a review', () => {
  const ai = { digitalSourceType: 'trainedAlgorithmicMedia' };
  const at = '2026-03-04T09:00:00Z';
  test.each([
    [{ reviewedBy: { name: 'Ann Lee' }, reviewedAt: at }, 0],
    [{ humanReviewed: true, reviewedAt: at }, 0],
    [{ reviewedBy: { name: 'Ann Lee' }, humanReviewed: false }, 1],
    [{ reviewedAt: at }, 1],
    [{ humanReviewed: false, reviewedAt: at }, 1],
  ])('%j has %i faults', (review, count) => {
    expect(faultsOf([], { provenance: { abstract: { ...ai, ...review } } })).toHaveLength(count);
  });
});
