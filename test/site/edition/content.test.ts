import { XMLParser } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { LANGUAGES, wordsOf } from '../../../src/language/words.ts';
import { escapeHtml } from '../../../src/lib/html.ts';
import { contentHtml, summaryText } from '../../../src/site/edition/content.ts';
import { toEntry } from '../../../src/site/edition/edition.ts';
import { renderAtom } from '../../../src/site/edition/formats/atom.ts';
import { renderJsonFeed } from '../../../src/site/edition/formats/json-feed.ts';
import { renderRss } from '../../../src/site/edition/formats/rss.ts';
import { storyNotice } from '../../../src/site/story/notice.ts';
import { anEdition, aStory, publish, site } from '../../samples.ts';

// The content that feed readers show: `content` of Atom, `content:encoded` of RSS, `content_html` of JSON Feed.

const xml = new XMLParser({ trimValues: false, parseTagValue: false });

/** Returns the content of the only story in each format. */
function contents(fields: Record<string, unknown>): Record<string, string> {
  const edition = anEdition([publish(aStory(fields))]);
  return {
    rss: xml.parse(renderRss(edition, site)).rss.channel.item['content:encoded'],
    atom: xml.parse(renderAtom(edition, site)).feed.entry.content,
    json: JSON.parse(renderJsonFeed(edition, site)).items[0].content_html,
  };
}

const content = (fields: Record<string, unknown>) => contentHtml(toEntry(publish(aStory(fields))), site);
const picture = { url: '/pictures/chart.png', width: 1200, height: 630, encodingFormat: 'image/png' };
const figureIn = (html: string) => /<figure>.*<\/figure>/s.exec(html)?.[0];

describe('the TL;DR', () => {
  const [a, b] = ['https://a.example/?x=1&y=2', 'https://b.example/'];
  const sources = { citation: [{ url: a }, { url: b }], isBasedOn: [] };
  const evidence = (claim: string, source: string, exact: string) => ({ claim, source, quote: { exact } });
  const summaryOf = (html: string | undefined) => /<\/strong> (.*?)<\/p>/s.exec(html ?? '')?.[1];

  test('has a number at the end of each claim in each format, which leads to the words in the source', () => {
    const story = {
      ...sources,
      abstract: 'AI passed 1 & more in 2025.\nIt grew, they said.',
      evidence: [
        evidence('It grew', b, 'grew'),
        evidence('AI passed 1 & more in 2025', a, 'AI: 1 & more'),
        evidence('AI passed 1 & more in 2025', b, 'one in 2025'),
      ],
    };
    for (const [format, html] of Object.entries(contents(story))) {
      expect(summaryOf(html), format).toBe(
        'AI passed 1 &amp; more in 2025<sup>' +
          '<a href="https://a.example/?x=1&amp;y=2#:~:text=AI%3A%201%20%26%20more">[1]</a>' +
          '<a href="https://b.example/#:~:text=one%20in%202025">[2]</a></sup>.<br>' +
          'It grew<sup><a href="https://b.example/#:~:text=grew">[2]</a></sup>, they said.',
      );
    }
  });

  test('has the number of a claim before the white space at its end', () => {
    const html = content({ ...sources, abstract: 'One.\nTwo.', evidence: [evidence('One.\n', a, 'one')] });
    expect(summaryOf(html)).toMatch(/^One\.<sup><a [^>]+>\[1\]<\/a><\/sup><br>Two\.$/);
  });

  test('says at a claim what the quoted words have instead, unless the newsroom wants no check', () => {
    const story = {
      ...sources,
      inLanguage: 'de',
      abstract: 'Es wurden nicht 12 gebaut.',
      evidence: [evidence('Es wurden nicht 12 gebaut', a, 'Es wurden 13 gebaut')],
    };
    const link = '<a href="https://a.example/?x=1&amp;y=2#:~:text=Es%20wurden%2013%20gebaut">[1]</a>';
    expect(summaryOf(content(story))).toBe(
      `Es wurden nicht 12 gebaut<sup>${link}</sup> <small>[hier: 12; in den zitierten Worten: 13]</small>.`,
    );
    const [unchecked] = anEdition([publish(aStory(story))]).entries;
    expect(unchecked && summaryOf(contentHtml(unchecked, { ...site, evidence: 'off' }))).toBe(
      `Es wurden nicht 12 gebaut<sup>${link}</sup>.`,
    );
  });

  test('keeps what the quoted words lack from reordering the words beside it', () => {
    const arabic = content({
      ...sources,
      inLanguage: 'ar',
      abstract: 'ربحت الشركة 12 مليون دولار.',
      evidence: [evidence('ربحت الشركة 12 مليون دولار', a, 'ربحت الشركة 13 مليون دولار')],
    });
    expect(summaryOf(arabic)).toMatch(/<small>\[[^\u2068]+: \u2068[^<]*12[^<]*\u2069\]<\/small>/);
  });

  test('cannot reorder the number of a source', () => {
    const claim = 'It rose \u202e5 %.';
    const html = content({
      ...sources,
      abstract: `${claim} It fell.`,
      evidence: [evidence(claim, a, '5 %')],
    });
    expect(summaryOf(html)).toMatch(
      /^\u2068It rose \u202e5 %\.\u2069<sup><a [^>]+>\[1\]<\/a><\/sup> It fell\.$/,
    );
  });

  test('has no numbers without evidence', () => {
    expect(summaryOf(content({ ...sources, abstract: 'One. Two.' }))).toBe('One. Two.');
  });

  test('is plain text in summaries', () => {
    const [entry] = anEdition([
      publish(aStory({ ...sources, abstract: 'One. Two.', evidence: [evidence('One.', a, 'one')] })),
    ]).entries;
    expect(entry && summaryText(entry, site)).toBe('One. Two.');
  });
});

