import { XMLParser } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { renderStoryPage } from '../../../../src/site/page/story/story.tsx';
import { stylesheetOf } from '../../../../src/site/page/stylesheet.ts';
import { aStory, fullStory, publish, sampleStories, site } from '../../../samples.ts';

const page = (fields: Record<string, unknown>) => renderStoryPage(publish(aStory(fields)), site);
const withoutStyle = (html: string) => html.replace(stylesheetOf(site, 'story'), '');

test.each([
  ['the seed story', 'story', sampleStories.find(({ slug }) => slug.startsWith('china-'))],
  ['a story with a value in every field', 'full-story', fullStory],
])('the page of %s', async (_what, name, story) => {
  if (!story) throw new Error('there is no such story');
  // One element per line, for a readable diff.
  const html = withoutStyle(renderStoryPage(publish(story), site)).replaceAll(
    /(?=<(?!\/|a|span|sup|q|strong|time|em|code))/g,
    '\n',
  );
  await expect(html).toMatchFileSnapshot(`../../../golden/${name}.html`);
});

test('the picture stands below the headline and before all else, and is loaded first', () => {
  const image = { url: '/pictures/a.png', width: 1200, height: 800, encodingFormat: 'image/png' };
  const correction = [{ text: 'It was wrong.', datePublished: '2026-03-05T09:00:00Z' }];
  const html = page({
    image: { ...image, alt: 'A', caption: 'What it shows', credit: 'Photo: B' },
    correction,
  });
  const article = html.slice(html.indexOf('<article'));
  const order = [
    '<h1',
    '<figure class="opening wide"',
    'What it shows',
    'Photo: B',
    'id="tldr"',
    'id="disclosure"',
    'class="correction"',
    'id="analysis"',
  ];
  const places = order.map((part) => article.indexOf(part));
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(places).not.toContain(-1);
  expect(html).toMatch(/<img class="u-featured" [^>]*width="1200" height="800" [^>]*fetchpriority="high"/);
  expect(page({ image: { ...image, width: 800, height: 1200 } })).toContain('<figure class="opening">');
});

test('every citation links to its source, and the source links back', () => {
  for (const story of [...sampleStories, fullStory]) {
    const html = renderStoryPage(publish(story), site);
    const ids = Array.from(html.matchAll(/ id="([^"]+)"/g), ([, id]) => id);
    const targets = Array.from(html.matchAll(/ href="#([^"]+)"/g), ([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    // A claim can have several quotes of one source: one link leads to the first, and each leads back.
    const cited = ids.filter((id) => /^(?:fnref|claim)-/.test(id as string));
    const linkedBack = html.matchAll(/ href="#([^"]+)" role="doc-backlink"/g);
    expect(new Set(Array.from(linkedBack, ([, id]) => id))).toEqual(new Set(cited));
    expect(cited.length).toBeGreaterThan(0);
    expect(html.match(/role="doc-noteref"/g)?.length).toBeGreaterThanOrEqual(cited.length);
  }
});

test('a source has one arrow back to its citation, or a number for each of several, which says where it leads', () => {
  const html = page({
    articleBody: `([a](https://a.example/)) ([b](https://b.example/)) ${'([b](https://b.example/)) '.repeat(29)}`,
  });
  const back = Array.from(
    html.matchAll(/href="#(\S+)" role="doc-backlink" aria-label="([^"]+)">([^<]+)/g),
    ([, ...each]) => each,
  );
  expect(back.slice(0, 2)).toEqual([
    ['fnref-1-1', 'back to where a.example is cited', '↩\ufe0e'],
    ['fnref-2-1', '1: back to where b.example is cited', '1'],
  ]);
  expect(back.at(-1)).toEqual(['fnref-2-30', '30: back to where b.example is cited', '30']);
  expect(html).toContain('<span class="uses"> ↩\ufe0e <a href="#fnref-2-1"');
});

test('an arrow back points the other way in a story that runs from right to left', () => {
  expect(page({ inLanguage: 'ar', articleBody: '([a](https://a.example/))' })).toContain('>↪\ufe0e</a>');
});

