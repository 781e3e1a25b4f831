import { describe, expect, test } from 'vitest';
import { groundStory } from '../../../../src/site/story/grounding/story.ts';
import { aStory } from '../../../samples.ts';

const [A, B] = ['https://a.example/', 'https://b.example/'];

const quoting = (claim: string, exact: string, source = A) => ({ claim, source, quote: { exact } });

const verdictsOf = (fields: Record<string, unknown>) =>
  groundStory(aStory({ articleBody: `([a](${A}), [b](${B}))`, ...fields })).map(({ claim, verdict }) => [
    claim,
    verdict,
  ]);

test('the claims come in the order of the TL;DR, each once, whatever the order of the evidence', () => {
  const first = 'Exports grew by 5.9 %';
  const last = 'The 12 ports reopened in 2020.';
  const fields = {
    abstract: `${first} in 2019. Ships came. ${last}`,
    evidence: [
      quoting(last, 'The 12 ports reopened in 2020.'),
      quoting(first, 'Exports grew by 5.9 percent.'),
      quoting(last, 'They reopened in 2020.', B),
    ],
  };
  expect(verdictsOf(fields)).toEqual([
    [first, 'found'],
    [null, 'no evidence'],
    [null, 'no evidence'],
    [last, 'found'],
  ]);
});

describe('the language of a quote is that of its source', () => {
  const claim = 'Anna Müller resigned in 2019.';
  const evidence = [quoting(claim, 'Anna Müller resigned in 2019.')];
  const german = { url: A, inLanguage: 'de' };
  test.each([
    ['as citation states it', { citation: [german] }, 'to be read'],
    ['as isBasedOn states it', { isBasedOn: [german] }, 'to be read'],
    [
      'as citation states it, even if isBasedOn states another',
      { citation: [german], isBasedOn: [{ url: A, inLanguage: 'en' }] },
      'to be read',
    ],
    [
      'as isBasedOn states it, if citation states none',
      { citation: [{ url: A }], isBasedOn: [{ url: A, inLanguage: 'de' }] },
      'to be read',
    ],
    [
      'as the entry for the same URL in other letters states it',
      { citation: [{ url: 'HTTPS://A.EXAMPLE', inLanguage: 'de' }] },
      'to be read',
    ],
    [
      'and the claim is compared with it if it is the same',
      { citation: [{ url: A, inLanguage: 'en' }] },
      'found',
    ],
  ])('%s', (_what, sources, verdict) => {
    expect(verdictsOf({ abstract: claim, evidence, ...sources })).toEqual([[claim, verdict]]);
  });
});

test('only the exact words of a quote count, not those around it', () => {
  const claim = 'Exports grew by 5.9 %.';
  const evidence = [{ claim, source: A, quote: { exact: 'Exports grew', suffix: 'by 5.9 %' } }];
  expect(verdictsOf({ abstract: claim, evidence })).toEqual([[claim, 'to be read']]);
});

test('a claim that an older record does not have in its TL;DR is left out', () => {
  const story = aStory({ abstract: 'One. Two.', evidence: [quoting('Three.', 'Three.')] });
  expect(groundStory(story).map(({ claim }) => claim)).toEqual([null, null]);
});

describe('the name of the publisher of a quote in parentheses says where the words are from, and states nothing:', () => {
  const words = 'The dam will not hold until 2030.';
  const named = { url: A, publisher: { name: '20 Minutes' }, inLanguage: 'en' };
  test.each([
    ['a stated name', `“${words}” (20 Minutes)`, { citation: [named] }, 'found'],
    ['in full-width parentheses', `“${words}”（20 Minutes）`, { isBasedOn: [named] }, 'found'],
    ['the domain, if no name is stated', `“${words}” (a.example)`, {}, 'found'],
    ['but not the name of another', `“${words}” (30 Minutes)`, { citation: [named] }, 'to be read'],
    ['and not outside of parentheses', `“${words}” 20 Minutes`, { citation: [named] }, 'to be read'],
  ])('%s', (_, claim, fields, verdict) => {
    expect(verdictsOf({ abstract: claim, evidence: [quoting(claim, words)], ...fields })).toEqual([
      [claim, verdict],
    ]);
  });
});