test('the list of sources quotes the words that support claims, next to those that the analysis cites', () => {
  const html = content({
    abstract: 'One. Two.',
    citation: [{ url: 'https://a.example/', quote: { exact: 'cited' }, archivedAt: 'https://copy.example/' }],
    isBasedOn: [],
    evidence: ['cited', 'one & only', 'one & only'].map((exact, index) => ({
      claim: index === 2 ? 'Two.' : 'One.',
      source: 'https://a.example/',
      quote: { exact },
    })),
  });
  expect(/<li>.*<\/li>/.exec(html)?.[0]).toBe(
    '<li><a href="https://a.example/">a.example</a> · ' +
      '<a href="https://a.example/#:~:text=cited"><q>cited</q></a> · ' +
      '<q>one &amp; only</q> · ' +
      '<a href="https://copy.example/">Archived copy</a></li>',
  );
});

describe('the picture of a story', () => {
  test('is in each format once, with its caption and credit', () => {
    const image = { ...picture, alt: 'Two lines', caption: 'A < B & "C"', credit: 'Chart: Ann Lee' };
    for (const [format, html] of Object.entries(contents({ image }))) {
      expect(html.match(/<img/g), format).toHaveLength(1);
      expect(figureIn(html), format).toBe(
        '<figure><img src="https://news.example/pictures/chart.png" alt="Two lines" width="1200" height="630">' +
          '<figcaption>A &lt; B &amp; &quot;C&quot;<br><small>Chart: Ann Lee</small></figcaption></figure>',
      );
    }
  });

  test('has no figcaption without caption and credit', () => {
    expect(figureIn(content({ image: picture }))).toBe(
      '<figure><img src="https://news.example/pictures/chart.png" alt="" width="1200" height="630"></figure>',
    );
  });

  test('has its credit even without a caption', () => {
    expect(figureIn(content({ image: { ...picture, credit: 'Chart: Ann Lee' } }))).toContain(
      '<figcaption><small>Chart: Ann Lee</small></figcaption>',
    );
  });

  test.each([
    [{ alt: 'Alt', caption: 'Caption' }, 'Alt'],
    [{ caption: 'Caption' }, 'Caption'],
    [{ credit: 'Credit' }, ''],
  ])('has its alt as alternative text, or else its caption: %j', (said, alt) => {
    expect(content({ image: { ...picture, ...said } })).toContain(` alt="${alt}" `);
  });

  test('is missing if the story has none', () => {
    expect(content({})).not.toMatch(/<(img|figure)/);
  });

  test('has its alternative text, or else its caption, and its credit in Media RSS', () => {
    const media = (said: Record<string, string>) => {
      const edition = anEdition([publish(aStory({ image: { ...picture, ...said } }))]);
      const rss = xml.parse(renderRss(edition, site)).rss.channel.item['media:content'];
      const atom = xml.parse(renderAtom(edition, site)).feed.entry['media:content'];
      return [rss, atom].map((each) => [each['media:description'], each['media:credit']]);
    };
    const both = (...said: unknown[]) => [said, said];
    expect(media({ alt: 'A', caption: 'C', credit: 'By' })).toEqual(both('A', 'By'));
    expect(media({ caption: 'C' })).toEqual(both('C', undefined));
    expect(media({ alt: 'A' })).toEqual(both('A', undefined));
    expect(media({})).toEqual(both(undefined, undefined));
  });
});

describe.each(Object.entries(LANGUAGES))('in %s', (language, { messages }) => {
  const part = { digitalSourceType: 'trainedAlgorithmicMedia', humanReviewed: false, model: 'M' };
  const article = publish(
    aStory({ inLanguage: language, provenance: { abstract: part, articleBody: part }, image: picture }),
  );
  const html = contentHtml(toEntry(article), site);

  test('a heading separates the notice from the analysis, even as plain text', () => {
    const at = [
      escapeHtml(storyNotice(article, site)),
      '<figure>',
      `<h2>${messages.analysis}</h2>`,
      article.rendering.feed,
    ].map((part) => html.indexOf(part));
    expect(at).not.toContain(-1);
    expect(at).toEqual(at.toSorted((a, b) => a - b));
  });

  test('the program’s own words are not in italics', () => {
    expect(html).not.toMatch(/<(em|i)\b/);
  });

  test('the details of a part are joined by the separator of the language', () => {
    const separator =
      { ar: '؛ ', fa: '؛ ', fr: '\u202f; ', ja: '、', zh: '；', 'zh-Hant': '；' }[language] ?? '; ';
    const words = wordsOf(language, 'en').messages;
    expect(html).toContain(
      [words.aiGenerated, words.notReviewed, words.model.replace('{model}', 'M')].join(separator),
    );
  });
});
