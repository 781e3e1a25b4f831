import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../../src/language/words.ts';
import {
  cardAltText,
  cardOfSite,
  cardOfStory,
  cardVersion,
  storyCardLink,
} from '../../../src/site/card/card.ts';
import { aStory, publish, sampleStories, site } from '../../samples.ts';

const cardFor = (fields: Record<string, unknown> = {}) => cardOfStory(publish(aStory(fields)), site);
const citing = (...domains: string[]) => ({
  articleBody: domains.map((domain) => `Said.([${domain}](https://${domain}/))`).join(' '),
});
const inGreen = { ...site, brand: { ...site.brand, accent: { light: '#0b6e4f', dark: '#7fd3a0' } } };
const inSans = { ...site, brand: { ...site.brand, face: 'grotesque' as const } };
const withLogo = { ...site, brand: { ...site.brand, logo: { light: '/a.svg', width: 300, height: 100 } } };
const madeBy = (digitalSourceType: string) => ({ provenance: { abstract: { digitalSourceType } } });

describe('a card shows', () => {
  test('headline, site and day', () => {
    expect(cardFor()).toMatchObject({
      headline: 'A headline',
      site: 'Open Wire',
      facts: ['March 4, 2026'],
      label: null,
    });
  });

  test.each([
    [['a.example'], '1 news source'],
    [['a.example', 'b.example', 'www.a.example'], '2 news sources'],
  ])('the number of publishers: %j', (domains, words) => {
    expect(cardFor(citing(...domains)).facts).toEqual(['March 4, 2026', words]);
  });

  test.each([
    ['trainedAlgorithmicMedia', 'TL;DR is AI-generated'],
    ['compositeWithTrainedAlgorithmicMedia', 'TL;DR is partly AI-generated'],
    ['composite', 'TL;DR quotes its sources'],
    ['digitalCreation', null],
  ])('the label of a TL;DR with the type %s: %s', (type, label) => {
    expect(cardFor(madeBy(type)).label).toBe(label);
  });

  test('no AI label if AI wrote only the analysis', () => {
    const provenance = { articleBody: { digitalSourceType: 'trainedAlgorithmicMedia' } };
    expect(cardFor({ provenance }).label).toBeNull();
  });

  test.each(Object.entries(LANGUAGES))(
    'only the number of publishers, in every language: %s',
    (_name, { messages }) => {
      for (const form of [...Object.values(messages.newsSources), ...Object.values(messages.countedSources)])
        expect(form).toMatch(/[^:：]+[:：]\s*\{names\}$/);
    },
  );

  test('day, sources and label in the language of the story', () => {
    const fields = { ...citing('a.example', 'b.example', 'c.example'), ...madeBy('trainedAlgorithmicMedia') };
    expect(cardFor({ ...fields, inLanguage: 'ar' })).toMatchObject({
      facts: ['4 مارس 2026', '3 مصادر إخبارية'],
      label: 'الملخّص: مولَّد بالذكاء الاصطناعي',
      factsLanguage: 'ar',
    });
    expect(cardFor({ ...fields, inLanguage: 'zh' })).toMatchObject({
      facts: ['2026年3月4日', '3 个新闻来源'],
      label: '内容提要：AI 生成',
    });
    // In the language of the site, where the program has no words in the story's.
    expect(cardFor({ ...fields, inLanguage: 'sw' })).toMatchObject({
      language: 'sw',
      facts: ['March 4, 2026', '3 news sources'],
      factsLanguage: 'en',
    });
  });

  test('its picture, at its address, and is then a JPEG', () => {
    const image = { url: '/pictures/a.png', width: 1200, height: 675, encodingFormat: 'image/png' };
    const link = storyCardLink(publish(aStory({ image })), site);
    expect(cardFor({ image }).picture).toEqual({
      url: 'https://news.example/pictures/a.png',
      width: 1200,
      height: 675,
    });
    expect([link.type, new URL(link.url).pathname]).toEqual(['image/jpeg', '/stories/a-story/card.jpg']);
    const plain = storyCardLink(publish(aStory()), site);
    expect([plain.type, new URL(plain.url).pathname]).toEqual(['image/png', '/stories/a-story/card.png']);
  });

  test.each([
    [199, 199, false],
    [1, 200, true],
    [200, 1, true],
  ])('no picture that would look like an icon: %i × %i', (width, height, isShown) => {
    const image = { url: '/a.png', width, height, encodingFormat: 'image/png' };
    expect(cardFor({ image }).picture !== null).toBe(isShown);
  });

  test('its whole headline in the alternative text, though the fonts lack an emoji of it', () => {
    expect(cardAltText(cardFor({ headline: 'Rocket 🚀 launch \ue000 delayed' }))).toMatch(
      /^Rocket 🚀 launch \ue000 delayed · /,
    );
  });

  test('all of this in its alternative text as well', () => {
    const card = cardFor({ ...citing('a.example'), ...madeBy('trainedAlgorithmicMedia') });
    expect(cardAltText(card)).toBe(
      'A headline · Open Wire · March 4, 2026 · 1 news source · TL;DR is AI-generated',
    );
    expect(cardAltText(cardOfSite(site))).toBe('Open Wire');
  });
});

describe('the version of a card', () => {
  test('changes with its content', () => {
    const cards = [
      cardFor(),
      cardFor({ headline: 'A headline.' }),
      cardFor({ headline: 'A headline\u0301' }),
      cardFor({ headline: '🚀' }),
      cardFor({ headline: '🚁' }),
      cardFor({ inLanguage: 'bg' }),
      cardFor({ image: { url: '/a.png', width: 800, height: 600, encodingFormat: 'image/png' } }),
      cardFor({ image: { url: '/b.png', width: 800, height: 600, encodingFormat: 'image/png' } }),
      cardFor({ datePublished: '2026-03-05T09:30:00Z' }),
      cardFor(citing('a.example')),
      cardFor(madeBy('trainedAlgorithmicMedia')),
      cardOfStory(publish(aStory()), { ...site, title: 'Another Wire' }),
      cardOfStory(publish(aStory()), inGreen),
      cardOfStory(publish(aStory()), inSans),
      cardOfStory(publish(aStory()), withLogo),
      cardOfSite(site),
      ...sampleStories.map((story) => cardOfStory(publish(story), site)),
    ];
    expect(new Set(cards.map(cardVersion)).size).toBe(cards.length);
  });

  test('stays the same if its content does', () => {
    const changed = {
      articleBody: 'We think otherwise.',
      abstract: 'Something happened.',
      keywords: ['web-feeds'],
      dateModified: '2026-04-04T09:30:00Z',
    };
    expect(cardVersion(cardFor(changed))).toBe(cardVersion(cardFor()));
  });

  test('is in its URL, which begins with SITE_URL', () => {
    const article = publish(aStory());
    expect(storyCardLink(article, site).url).toBe(
      `https://news.example/stories/a-story/card.png?v=${cardVersion(cardOfStory(article, site))}`,
    );
  });
});