test('a source that nothing cites is marked as background, and only such a source', () => {
  const html = page({
    abstract: 'It is.',
    evidence: [{ claim: 'It is.', source: 'https://b.example/', quote: { exact: 'It is.' } }],
    articleBody: '([a](https://a.example/))',
    citation: [{ url: 'https://b.example/' }, { url: 'https://c.example/', datePublished: '2025' }],
  });
  const entries = html.match(/<li id="fn-.*?<\/li>/gs) ?? [];
  expect(entries.map((entry) => entry.includes('background'))).toEqual([false, false, true]);
  expect(entries[2]).toContain('<small><bdi>background</bdi>\u00a0· <bdi>2025</bdi></small>');
});

test('a source’s quote is shown once if the TL;DR rests on the same words, and in full if it says what stands around them', () => {
  const quotes = (prefix?: string) =>
    page({
      abstract: 'It is.',
      evidence: [{ claim: 'It is.', source: 'https://a.example/', quote: { exact: 'It was so.' } }],
      articleBody: '([a](https://a.example/))',
      citation: [{ url: 'https://a.example/', quote: { exact: 'It was so.', prefix } }],
    }).match(/<q cite="[^"]+">[^<]+<\/q>/g);
  expect(quotes()).toBeNull();
  expect(quotes('All say:')).toEqual(['<q cite="https://a.example/">All say: It was so.</q>']);
});

describe('the label', () => {
  const ai = { digitalSourceType: 'trainedAlgorithmicMedia' };
  const labels = (provenance: unknown) =>
    Array.from(
      page({ provenance }).matchAll(
        /-heading">(TL;DR|Analysis)(?: <span class="label ai">([^<]+)<\/span>)?/g,
      ),
      ([, part, label]) => [part, label],
    );

  test.each([
    [
      undefined,
      [
        ['TL;DR', undefined],
        ['Analysis', undefined],
      ],
    ],
    [
      { abstract: ai },
      [
        ['TL;DR', 'AI-generated'],
        ['Analysis', undefined],
      ],
    ],
    [
      { articleBody: ai },
      [
        ['TL;DR', undefined],
        ['Analysis', 'AI-generated'],
      ],
    ],
    [
      { abstract: { digitalSourceType: 'compositeWithTrainedAlgorithmicMedia' } },
      [
        ['TL;DR', 'partly AI-generated'],
        ['Analysis', undefined],
      ],
    ],
    [
      { abstract: { digitalSourceType: 'composite' } },
      [
        ['TL;DR', undefined],
        ['Analysis', undefined],
      ],
    ],
    [
      { abstract: { digitalSourceType: 'digitalCreation' }, articleBody: { humanReviewed: true } },
      [
        ['TL;DR', undefined],
        ['Analysis', undefined],
      ],
    ],
  ])('stands at the part that AI wrote, and only there: %j', (provenance, expected) => {
    expect(labels(provenance)).toEqual(expected);
  });

  test('of a TL;DR that a program quoted from the sources does not look like the label of AI', () => {
    const html = page({
      provenance: { abstract: { digitalSourceType: 'composite', reviewedBy: { name: 'Ann Lee' } } },
    });
    expect(html).toContain(
      'TL;DR <span class="label">quoted from the sources by a program<span> · </span>reviewed by Ann Lee</span>',
    );
    expect(html).toContain('<section class="part tldr" id="tldr"');
  });
});

test('everything that a reader view must keep is in the article, in plain elements', () => {
  const html = renderStoryPage(publish(fullStory), site);
  const article = html.slice(html.indexOf('<article'), html.indexOf('</article>'));
  expect(article).not.toMatch(/<(aside|footer)\b/);
  for (const part of [
    'id="tldr"',
    'id="disclosure"',
    'role="note"',
    'id="analysis"',
    'doc-endnotes',
    'class="correction"',
  ]) {
    expect(article).toContain(part);
  }
});

test('apart from void elements and the doctype, the page is well-formed XML', () => {
  const html = withoutStyle(renderStoryPage(publish(fullStory), site)).replace('<!DOCTYPE html>', '');
  const parser = new XMLParser({
    unpairedTags: ['br', 'hr', 'img', 'meta', 'link'],
    stopNodes: ['*.style', '*.script'],
  });
  expect(parser.parse(html).html.body.main.article.h1).toBeDefined();
});
