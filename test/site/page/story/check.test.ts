import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../../../src/language/words.ts';
import type { Site } from '../../../../src/settings/site.ts';
import { renderStoryPage } from '../../../../src/site/page/story/story.tsx';
import { aStory, publish, site } from '../../../samples.ts';

const A = 'https://a.example/';
const anonymous: Site = { ...site, responsible: null };

const storyWith = (fields: Record<string, unknown>) =>
  publish(aStory({ articleBody: `Text.([a](${A}))`, citation: [{ url: A, inLanguage: 'en' }], ...fields }));
const evidence = (...pairs: [string, string][]) =>
  pairs.map(([claim, exact]) => ({ claim, source: A, quote: { exact } }));

/** Returns the TL;DR's text, without the numbers of its sources. */
const summaryOf = (html: string) =>
  (/id="tldr".*?<p[^>]*>(.*?)<\/p>/s.exec(html)?.[1] ?? '').replaceAll(/<sup>.*?<\/sup>|<[^>]+>/g, '');
/** Returns the lines of the part that a reader can open. */
function detailsOf(html: string): string[] {
  const [, details = ''] = /<main.*?<details[^>]*>(.*?)<\/details>/s.exec(html) ?? [];
  return Array.from(details.matchAll(/<p>(.*?)<\/p>/gs), ([, line = '']) => line.replaceAll(/<[^>]+>/g, ''));
}

const COMPARED =
  'A program compared the numbers and dates in each claim of the TL;DR with the words quoted from its sources, and its names, quotations, negations and other words where both are in the same language.';
const NOT_COMPARED =
  'Not checked by a program: whether the sources contain these words and are right, and whether the words imply the claims.';

describe('a claim whose quoted words state something else', () => {
  const contradicted = storyWith({
    abstract: 'Sales rose by 5.9 % in 2025. Acme did not pay <Bo>, it said.',
    evidence: evidence(
      ['Sales rose by 5.9 % in 2025.', 'Sales rose by 5.6 % in 2025.'],
      ['Acme did not pay', 'Acme did pay the fine.'],
    ),
  });

  test('says so, with both sides', () => {
    expect(summaryOf(renderStoryPage(contradicted, anonymous))).toBe(
      'Sales rose by 5.9 % in 2025. [here: 5.9 %; in the quoted words: 5.6 %] Acme did not pay [here: not; in the quoted words: pay] &lt;Bo&gt;, it said.',
    );
  });

  test('does not say so if the newsroom has its evidence not checked', () => {
    const html = renderStoryPage(contradicted, { ...anonymous, evidence: 'off' });
    expect(summaryOf(html)).toBe('Sales rose by 5.9 % in 2025. Acme did not pay &lt;Bo&gt;, it said.');
    expect(html).toContain('href="#ev-1"');
    expect(html).not.toMatch(/<main.*<details/s);
  });

  test('says so in the story’s language, or marks the words with another', () => {
    const page = (inLanguage: string) =>
      renderStoryPage(
        storyWith({
          inLanguage,
          abstract: 'Acme: 5.9 %',
          citation: [{ url: A, inLanguage }],
          evidence: evidence(['Acme: 5.9 %', 'Acme: 5.6 %']),
        }),
        anonymous,
      );
    expect(page('zh')).toContain(' <small>［此处：<bdi>5.9 %</bdi>；引文：<bdi>5.6 %</bdi>］</small>');
    expect(page('nl')).toContain(
      ' <small lang="en" dir="ltr">[here: <bdi>5.9 %</bdi>; in the quoted words: <bdi>5.6 %</bdi>]</small>',
    );
  });
});

