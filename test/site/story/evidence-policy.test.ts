import { describe, expect, test } from 'vitest';
import {
  checkEvidence,
  describeGrounding,
  ungroundedClaims,
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

test('a TL;DR that is grounded sentence by sentence, and reviewed, is not refused', () => {
  expect(refusalsOf(GROWTH, [GROWTH_QUOTED])).toEqual([]);
  expect(refusalsOf(GROWTH, [GROWTH_QUOTED], { ...AI, humanReviewed: true })).toEqual([]);
});

describe('a TL;DR that AI wrote is refused', () => {
  test('if its quotes lack something, naming the claim and each finding', () => {
    const claim = 'Exports grew by 6.1 % in 2018.';
    const [refusal, ...others] = refusalsOf(`${GROWTH} ${claim}`, [
      GROWTH_QUOTED,
      quoting(claim, 'Exports grew again.'),
    ]);
    expect(others).toEqual([]);
    expect(refusal).toMatch(
      /^evidence\[1\]\.claim: is not grounded: the number "6\.1 %" and the (date|number) "2018" are not in the quoted words\. Quote the words of the source that support it, or correct the claim here and in abstract \(is "Exports grew by 6\.1 % in 2018\."\)$/,
    );
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
    expect(refusal).toMatch(/^abstract: must have evidence .* the number "12" is in none of its claims/);
  });

  test('if nobody has reviewed it', () => {
    for (const made of [AI, { ...AI, humanReviewed: false }])
      expect(refusalsOf(GROWTH, [GROWTH_QUOTED], made)).toEqual([
        'provenance.abstract.reviewedBy: must name who reviewed the TL;DR, because AI wrote it. Let somebody compare it with its sources, and give the name',
      ]);
  });

  test('if a claim is not checkable, unless the reviewer is named: then it is that person’s word', () => {
    const claim = 'Anna Müller resigned in 2019.';
    const foreign = [quoting(claim, 'Anna Müller trat 2019 zurück.', GERMAN)];
    expect(refusalsOf(claim, foreign)).toEqual([]);
    const [refusal, ...others] = refusalsOf(claim, foreign, { ...AI, humanReviewed: true });
    expect(others).toEqual([]);
    expect(refusal).toMatch(
      /^evidence\[0\]\.claim: is not checkable: .*"Anna Müller".*provenance\.abstract\.reviewedBy/,
    );
    const nothing = 'Prices rose.';
    expect(refusalsOf(nothing, [quoting(nothing, 'Prices went up.')])).toEqual([]);
    expect(
      refusalsOf(nothing, [quoting(nothing, 'Prices went up.')], { ...AI, humanReviewed: true })[0],
    ).toMatch(/has no number, date, name or quotation that a program could compare/);
  });
});

test('what a human wrote or edited is never refused, nor anything under "warn" and "off"', () => {
  const bad = [`${GROWTH} Ports closed.`, [quoting(GROWTH, 'Exports grew.')]] as const;
  for (const type of ['compositeWithTrainedAlgorithmicMedia', 'digitalCreation', null])
    expect(refusalsOf(bad[0], [...bad[1]], { digitalSourceType: type })).toEqual([]);
  expect(refusalsOf(bad[0], [...bad[1]], null)).toEqual([]);
  const byAi = story(bad[0], [...bad[1]], AI);
  expect(checkEvidence(byAi, 'off')).toEqual({ groundings: undefined, faults: [], faultsIfReviewed: [] });
  const warned = checkEvidence(byAi, 'warn');
  expect(warned.faults).toEqual([]);
  expect(ungroundedClaims(warned).map(({ claim }) => claim)).toEqual([GROWTH]);
});

test('faults have the lines of the author’s file, and only 20 are listed', () => {
  const claims = Array.from({ length: 25 }, (_, n) => `We saw ${n + 100} ships.`);
  const evidence = claims.map((claim) => ({ claim, source: SOURCE, quote: { exact: 'We saw ships.' } }));
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
  const found = (...findings: SentenceGrounding['findings']): SentenceGrounding => ({
    claim: 'A claim.',
    sentence: 'A claim.',
    verdict: 'not grounded',
    findings,
  });

  test('names what is missing, and nothing that was found', () => {
    const grounding = found(
      { kind: 'number', text: '5.9 %', found: false },
      { kind: 'date', text: 'May 2019', found: true },
      { kind: 'name', text: 'Ann Lee', found: null },
      { kind: 'negation', text: 'not', found: false },
    );
    expect(describeGrounding(grounding)).toBe(
      'the number "5.9 %" is not in the quoted words; the negation "not" is only in the claim, or only in the quoted words',
    );
  });

  test('names at most five, cuts long ones, and escapes what is invisible', () => {
    const many = Array.from({ length: 8 }, (_, n) => ({
      kind: 'number' as const,
      text: `${n}\u202e`,
      found: false,
    }));
    const text = describeGrounding(found(...many)) ?? '';
    expect(text).toContain('the number "0\\u202e"');
    expect(text).toMatch(/and 3 more are not in the quoted words$/);
    const long = found({ kind: 'quotation', text: 'x'.repeat(1000), found: false });
    expect(describeGrounding(long)?.length).toBeLessThan(150);
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
  expect(same.map(({ verdict }) => verdict)).not.toContain('not grounded');
  const other = checkEvidence(story(claim, [quoting(claim, 'Exports grew.')]), 'require');
  expect(other.faults.length).toBeGreaterThan(0);
  for (const fault of other.faults) expect(formatFault(fault)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
});
