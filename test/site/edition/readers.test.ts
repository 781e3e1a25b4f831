import { describe, expect, test } from 'vitest';
import { wordsOf } from '../../../src/language/words.ts';
import { escapeHtml } from '../../../src/lib/html.ts';
import { contentHtml } from '../../../src/site/edition/content.ts';
import { toEntry } from '../../../src/site/edition/edition.ts';
import { claimLinks } from '../../../src/site/story/claims.ts';
import { originLabel, storyNotice } from '../../../src/site/story/notice.ts';
import { dutchStory, foreignStories, fullStory, publish, sampleStories, site } from '../../samples.ts';

// Checks that a story keeps its content in feed readers that remove unknown elements. The lists come from the readers' own
// sanitisers, reduced to elements that a story can contain.

const READERS = {
  Miniflux: {
    elements:
      'a abbr aside b blockquote br cite code em figcaption figure h1 h2 h3 h4 h5 h6 hr i img li ol p pre q small strong sub sup table tbody td th thead time tr ul',
    attributes: {
      a: ['href', 'title', 'id'],
      img: ['alt', 'height', 'src', 'title', 'width'],
      q: ['cite'],
      time: ['datetime'],
    },
  },
  Feedbin: {
    elements:
      'a b blockquote br cite code div em figcaption figure h1 h2 h3 h4 h5 h6 hr i img li ol p pre q small strong sub sup table tbody td th thead tr ul',
    attributes: { a: ['href', 'rel', 'id'], img: ['alt', 'height', 'src', 'width'] },
  },
} as const;

function strip(html: string, reader: (typeof READERS)[keyof typeof READERS]): string {
  const allowed: Record<string, readonly string[]> = reader.attributes;
  return html.replace(/<(\/?)([a-z0-9]+)((?: [a-z-]+="[^"]*")*)>/g, (_tag, end, name, attributes) => {
    if (!reader.elements.split(' ').includes(name)) return '';
    const kept = Array.from(String(attributes).matchAll(/ ([a-z-]+)="[^"]*"/g))
      .filter(([, attribute = '']) => allowed[name]?.includes(attribute))
      .map(([text]) => text);
    return `<${end}${name}${kept.join('')}>`;
  });
}

const stories = [...sampleStories, ...foreignStories, fullStory].map(publish);

describe.each(Object.entries(READERS))('in %s, a story keeps', (_name, reader) => {
  test.each(stories.map((article) => ({ slug: article.slug, article })))(
    'its TL;DR, evidence, label, notice, corrections and every source: $slug',
    ({ article }) => {
      const left = strip(contentHtml(toEntry(article), site), reader);
      const words = wordsOf(article.inLanguage, site.language);
      const says = left.replace(/<[^>]+>/g, '');
      expect(says).toContain(escapeHtml(storyNotice(article, site)));
      const summary = /<\/strong> (.*?)<\/p>/s.exec(left)?.[1] ?? '';
      expect(summary.replace(/<sup>.*?<\/sup>( <small.*?<\/small>)*/g, '').replaceAll('<br>', '\n')).toBe(
        escapeHtml(article.abstract),
      );
      for (const claim of article.rendering.claims) {
        const text = escapeHtml(article.abstract.slice(claim.start, claim.end)).replaceAll('\n', '<br>');
        const links = claimLinks(claim, article.rendering.sources).map(
          ({ number, url }) => `<a href="${escapeHtml(url)}">[${number}]</a>`,
        );
        expect(summary).toContain(`${text}<sup>${links.join('')}</sup>`);
        for (const { quote } of claim.evidence) expect(says).toContain(escapeHtml(quote.exact));
      }
      expect(says).toContain(originLabel(article.provenance.abstract, words));
      for (const { text } of article.correction) expect(says).toContain(escapeHtml(text));
      expect(left).toContain(`>${words.messages.analysis}</h2>`);
      const pictures = Array.from(left.matchAll(/<img src="([^"]*)"/g), ([, src]) => src);
      const { image } = article;
      expect(pictures).toEqual(image ? [escapeHtml(new URL(image.url, site.url).href)] : []);
      for (const said of [image?.caption, image?.credit]) expect(says).toContain(escapeHtml(said ?? ''));
      expect(article.rendering.sources.length).toBeGreaterThan(0);
      for (const { url } of article.rendering.sources) expect(left).toContain(`href="${escapeHtml(url)}"`);
    },
  );
});

describe('the program’s words in a feed', () => {
  const content = (slug: string) => {
    const article = stories.find((each) => each.slug === slug);
    if (!article) throw new Error(`there is no ${slug}`);
    return contentHtml(toEntry(article), site);
  };

  test('are in the story’s language: the labels and the notice', () => {
    expect(content('feeds-german')).toContain(
      '<p><strong>Kurzfassung (KI-generiert; nicht von einem Menschen geprüft; Modell: Modell X):</strong> ',
    );
    expect(content('feeds-german')).toContain(
      'fasst die Berichterstattung von 2 Nachrichtenquellen zusammen.',
    );
    expect(content('core-ai-chinese')).toContain(
      '<small>本文汇集了 1 个新闻来源的报道。内容提要由 AI 根据原始报道生成。Open Wire的分析就开放标准与技术政策提供编辑背景。</small>',
    );
  });

  test('are from right to left in Arabic, and each part of a source has its own direction', () => {
    const arabic = content('robots-arabic');
    expect(arabic).toMatch(/^<div dir="rtl">\n<p><strong>الملخّص/);
    expect(arabic).toContain('<strong>تصويب، 3 مارس 2026:</strong>');
    expect(arabic).toContain('\u2068robotstxt.org\u2069 · \u206830 يونيو 1994\u2069');
    // The record says that the source is gone, so the copy's link comes first, then the source's own.
    expect(arabic).toMatch(
      /<li>\u2068<a href="https:\/\/web\.archive\.org\/[^"]+">A Standard for Robot Exclusion<\/a>/,
    );
    expect(arabic).toContain('<a href="https://www.robotstxt.org/orig.html">العنوان الأصلي</a>');
  });

  test('are in English, and marked as English, if the program has none in the story’s language', () => {
    const dutch = contentHtml(toEntry(publish(dutchStory)), site);
    expect(dutch).toContain('<strong lang="en" dir="ltr">TL;DR (AI-generated):</strong> JSON Feed is');
    expect(dutch).toContain(
      '<p lang="en" dir="ltr"><small>This article aggregates reporting from 1 news source.',
    );
    expect(dutch).toContain('<h2 lang="en" dir="ltr">Sources</h2>');
  });
});
