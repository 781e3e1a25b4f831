import { describe, expect, test } from 'vitest';
import {
  checkEvidence,
  contradictedClaims,
  describeGrounding,
} from '../../../src/site/story/evidence-policy.ts';
import type { SentenceGrounding } from '../../../src/site/story/grounding/abstract.ts';
import { formatFault } from '../../../src/site/story/parse/fault.ts';
import { parseStoryFile } from '../../../src/site/story/parse/parse.ts';
import { aStory } from '../../samples.ts';

const SOURCE = 'https://a.example/';
const GERMAN = 'https://de.example/';
const AI = { digitalSourceType: 'trainedAlgorithmicMedia' };
const ANN = { reviewedBy: { name: 'Ann Lee' } };

const quoting = (claim: string, exact: string, source = SOURCE) => ({ claim, source, quote: { exact } });

const GROWTH = 'Exports grew by 5.9 % in 2019.';
const GROWTH_QUOTED = quoting(GROWTH, 'In 2019, exports grew by 5.9 percent.');

const story = (abstract: string, evidence: unknown[], made: object | null = { ...AI, ...ANN }) =>
  aStory({
    abstract,
    evidence,
    citation: [
      { url: SOURCE, inLanguage: 'en' },
      { url: GERMAN, inLanguage: 'de' },
    ],
    provenance: { abstract: made },
  });

const refusalsOf = (...parts: Parameters<typeof story>) =>
  checkEvidence(story(...parts), 'require').faults.map((fault) => formatFault(fault));

test('a TL;DR whose sentences are found in their quotes, and that is reviewed, is not refused', () => {
  expect(refusalsOf(GROWTH, [GROWTH_QUOTED])).toEqual([]);
  expect(refusalsOf(GROWTH, [GROWTH_QUOTED], { ...AI, humanReviewed: true })).toEqual([]);
});

describe('a TL;DR that AI wrote is refused', () => {
  test('if its quotes contradict it, naming the claim and both sides of each finding', () => {
    const claim = 'Imports grew by 6.1 % in 2018.';
    const contradicted = [GROWTH_QUOTED, quoting(claim, 'Imports grew by 5.8 % in 2017.')];
    for (const made of [
      { ...AI, ...ANN },
      { ...AI, humanReviewed: true },
    ])
      expect(refusalsOf(`${GROWTH} ${claim}`, contradicted, made)).toEqual([
        'evidence[1].claim: is contradicted by its quotes: the number "6.1 %" stands where the quote has "5.8 %"; the date "2018" stands where the quote has "2017". Correct the claim here and in abstract, or quote the words of the source that support it (is "Imports grew by 6.1 % in 2018.")',
      ]);
  });

  test('if a sentence has no evidence, naming the sentence', () => {
    expect(refusalsOf(`${GROWTH} Ports closed.`, [GROWTH_QUOTED])).toEqual([
      'abstract: must have evidence for each sentence, and has none for this one. Quote the words of a source that support it, or remove it (is "Ports closed.")',
    ]);
  });

  test('if a sentence states something outside its claims, naming that', () => {
    const claim = 'Exports grew by 5.9 %';
    const [refusal, ...others] = refusalsOf(`${claim}, and 12 ports closed.`, [
      quoting(claim, 'Exports grew by 5.9 percent.'),
    ]);
    expect(others).toEqual([]);
    expect(refusal).toMatch(
      /^abstract: must have evidence .* the number "12" and the words "ports closed" are in none of its claims/,
    );
  });

  test('if nobody has reviewed it', () => {
    for (const made of [AI, { ...AI, humanReviewed: false }])
      expect(refusalsOf(GROWTH, [GROWTH_QUOTED], made)).toEqual([
        'provenance.abstract.reviewedBy: must name who reviewed the TL;DR, because AI wrote it. Let somebody compare it with its sources, and give the name',
      ]);
  });

  test('if a claim is to be read, unless the reviewer is named: then it is that person’s word', () => {
    const claim = 'Anna Müller resigned in 2019.';
    const foreign = [quoting(claim, 'Anna Müller trat 2019 zurück.', GERMAN)];
    expect(refusalsOf(claim, foreign)).toEqual([]);
    const [refusal, ...others] = refusalsOf(claim, foreign, { ...AI, humanReviewed: true });
    expect(others).toEqual([]);
    expect(refusal).toMatch(
      /^evidence\[0\]\.claim: is to be read: .*"Anna Müller".*provenance\.abstract\.reviewedBy/,
    );
    const accused = 'The mayor opened the bridge and took bribes.';
    const quoted = [quoting(accused, 'The mayor opened the bridge.')];
    expect(refusalsOf(accused, quoted)).toEqual([]);
    expect(refusalsOf(accused, quoted, { ...AI, humanReviewed: true })[0]).toMatch(
      /is to be read: no quoted words bear "took bribes"/,
    );
  });
});

test('what a human wrote or edited is never refused, nor anything under "warn" and "off"', () => {
  const bad = [`${GROWTH} Ports closed.`, [quoting(GROWTH, 'Exports grew by 5.6 % in 2019.')]] as const;
  for (const type of ['compositeWithTrainedAlgorithmicMedia', 'digitalCreation', null])
    expect(refusalsOf(bad[0], [...bad[1]], { digitalSourceType: type })).toEqual([]);
  expect(refusalsOf(bad[0], [...bad[1]], null)).toEqual([]);
  const byAi = story(bad[0], [...bad[1]], AI);
  expect(checkEvidence(byAi, 'off')).toEqual({ groundings: undefined, faults: [], faultsIfReviewed: [] });
  const warned = checkEvidence(byAi, 'warn');
  expect(warned.faults).toEqual([]);
  expect(contradictedClaims(warned).map(({ claim }) => claim)).toEqual([GROWTH]);
});

