import { describe, expect, test } from 'vitest';
import { escapeHtml } from '../../../src/lib/html.ts';
import { contentHtml } from '../../../src/site/edition/content.ts';
import { contentMarkdown } from '../../../src/site/edition/content-markdown.ts';
import { toEntry } from '../../../src/site/edition/edition.ts';
import { renderJson } from '../../../src/site/export/json.ts';
import { toPlainText } from '../../../src/site/export/plain-text.ts';
import { pageHtml } from '../../../src/site/site-page/html.ts';
import {
  parseBodyPicture,
  pictureMarkdown,
  withPictureUrls,
  withSizes,
} from '../../../src/site/story/body-picture.ts';
import { checkMarkdown } from '../../../src/site/story/markdown-faults.ts';
import * as fc from '../../draw.ts';
import { hostile } from '../../hostile.ts';
import { aStory, publish, site } from '../../samples.ts';

const PATH = `/media/${'0a'.repeat(32)}.jpg`;
const SIZED = `${PATH}#1200x800`;
const LATE = ' loading="lazy" decoding="async"';

const rendered = (articleBody: string) => publish(aStory({ articleBody })).rendering;
const image = (rest = '', alt = 'A chart') =>
  `<img src="${PATH}" alt="${alt}" width="1200" height="800"${rest}>`;

describe('a picture of this site', () => {
  test('that stands alone in its paragraph is a figure with its caption', () => {
    const { page, feed } = rendered(`Before.\n\n![A chart](${SIZED} "The *caption* & more")\n\nAfter.`);
    const figure = (attributes: string) =>
      `<p>Before.</p>\n<figure>${image(attributes)}<figcaption>The *caption* &amp; more</figcaption></figure>\n<p>After.</p>\n`;
    expect(page).toBe(figure(LATE));
    expect(feed).toBe(figure(''));
  });

  test('without a caption has none', () => {
    expect(rendered(`![A chart](${SIZED})`).feed).toBe(`<figure>${image()}</figure>\n`);
  });

  test('within a line is a part of it, with its caption as its title', () => {
    expect(rendered(`See ![A chart](${SIZED} "Caption").`).page).toBe(
      `<p>See ${image(` title="Caption"${LATE}`)}.</p>\n`,
    );
    expect(rendered(`# ![A chart](${SIZED}) now\n\n| ![A chart](${SIZED}) |\n|---|\n`).feed).toBe(
      `<h3>${image()} now</h3>\n<table>\n<thead>\n<tr>\n<th>${image()}</th>\n</tr>\n</thead>\n</table>\n`,
    );
  });

  test('stands where it is written: with others, in lists and in quotations', () => {
    const figure = `<figure>${image()}</figure>\n`;
    const written = `![A chart](${SIZED})`;
    expect(rendered(`${written}\n${written} ${written}  \n${written}`).feed).toBe(figure.repeat(4));
    expect(rendered(`- ${written}\n- text`).feed).toBe(`<ul>\n<li>\n${figure}</li>\n<li>text</li>\n</ul>\n`);
    expect(rendered(`> ${written}`).feed).toBe(`<blockquote>\n${figure}</blockquote>\n`);
    expect(rendered(`![A chart][c]\n\n[c]: ${SIZED} "Caption"`).feed).toBe(
      figure.replace('</figure>', '<figcaption>Caption</figcaption></figure>'),
    );
  });

  test('is in a row with the others of its paragraph on pages, and below them in feeds', () => {
    const written = `![A chart](${SIZED})`;
    const figure = (attributes = '') => `<figure>${image(attributes)}</figure>\n`;
    const { page, feed } = rendered(`${written} ${written}\n\n${written}`);
    expect(page).toBe(`<div class="row">\n${figure(LATE).repeat(2)}</div>\n${figure(LATE)}`);
    expect(feed).toBe(figure().repeat(3));
  });

  test('says how wide it is shown, alone and in a row, if it has smaller sizes', () => {
    const sizes = [`${PATH.replace('.jpg', '')}-640.webp`];
    const known = { [PATH]: { width: 1200, height: 800, sizes } };
    const written = `![A chart](${SIZED})`;
    const html = withSizes(rendered(`${written} ${written}\n\n${written}`).page, known);
    expect(Array.from(html.matchAll(/ sizes="([^"]*)"/g), ([, widths]) => widths)).toEqual([
      '(min-width: 40rem) 28rem, calc(100vw - 2.5rem)',
      '(min-width: 40rem) 28rem, calc(100vw - 2.5rem)',
      '(min-width: 80rem) 56.25rem, (min-width: 40rem) 38rem, calc(100vw - 2.5rem)',
    ]);
  });

  test('may be without its size, and without words', () => {
    expect(rendered(`![](${PATH})`).feed).toBe(`<figure><img src="${PATH}" alt=""></figure>\n`);
  });

  test('may be a file of data/public/pictures', () => {
    expect(rendered('![A map](/pictures/2026/map_1.svg#10x20)').feed).toBe(
      '<figure><img src="/pictures/2026/map_1.svg" alt="A map" width="10" height="20"></figure>\n',
    );
  });

  test('has the text of its description alone, on one line', () => {
    expect(rendered(`![A *bold*\n\`chart\` & [more](https://a.example/)](${SIZED})`).feed).toBe(
      `<figure>${image('', 'A bold chart &amp; more')}</figure>\n`,
    );
  });

  test('is on the newsroom’s own pages, too', () => {
    expect(pageHtml(`![A chart](${SIZED})`)).toBe(`<figure>${image(LATE)}</figure>\n`);
  });

  test('cites nothing and changes no numbers of sources', () => {
    const { sources, page } = rendered(
      `![A ([b](https://b.example/))](${SIZED})\n\nText.([a](https://a.example/))`,
    );
    expect(sources.map(({ url }) => url)).toEqual(['https://a.example/']);
    expect(page).toContain('data-n="1"');
  });
});