describe('the details', () => {
  const threeResults = {
    abstract:
      'Sales rose by 5.9 %. They fell by 4 %. Ann Lee opened the bridge and took bribes. Nobody knows. In 2031, all is well.',
    evidence: evidence(
      ['Sales rose by 5.9 %.', 'Sales rose by 5.9 %.'],
      ['They fell by 4 %.', 'They fell by 3 %.'],
      ['Ann Lee opened the bridge and took bribes.', 'The mayor opened the bridge.'],
      ['all is well', 'all is well'],
    ),
  };
  const COUNTS = [
    'Claims whose names, figures and words were all found in the sources’ words: 2 of 4.',
    'Claims with something that the quoted words state otherwise: 1 of 4.',
    'Claims that a person has to compare, because a program cannot: 1 of 4.',
  ];

  test('say what a program compared, what came of it, and what no program checked', () => {
    expect(detailsOf(renderStoryPage(storyWith(threeResults), anonymous))).toEqual([
      [COMPARED, ...COUNTS, 'Sentences for which no words are quoted: 1.'].join(' '),
      'Not in the quoted words in this form: Ann Lee.',
      'Stated outside the claims, without quoted words: 2031.',
      NOT_COMPARED,
    ]);
  });

  test('say who compared the rest, as the newsroom’s word, if the record names a reviewer', () => {
    const reviewed = { reviewedBy: { name: 'Ann <Lee>' } };
    const lines = detailsOf(
      renderStoryPage(storyWith({ ...threeResults, provenance: { abstract: reviewed } }), anonymous),
    );
    expect(lines[0]).toBe(
      [
        COMPARED,
        ...COUNTS,
        'According to the newsroom, Ann &lt;Lee&gt; compared these.',
        'Sentences for which no words are quoted: 1.',
      ].join(' '),
    );
    const all = { abstract: '5.9 %', evidence: evidence(['5.9 %', '5.9 %']) };
    const found = renderStoryPage(storyWith({ ...all, provenance: { abstract: reviewed } }), anonymous);
    expect(found).not.toContain('compared these');
  });

  test('leave a claim to a person if a language keeps it from being compared', () => {
    const html = renderStoryPage(
      storyWith({
        abstract: 'Acme sold 5 ships.',
        citation: [{ url: A, inLanguage: 'fr' }],
        evidence: evidence(['Acme sold 5 ships.', 'La société a vendu 5 navires.']),
      }),
      anonymous,
    );
    const [first, ...others] = detailsOf(html);
    expect(first).toBe(`${COMPARED} Claims that a person has to compare, because a program cannot: 1 of 1.`);
    expect(others.at(-1)).toBe(NOT_COMPARED);
    expect(summaryOf(html)).toBe('Acme sold 5 ships.');
  });

  test('say nothing about a check without evidence', () => {
    const ai = { digitalSourceType: 'trainedAlgorithmicMedia' };
    const html = renderStoryPage(storyWith({ provenance: { abstract: ai } }), anonymous);
    expect(detailsOf(html)).toEqual(['TL;DR: AI-generated; not stated whether a person reviewed it.']);
  });

  test.each(Object.keys(LANGUAGES))('never call a claim true, or confirmed, in %s', (inLanguage) => {
    const html = renderStoryPage(
      storyWith({
        inLanguage,
        abstract: '5.9 %. Acme 4 %. Text!',
        citation: [{ url: A, inLanguage }],
        evidence: evidence(['5.9 %', '5.9 %'], ['Acme 4 %', 'Acme 3 %'], ['Text', '5']),
        provenance: { abstract: { reviewedBy: { name: 'Bo' } } },
      }),
      anonymous,
    );
    const text = `${summaryOf(html)} ${detailsOf(html).join(' ')}`;
    expect(text).toMatch(/4 %.*3 %.*Bo/);
    expect(text).not.toMatch(
      /\b(true|prove|verif|confirm|fact.?check|bestätig|bewiesen|wahr|vérifi|prouv|vrai|comprobad|demostrad|verdad|confermat|dimostrat|comprovad|doğrulan|kanıtlan)|подтвержд|доказан|证实|验证|属实|證實|驗證|屬實|مؤكد|صحيحة|مثبت|تأیید|اثبات|אומת|הוכח|प्रमाणित|सत्यापित|証明|実証|입증|확증/i,
    );
  });
});