test('faults have the lines of the author’s file, and only 20 are listed', () => {
  const claims = Array.from({ length: 25 }, (_, n) => `We saw ${n + 100} ships.`);
  const evidence = claims.map((claim) => ({ claim, source: SOURCE, quote: { exact: 'We saw 12 ships.' } }));
  const text = `---
headline: A headline
abstract: ${claims.join(' ')}
datePublished: 2026-03-04T09:30:00Z
inLanguage: en
evidence:
${evidence.map((entry) => `  - ${JSON.stringify(entry)}`).join('\n')}
provenance: { abstract: { digitalSourceType: trainedAlgorithmicMedia } }
---

We read it.([a](${SOURCE}))
`;
  const parsed = parseStoryFile(text, 'a-story');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const { faults } = checkEvidence(parsed.value, 'require', parsed.lines.locate);
  expect(faults.slice(0, 2).map(({ field, line }) => [field, line])).toEqual([
    ['evidence[0].claim', 7],
    ['evidence[1].claim', 8],
  ]);
  expect(faults).toHaveLength(21);
  expect(faults.at(-1)).toMatchObject({ more: 6 });
});

describe('a description', () => {
  const grounded = (
    verdict: SentenceGrounding['verdict'],
    ...findings: SentenceGrounding['findings']
  ): SentenceGrounding => ({ claim: 'A claim.', sentence: 'A claim.', verdict, findings });

  test('names what is contradicted, with both sides, and nothing else', () => {
    const grounding = grounded(
      'contradicted',
      { kind: 'number', text: '5.9 %', result: 'contradicted', quoted: '6.1 %' },
      { kind: 'date', text: 'May 2019', result: 'found', quoted: null },
      { kind: 'name', text: 'Ann Lee', result: 'to be read', quoted: null },
      { kind: 'negation', text: 'not', result: 'contradicted', quoted: null },
      { kind: 'opposite', text: 'rose', result: 'contradicted', quoted: 'fell' },
    );
    expect(describeGrounding(grounding)).toBe(
      'the number "5.9 %" stands where the quote has "6.1 %"; only the claim, or only the quote, has the negation "not"; "rose" stands where the quote has "fell"',
    );
  });

  test.each([
    ['number', '5.9 %', null, 'the quote does not have the number "5.9 %" in this form'],
    ['name', 'Ann Lee', null, 'the quote does not have the name "Ann Lee" in this form'],
    ['words', 'took bribes', null, 'no quoted words bear "took bribes"'],
    ['words', 'A claim.', null, 'nothing in the quotes can be compared with it'],
    ['opposite', 'rose', 'fell', 'the quote has "fell" near where the claim has "rose"'],
    ['order', 'Ann beat Bo', 'Bo beat Ann', 'the quote has the words of "Ann beat Bo" in another order'],
    ['hedge', 'it closes', 'may', 'the quote says "may", and the claim does not'],
    [
      'attribution',
      'it closes',
      'said',
      'the quote has this from somebody ("said"), and the claim states it as a fact',
    ],
  ] as const)('says why a person has to read a part: %s %s', (kind, text, quoted, said) => {
    expect(describeGrounding(grounded('to be read', { kind, text, result: 'to be read', quoted }))).toBe(
      said,
    );
  });

  test('names at most five, cuts long ones, and escapes what is invisible', () => {
    const many = Array.from({ length: 8 }, (_, n) => ({
      kind: 'number' as const,
      text: `${n}\u202e`,
      result: 'contradicted' as const,
      quoted: 'x'.repeat(1000),
    }));
    const text = describeGrounding(grounded('contradicted', ...many)) ?? '';
    expect(text).toContain('the number "0\\u202e"');
    expect(text).toMatch(/; 3 more$/);
    expect(text.length).toBeLessThan(600);
  });
});

test.each([
  ['text that runs backwards', 'Exports grew by \u202e% 9.5\u202c in 2019.'],
  ['invisible characters within a number', 'Exports grew by 5\u200b.\u20609 % in 2019.'],
  ['digits of another script', 'Exports grew by ５．９ ％ in ２０１９.'],
  ['combining characters', `Exports grew by 5${'\u0301'.repeat(500)}.9 %.`],
  ['emoji and unpaired joiners', 'Exports \u{1F4C8}\u200d grew by 5.9 %\ufe0f.'],
  ['what looks like markup', '<b>5.9 %</b> ]]> &amp; </script> %s \\u0000.'],
])('hostile Unicode gets a verdict, and the same in claim and quote is found: %s', (_what, claim) => {
  const same = checkEvidence(story(claim, [quoting(claim, claim)]), 'warn').groundings ?? [];
  expect(same.map(({ verdict }) => verdict)).not.toContain('contradicted');
  const other = checkEvidence(story(claim, [quoting(claim, 'Exports grew.')], AI), 'require');
  expect(other.faults.length).toBeGreaterThan(0);
  for (const fault of other.faults) expect(formatFault(fault)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
});
