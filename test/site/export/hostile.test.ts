import { Cite } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import '@citation-js/plugin-ris';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { isolateIfUnbalanced } from '../../../src/lib/bidi.ts';
import { escapeHtml } from '../../../src/lib/html.ts';
import { renderBibtex } from '../../../src/site/export/bibtex.ts';
import { renderCsl } from '../../../src/site/export/csl.ts';
import { renderJson } from '../../../src/site/export/json.ts';
import { articleToMarkdown } from '../../../src/site/export/markdown.ts';
import { renderOembed } from '../../../src/site/export/oembed.ts';
import { type Reference, sourceReferences, storyReference } from '../../../src/site/export/reference.ts';
import { renderRis } from '../../../src/site/export/ris.ts';
import { parseStoryFile, parseStoryJson, parseStoryRecord } from '../../../src/site/story/parse/parse.ts';
import type { Story } from '../../../src/site/story/story.ts';
import * as fc from '../../draw.ts';
import { hostile, stories } from '../../hostile.ts';
import { aStory, fullStory, publish, sampleStories, site } from '../../samples.ts';

const runs = { numRuns: 300 };

/** Collapses white space and trims, like programs that read TeX and RIS. */
const plain = (text: string | null | undefined) => text?.replace(/\s+/g, ' ').trim();

const dateParts = (date: string | null) => (date === null ? undefined : [date.split('-').map(Number)]);

/** Returns the references of a story and of its sources. */
const referencesOf = (story: Story): Reference[] => {
  const article = publish(story);
  return [storyReference(article, site), ...sourceReferences(article)];
};

/** Parses a document of a given type with an independent library. */
const readBack = (document: string, forceType: '@biblatex/text' | '@ris/file' | '@else/json') =>
  new Cite(document, { forceType }).data;

test('exported Markdown parses to the same record, with the same text', () => {
  fc.assert(
    fc.property(stories, hostile, (story, body) => {
      const article = publish({ ...story, articleBody: `${body}\r\n---\n${story.articleBody}` });
      const { rendering, ...record } = article;
      fc.pre(parseStoryJson(JSON.stringify(record)).ok);
      const document = articleToMarkdown(article, site);
      expect(parseStoryFile(document, 'another-name')).toMatchObject({ ok: true, value: record });
      expect(document.endsWith(`\n---\n\n${article.articleBody}`)).toBe(true);
    }),
    runs,
  );
});

test.each([...sampleStories, fullStory, aStory({ isBasedOn: [], articleBody: '\n\n  begins late' })])(
  'Markdown and JSON of $slug contain the whole record',
  (story) => {
    const { rendering, ...record } = publish(story);
    const markdown = articleToMarkdown({ rendering, ...record }, site);
    expect(parseStoryFile(markdown, 'another-name')).toMatchObject({ ok: true, value: record });
    const json = JSON.parse(renderJson({ rendering, ...record }, site));
    expect(parseStoryRecord(json.record)).toEqual({ ok: true, value: record });
    expect(json.sources.map(({ url }: { url: string }) => url)).toEqual(
      rendering.sources.map(({ url }) => url),
    );
  },
);

test('BibTeX parses to every work, each with the same title, names, date and URL', () => {
  fc.assert(
    fc.property(stories, (story) => {
      const references = referencesOf(story);
      const works = readBack(renderBibtex(references), '@biblatex/text');
      expect(works.map(({ id }) => id)).toEqual(references.map(({ key }) => key));
      for (const [
        index,
        { kind, title, author, container, published, accessed, url },
      ] of references.entries()) {
        const work = works[index];
        expect(work.type).toBe(kind === 'news' ? 'article-journal' : 'webpage');
        expect(plain(work.title)).toBe(title === null ? undefined : plain(title));
        const names = author.map((each) => (typeof each === 'string' ? { family: each, given: null } : each));
        expect(
          work.author?.map(({ family, given }: { family: string; given?: string }) => [
            plain(family),
            plain(given),
          ]) ?? [],
        ).toEqual(names.map(({ family, given }) => [plain(family), plain(given ?? undefined)]));
        expect(plain(kind === 'news' ? work['container-title'] : work.publisher)).toBe(
          container === null ? undefined : plain(container),
        );
        expect(work.issued?.['date-parts']).toEqual(dateParts(published));
        expect(work.accessed?.['date-parts']).toEqual(dateParts(accessed));
        expect(new URL(work.URL).href).toBe(new URL(url.replace(/[{}\\]/g, encodeURIComponent)).href);
      }
    }),
    runs,
  );
});

test('the time of a source becomes the day that the page shows, and a date stays as precise as it is', () => {
  const late = '2026-03-05T00:30:00+09:00';
  const [, ...works] = referencesOf(
    aStory({
      citation: [late, '2026-03-05', '2005-12', '2005'].map((datePublished, index) => ({
        url: `https://a.example/${index}`,
        datePublished,
        accessed: late,
      })),
    }),
  );
  expect(works.map(({ published }) => published)).toEqual(['2026-03-04', '2026-03-05', '2005-12', '2005']);
  expect(works.map(({ accessed }) => accessed)).toEqual(works.map(() => '2026-03-04'));
});

/** A text without word joiners, which RIS has before what looks like a tag. */
const unjoined = <T extends string | undefined>(text: T) => text?.replaceAll('\u2060', '') as T;