describe('what is no picture of this site stays what it was', () => {
  test.each([
    [
      'a picture of another site',
      '![a](https://b.example/c.png "t")',
      '<p><a href="https://b.example/c.png" title="t">a</a></p>\n',
    ],
    [
      'one beside a picture of this site',
      `![a](https://b.example/c.png) ![b](${PATH})`,
      `<p><a href="https://b.example/c.png">a</a> <img src="${PATH}" alt="b"></p>\n`,
    ],
    ['a link to a picture of this site', `[a](${PATH}) [b](/pictures/a.png)`, '<p>a b</p>\n'],
    ['a link without an address', '[a]()', '<p><a>a</a></p>\n'],
    ['a path of another kind', '![a](/stories/a)', '<p>![a](/stories/a)</p>\n'],
  ])('%s', (_what, body, expected) => {
    expect(rendered(body).feed).toBe(expected);
  });

  test.each([
    '',
    PATH.slice(1),
    `/${PATH}`,
    `https://news.example${PATH}`,
    PATH.toUpperCase(),
    PATH.replace('jpg', 'svg'),
    PATH.replace('0a', ''),
    `${PATH}?a`,
    `${PATH}#`,
    `${PATH}#1200`,
    `${PATH}#0x800`,
    `${PATH}#1200x`,
    `${PATH}#1200x20001`,
    `${PATH}#1200x800#`,
    `${PATH}\n#1x1`,
    '/pictures/.png',
    '/pictures/../a.png',
    '/pictures/a/.b/c.png',
    '/pictures//a.png',
    '/pictures/a.html',
    '/pictures/a.png/',
    '/pictures/a b.png',
    '/pictures/"onerror=x.png',
    '/other/a.png',
    `/pictures/${'a'.repeat(500)}.png`,
  ])('%j is no address of one', (address) => expect(parseBodyPicture(address)).toBeUndefined());
});

describe('in feeds and exports, a picture', () => {
  const articleBody = `![A "chart"](${SIZED} "Jan & Feb")\n\nSee ![it](/pictures/a.png "b") here.`;
  const article = publish(aStory({ articleBody }));
  const content = contentHtml(toEntry(article), site);
  const url = `https://news.example${PATH}`;

  test('has an absolute address', () => {
    for (const html of [content, JSON.parse(renderJson(article, site)).articleBodyHtml]) {
      expect(html).toContain(
        `<figure><img src="${url}" alt="A &quot;chart&quot;" width="1200" height="800"><figcaption>Jan &amp; Feb</figcaption></figure>`,
      );
      expect(html).toContain('<img src="https://news.example/pictures/a.png" alt="it" title="b">');
      expect(html).not.toContain('src="/');
    }
  });

  test('stays in Markdown, and its caption in plain text', () => {
    const markdown = contentMarkdown(toEntry(article), site);
    expect(markdown).toContain(`\n\n![A "chart"](${url})\\\nJan & Feb\n\n`);
    expect(markdown).toContain('See ![it](https://news.example/pictures/a.png "b") here.');
    expect(toPlainText(content)).toMatch(/\n\nJan & Feb\n\nSee {1,2}here\./);
  });
});

test('a text that only looks like a picture keeps its bytes', () => {
  const html = rendered('`<img src="/media/x">` <img src="/media/x">').feed;
  expect(withPictureUrls(html, 'https://news.example')).toBe(html);
});

test.each([
  [`![a](${PATH}#1200)`, 'must be absolute http or https URLs, or the path of an uploaded picture'],
  ['![a](/stories/a)', 'or the path of an uploaded picture'],
  ['![a](//a.example/a.png)', 'links must be absolute http, https or mailto URLs'],
  ['![a](javascript:x)', 'links must be absolute http, https or mailto URLs'],
  [`[a](${PATH})`, 'links must be absolute http, https or mailto URLs'],
  [`[![a](${PATH})](https://a.example/)`, 'pictures must not be inside a link'],
  [`![a](${PATH.replace('.', '\\.')})`, 'must be written out, without escapes'],
  [`![a](${PATH.replace('0a', '&#48;a')})`, 'must be written out, without escapes'],
])('%s is refused', (text, rule) => {
  expect(checkMarkdown(`Text\n\n${text}`)).toMatchObject([{ line: 3, rule: expect.stringContaining(rule) }]);
});

test('a picture of this site is accepted, in a story and on a page', () => {
  for (const kind of ['story', 'page'] as const)
    expect(checkMarkdown(`![a](${SIZED} "b")\n\n![a](${PATH})\n\n![](/pictures/a.png)`, kind)).toEqual([]);
});

test('whatever the words of a picture are, they stay words', () => {
  fc.assert(
    fc.property(hostile, hostile, (alt, caption) => {
      const shown = [alt, caption].map((text) => text.replace(/\s+/g, ' '));
      const [description = '', credit = ''] = shown;
      const written = pictureMarkdown({ url: PATH, width: 1200, height: 800, alt: description, credit });
      expect(checkMarkdown(written)).toEqual([]);
      const { page, feed } = rendered(written);
      expect(feed).toContain(`alt="${escapeHtml(description)}"`);
      expect(feed).toContain(`<figcaption>${escapeHtml(credit)}</figcaption>`);
      for (const html of [page, feed]) {
        expect(html.match(/<[^>]*>?/g)?.map((tag) => /[\w/]+/.exec(tag)?.[0])).toEqual([
          'figure',
          'img',
          'figcaption',
          '/figcaption',
          '/figure',
        ]);
        expect(html.match(/"/g)).toHaveLength(html === page ? 12 : 8);
      }
    }),
  );
});
