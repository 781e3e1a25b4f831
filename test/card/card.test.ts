import { describe, expect, test } from 'vitest';
import { cardAltText, cardOfSite, cardOfStory, cardVersion, storyCardUrl } from '../../src/card/card.ts';
import { aStory, publish, sampleStories, site } from '../samples.ts';

const cardFor = (fields: Record<string, unknown> = {}) => cardOfStory(publish(aStory(fields)), site);
const citing = (...domains: string[]) => ({
  articleBody: domains.map((domain) => `Said.([${domain}](https://${domain}/))`).join(' '),
});
const inGreen = { ...site, brand: { ...site.brand, accent: { light: '#0b6e4f', dark: '#7fd3a0' } } };
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
      cardFor({ datePublished: '2026-03-05T09:30:00Z' }),
      cardFor(citing('a.example')),
      cardFor(madeBy('trainedAlgorithmicMedia')),
      cardOfStory(publish(aStory()), { ...site, title: 'Another Wire' }),
      cardOfStory(publish(aStory()), inGreen),
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
    expect(storyCardUrl(article, site)).toBe(
      `https://news.example/stories/a-story/card.png?v=${cardVersion(cardOfStory(article, site))}`,
    );
  });
});
