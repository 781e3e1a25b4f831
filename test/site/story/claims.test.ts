import { describe, expect, test } from 'vitest';
import { claimLinks, evidenceAsData, supportingWords } from '../../../src/site/story/claims.ts';
import { aStory, publish } from '../../samples.ts';

const [a, b] = ['https://a.example/', 'https://b.example/'];
const archivedAt = 'https://web.archive.org/web/20260301120000/https://a.example/';

/** Makes an article with two sources, A and B. */
const article = (evidence: unknown[], citation: Record<string, unknown> = {}) =>
  publish(
    aStory({
      abstract: 'One. Two.',
      citation: [{ url: a, ...citation }, { url: b }],
      isBasedOn: [],
      evidence,
    }),
  );
const entry = (claim: string, source: string, exact: string, more = {}) => ({
  claim,
  source,
  quote: { exact, ...more },
});

describe('the links of a claim', () => {
  const linksOf = (...parameters: Parameters<typeof article>) => {
    const { claims, sources } = article(...parameters).rendering;
    return claims.map((claim) => claimLinks(claim, sources));
  };

  test('lead to the words in each source', () => {
    expect(linksOf([entry('One.', b, 'first'), entry('One.', a, 'uno', { prefix: 'el' })])).toEqual([
      [
        { number: 1, url: 'https://a.example/#:~:text=el-,uno' },
        { number: 2, url: 'https://b.example/#:~:text=first' },
      ],
    ]);
  });

  test('are one for each source, which leads to all words there', () => {
    expect(linksOf([entry('One.', a, 'uno'), entry('One.', b, 'first'), entry('One.', a, 'dos')])).toEqual([
      [
        { number: 1, url: 'https://a.example/#:~:text=uno&text=dos' },
        { number: 2, url: 'https://b.example/#:~:text=first' },
      ],
    ]);
  });

  test('lead to the archived copy if the source is gone', () => {
    expect(linksOf([entry('One.', a, 'uno')], { archivedAt, linkStatus: 404 })).toEqual([
      [{ number: 1, url: `${archivedAt}#:~:text=uno` }],
    ]);
    expect(linksOf([entry('One.', a, 'uno')], { archivedAt, linkStatus: 200 })).toEqual([
      [{ number: 1, url: 'https://a.example/#:~:text=uno' }],
    ]);
  });
});

test('the words of a source that support claims come once, without those that the analysis cites', () => {
  const { claims, sources } = article(
    [
      entry('Two.', a, 'dos'),
      entry('One.', a, 'uno'),
      entry('One.', a, 'dos', { prefix: 'y' }),
      entry('One.', a, 'cited'),
      entry('Two.', b, 'second'),
    ],
    { quote: { exact: 'cited', suffix: 'words' } },
  ).rendering;
  expect(sources.map((source) => supportingWords(source, claims))).toEqual([['uno', 'dos'], ['second']]);
});

describe('evidence as data', () => {
  const supported = { claim: 'Two.', start: 5, end: 9 };
  const evidence = [{ number: 2, url: b, quote: { exact: 'second', prefix: null, suffix: 'of two' } }];
  const quoted = article([entry('Two.', b, 'second', { suffix: 'of two' })]);

  test('has the text of each claim, its check, and the number and URL of each source', () => {
    expect(evidenceAsData(quoted, { evidence: 'warn' })).toEqual({
      claims: [
        {
          ...supported,
          verdict: 'found',
          findings: expect.arrayContaining([{ kind: 'number', text: 'Two', result: 'found', quoted: null }]),
          evidence,
        },
      ],
      withoutEvidence: [{ sentence: 'One.', findings: [] }],
    });
  });

  test('says nothing of the check if the newsroom wants none', () => {
    expect(evidenceAsData(quoted, { evidence: 'off' })).toEqual({
      claims: [{ ...supported, evidence }],
      withoutEvidence: [],
    });
  });

  test('is empty without evidence', () => {
    expect(evidenceAsData(article([]), { evidence: 'warn' })).toEqual({ claims: [], withoutEvidence: [] });
  });
});
