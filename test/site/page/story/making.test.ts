import { describe, expect, test } from 'vitest';
import type { Site } from '../../../../src/settings/site.ts';
import { renderStoryPage } from '../../../../src/site/page/story/story.tsx';
import { aStory, fullStory, publish, site } from '../../../samples.ts';

const anonymous = { ...site, responsible: null };

/** Returns the lines of the part that a reader can open; none if there is no such part. */
function making(story: Parameters<typeof publish>[0], of: Site = anonymous): string[] {
  const [, details = ''] =
    /<main.*?<details[^>]*>(.*?)<\/details>/s.exec(renderStoryPage(publish(story), of)) ?? [];
  return Array.from(details.matchAll(/<p>(.*?)<\/p>/gs), ([, line = '']) => line.replaceAll(/<[^>]+>/g, ''));
}

const ai = { digitalSourceType: 'trainedAlgorithmicMedia' };
const ofSummary = (abstract: unknown) => making(aStory({ provenance: { abstract } }));

describe('what a reader can open below the notice', () => {
  test.each([
    [ai, 'TL;DR: AI-generated; not stated whether a person reviewed it.'],
    [{ ...ai, humanReviewed: false }, 'TL;DR: AI-generated; not reviewed by a person.'],
    [{ ...ai, humanReviewed: true }, 'TL;DR: AI-generated; reviewed by a person.'],
    [
      { ...ai, humanReviewed: true, reviewedAt: '2026-03-04T09:00:00Z' },
      'TL;DR: AI-generated; reviewed by a person (March 4, 2026).',
    ],
    [
      { ...ai, reviewedBy: { name: 'Ann Lee' }, model: 'M1', provider: 'P' },
      'TL;DR: AI-generated; reviewed by Ann Lee; model: M1; provider: P.',
    ],
    [
      { reviewedBy: { name: 'Ann Lee' }, reviewedAt: '2026-03-04T09:00:00Z' },
      'TL;DR: reviewed by Ann Lee (March 4, 2026).',
    ],
    [
      { digitalSourceType: 'composite', reviewedBy: { name: 'Ann Lee' } },
      'TL;DR: quoted from the sources by a program; reviewed by Ann Lee.',
    ],
  ])('says of %j: %s', (part, line) => {
    expect(ofSummary(part)).toEqual([line]);
  });

  test.each([null, {}, { digitalSourceType: 'digitalCreation' }, { model: 'M1' }])(
    'says nothing of %j',
    (part) => {
      expect(ofSummary(part)).toEqual([]);
    },
  );

  test('is not there if there is nothing to say', () => {
    expect(renderStoryPage(publish(aStory()), anonymous)).not.toMatch(/<main.*<details/s);
  });

  test('says both of the TL;DR and of the analysis, and links to a reviewer who has a page', () => {
    const reviewedBy = { name: 'Ann <Lee>', url: 'https://ann.example/?a=1&b=2' };
    const story = aStory({ provenance: { abstract: ai, articleBody: { reviewedBy } } });
    expect(making(story)).toEqual([
      'TL;DR: AI-generated; not stated whether a person reviewed it.',
      'Analysis: reviewed by Ann &lt;Lee&gt;.',
    ]);
    expect(renderStoryPage(publish(story), anonymous)).toContain(
      'reviewed by <a href="https://ann.example/?a=1&amp;b=2" dir="auto">Ann &lt;Lee&gt;</a>',
    );
  });

  test('says who answers for what is published, with a page and an address if the newsroom has them', () => {
    const responsible = { name: 'Ann Lee', role: 'Managing editor' };
    expect(making(aStory(), { ...site, responsible })).toEqual([
      'Responsible for what is published: Ann Lee (Managing editor)',
    ]);
    const html = renderStoryPage(publish(aStory({ inLanguage: 'de' })), {
      ...site,
      responsible: { ...responsible, url: 'https://news.example/about', email: "o'ed+1@news.example" },
    });
    expect(html).toContain(
      'Verantwortlich für den Inhalt: <a href="https://news.example/about" dir="auto">Ann Lee</a> (<bdi lang="en">Managing editor</bdi>)',
    );
    expect(html).toContain('<a href="mailto:o&#39;ed+1@news.example" dir="ltr">');
  });

  test('says it in the story’s language', () => {
    expect(making({ ...fullStory, evidence: [] })).toEqual([
      '内容提要：AI 生成；经Ann &quot;O&quot; &lt;Lee&gt; &amp; Co审核（2026年3月4日）；模型：M &amp; &lt;1&gt;；提供方：P。',
      '分析：部分由 AI 生成；未注明是否经人工审核。',
    ]);
  });
});
