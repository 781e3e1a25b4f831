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
  'A program compared the numbers and dates in each claim of the TL;DR with the words quoted from its sources, and its names, quotations and negations where both are in the same language.';
const NOT_COMPARED =
  'Not checked by a program: whether the sources contain these words and are right, and whether the words imply the claims.';

describe('a claim whose quoted words lack something', () => {
  const lacking = storyWith({
    abstract: 'Sales rose by 5.9 % in 2025. Acme did not pay <Bo>, it said.',
    evidence: evidence(
      ['Sales rose by 5.9 % in 2025.', 'Sales rose by 5.6 % in 2025.'],
      ['Acme did not pay', 'Acme did pay the fine.'],
    ),
  });

  test('says so, in words', () => {
    expect(summaryOf(renderStoryPage(lacking, anonymous))).toBe(
      'Sales rose by 5.9 % in 2025. [not in the quoted words: 5.9 %] Acme did not pay [negated only here or only in the quoted words: not] &lt;Bo&gt;, it said.',
    );
  });

  test('does not say so if the newsroom has its evidence not checked', () => {
    const html = renderStoryPage(lacking, { ...anonymous, evidence: 'off' });
    expect(summaryOf(html)).toBe('Sales rose by 5.9 % in 2025. Acme did not pay &lt;Bo&gt;, it said.');
    expect(html).toContain('href="#ev-1"');
    expect(html).not.toMatch(/<main.*<details/s);
  });

  test('says so in the story’s language, or marks the words with another', () => {
    const page = (inLanguage: string) =>
      renderStoryPage(
        storyWith({ inLanguage, abstract: '5.9 %', evidence: evidence(['5.9 %', '5.6 %']) }),
        anonymous,
      );
    expect(page('zh')).toContain(' <small>［未见于引文：<bdi>5.9 %</bdi>］</small>');
    expect(page('nl')).toContain(
      ' <small lang="en" dir="ltr">[not in the quoted words: <bdi>5.9 %</bdi>]</small>',
    );
  });
});

describe('the details', () => {
  test('say what a program compared, what came of it, and what no program checked', () => {
    const html = renderStoryPage(
      storyWith({
        abstract: 'Sales rose by 5.9 %. They fell by 4 %. So it goes. Nobody knows. In 2031, all is well.',
        evidence: evidence(
          ['Sales rose by 5.9 %.', 'a rise of 5.9 %'],
          ['They fell by 4 %.', 'a fall of 3 %'],
          ['So it goes.', 'and so it goes'],
          ['all is well', 'all is well'],
        ),
      }),
      anonymous,
    );
    expect(detailsOf(html)).toEqual([
      [
        COMPARED,
        'Claims of which everything compared was found in the quoted words: 1 of 4.',
        'Claims with something that was not found there, or with a negation on one side only: 1 of 4.',
        'Claims with nothing that a program could compare: 2 of 4.',
        'Sentences for which no words are quoted: 1.',
      ].join(' '),
      'Stated outside the claims, without quoted words: 2031.',
      NOT_COMPARED,
    ]);
  });

  test('say that a language keeps something from being compared', () => {
    const html = renderStoryPage(
      storyWith({
        abstract: 'Acme sold 5 ships.',
        citation: [{ url: A, inLanguage: 'fr' }],
        evidence: evidence(['Acme sold 5 ships.', 'La société a vendu 5 navires.']),
      }),
      anonymous,
    );
    expect(detailsOf(html)).toEqual([
      `${COMPARED} Claims with something that cannot be compared, because the quoted words are in another language: 1 of 1.`,
      NOT_COMPARED,
    ]);
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
        abstract: '5.9 %. 4 %. Text!',
        evidence: evidence(['5.9 %', '5.9 %'], ['4 %', '3 %'], ['Text', 'text']),
      }),
      anonymous,
    );
    const text = `${summaryOf(html)} ${detailsOf(html).join(' ')}`;
    expect(text).toMatch(/4 %/);
    expect(detailsOf(html)).toHaveLength(2);
    expect(text).not.toMatch(
      /\b(true|prove|verif|confirm|fact.?check|bestätig|bewiesen|wahr|vérifi|prouv|vrai|comprobad|demostrad|verdad|confermat|dimostrat|comprovad|doğrulan|kanıtlan)|подтвержд|доказан|证实|验证|属实|證實|驗證|屬實|مؤكد|صحيحة|مثبت|تأیید|اثبات|אומת|הוכח|प्रमाणित|सत्यापित|証明|実証|입증|확증/i,
    );
  });
});