describe.each([
  'The <dialog> element',
  '<em>Not</em> emphasised &lt;here&gt; &amp; there &#60;',
  'Rises 5 < 7 > 3 <3 </p> <!-- no --> AT&T',
])('Zotero reads whole: %s', (headline) => {
  const reference = () => storyReference(publish(aStory({ headline })), site);

  test('in RIS, of which it takes the values for HTML', () => {
    const [, title = ''] = /^TI {2}- (.*?)\r?$/m.exec(renderRis([reference()])) ?? [];
    expect(unjoined(parseHTML(`<html><body>${title}`).document.body.textContent ?? '')).toBe(headline);
  });

  test('in BibTeX, of which it knows formulas, and few commands', () => {
    const [, title = ''] = /^ {2}title = \{\{(.*)\}\},$/m.exec(renderBibtex([reference()])) ?? [];
    expect(
      title
        .replace(/\$([^$]+)\$/g, '$1')
        .replace(/\\([&#])/g, '$1')
        .replaceAll('{}', ''),
    ).toBe(headline);
  });
});

test('RIS parses to the same works, and each of its lines is a tag with a value', () => {
  fc.assert(
    fc.property(stories, (story) => {
      const references = referencesOf(story);
      const document = renderRis(references);
      for (const record of document.split('\r\n\r\n')) {
        const lines = record.replace(/\r\n$/, '').split('\r\n');
        expect(lines[0]).toMatch(/^TY {2}- (NEWS|ELEC)$/);
        expect(lines.at(-1)).toBe('ER  - ');
        for (const line of lines) expect(line).toMatch(/^[A-Z][A-Z0-9] {2}- [^\r\n\u0085\u2028\u2029]*$/);
        expect(lines.filter((line) => /^(TY|ER)/.test(line))).toHaveLength(2);
      }
      const works = readBack(document, '@ris/file');
      expect(works).toHaveLength(references.length);
      for (const [
        index,
        { kind, title, author, container, published, accessed, url },
      ] of references.entries()) {
        const work = works[index];
        expect(work.type).toBe(kind === 'news' ? 'article-newspaper' : 'webpage');
        expect(plain(unjoined(work.title))).toBe(title === null ? undefined : plain(unjoined(title)));
        // RIS uses T2 for both. The library takes the T2 of a web page for a series, like EndNote.
        expect(plain(unjoined(work['container-title'] ?? work['collection-title']))).toBe(
          container === null ? undefined : plain(unjoined(container)),
        );
        expect(work.URL).toBe(url);
        if (kind === 'web') expect(work.issued?.['date-parts']).toEqual(dateParts(published));
        if (accessed) expect(document).toContain(`Y2  - ${accessed.replaceAll('-', '/')}/\r\n`);
        expect([work.author ?? work.reporter ?? []].flat()).toHaveLength(author.length);
      }
    }),
    runs,
  );
});

test('CSL-JSON parses to the same works', () => {
  fc.assert(
    fc.property(stories, (story) => {
      const references = referencesOf(story);
      const document = renderCsl(references);
      const items = JSON.parse(document);
      const works = readBack(document, '@else/json');
      expect(works.map(({ _graph, ...work }) => work)).toEqual(items);
      for (const [index, { title, author, url }] of references.entries()) {
        expect(items[index]).toMatchObject({ URL: url, ...(title === null ? {} : { title }) });
        expect(items[index].author ?? []).toEqual(
          author.map((each) =>
            typeof each === 'string'
              ? { literal: each }
              : { family: each.family, ...(each.given === null ? {} : { given: each.given }) },
          ),
        );
      }
    }),
    runs,
  );
});

test('oEmbed has the same content as JSON and as well-formed XML, and its HTML has no scripts', () => {
  const xml = new XMLParser({ trimValues: false, parseTagValue: false, htmlEntities: true });
  const room = fc.record({
    width: fc.integer({ min: 1, max: 2000 }),
    height: fc.integer({ min: 1, max: 2000 }),
  });
  fc.assert(
    fc.property(stories, room, (story, { width, height }) => {
      const article = publish(story);
      const json = JSON.parse(renderOembed(article, site, 'json', { width, height }));
      const document = renderOembed(article, site, 'xml', { width, height });
      expect(XMLValidator.validate(document)).toBe(true);
      const { '#text': _space, ...elements } = xml.parse(document).oembed;
      expect(elements).toEqual(
        Object.fromEntries(Object.entries(json).map(([name, value]) => [name, String(value)])),
      );
      expect(json.title).toBe(isolateIfUnbalanced(story.headline));
      expect(json.width).toBeLessThanOrEqual(Math.min(width, 600));
      expect(json.height).toBeLessThanOrEqual(height);
      expect(json.html).toContain(escapeHtml(story.headline));
      expect(json.html).toMatch(/^<blockquote [^<]*>.*<\/blockquote>$/su);
      // Apart from our own elements, everything is text.
      expect(
        json.html.replace(
          /<\/?(p|strong|small|blockquote)>|<(blockquote|p|a) (cite|lang|href)="[^"<]*"( dir="(auto|ltr|rtl)")?>|<\/a>|<br>/g,
          '',
        ),
      ).not.toMatch(/[<>]/);
    }),
    runs,
  );
});
