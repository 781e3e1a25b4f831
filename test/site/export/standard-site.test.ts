import { describe, expect, test } from 'vitest';
import { cutText } from '../../../src/site/export/cut-text.ts';
import { toPlainText } from '../../../src/site/export/plain-text.ts';
import { recordKey } from '../../../src/site/export/record-key.ts';
import { documentUri, publicationUri } from '../../../src/site/export/record-uri.ts';
import { toDocumentRecord, toPublicationRecord } from '../../../src/site/export/standard-site.ts';
import { recordFault, TID } from '../../atproto/validate.ts';
import * as fc from '../../draw.ts';
import { stories } from '../../hostile.ts';
import { aStory, foreignStories, fullStory, publish, sampleStories, site } from '../../samples.ts';

const did = 'did:plc:edgewire';
const publication = publicationUri(did, site);
const recordOf = (story: typeof fullStory) => toDocumentRecord(publish(story), site, publication);
const keyOf = (uri: string) => uri.split('/').at(-1) ?? '';
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

describe('a story’s record', () => {
  test('is what the story says, as plain text', async () => {
    const document = `${JSON.stringify(recordOf(fullStory), null, 2)}\n`;
    await expect(document).toMatchFileSnapshot('../../golden/full-story.record.json');
  });

  test.each([...sampleStories, ...foreignStories, fullStory])('of $slug follows the lexicon', (story) => {
    const { identifier } = publish(story);
    const key = keyOf(documentUri(publication, identifier));
    expect(recordFault('site.standard.document', key, recordOf(story))).toBeUndefined();
  });

  test('follows the lexicon, whatever the story holds', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const { identifier } = publish(story);
        const key = keyOf(documentUri(publication, identifier));
        expect(recordFault('site.standard.document', key, recordOf(story))).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  test('names its publication by URI, so that Bluesky shows a card, and its page by path', () => {
    expect(recordOf(aStory())).toMatchObject({
      site: `at://did:plc:edgewire/site.standard.publication/${keyOf(publication)}`,
      path: '/stories/a-story',
    });
  });

  test('says in its description if a model wrote the TL;DR', () => {
    const story = aStory({ provenance: { abstract: { digitalSourceType: 'trainedAlgorithmicMedia' } } });
    expect(recordOf(story).description).toBe('TL;DR (AI-generated): What happened.');
    expect(recordOf(aStory()).description).toBe('What happened.');
  });

  test('has the time of the last change once there was one, and times in UTC', () => {
    const story = aStory({ datePublished: '2026-03-04T09:30:00+01:00' });
    expect(recordOf(story)).toMatchObject({ publishedAt: '2026-03-04T08:30:00.000Z' });
    expect(recordOf(story)).not.toHaveProperty('updatedAt');
    const changed = { ...story, dateModified: '2026-03-05T00:00:00Z' };
    expect(recordOf(changed)).toMatchObject({ updatedAt: '2026-03-05T00:00:00.000Z' });
  });

  test.each([
    ['Latin', 'word '],
    ['quotes', '"'],
    ['Chinese', '新'],
    ['families', '👨‍👩‍👧‍👦'],
  ])('of a very long text in %s takes less than servers accept', (_name, text) => {
    const record = recordOf(aStory({ articleBody: text.repeat(99_999 / text.length) }));
    expect(new TextEncoder().encode(JSON.stringify(record)).byteLength).toBeLessThan(102_000);
    expect(record.textContent.endsWith('…')).toBe(true);
  });
});

test('the newsroom’s record follows the lexicon, and says whether readers may list it', () => {
  const record = toPublicationRecord(site);
  expect(recordFault('site.standard.publication', keyOf(publication), record)).toBeUndefined();
  expect(record).toMatchObject({ url: 'https://news.example', name: site.title });
  const hidden = { ...site, usage: { search: false } };
  expect(toPublicationRecord(hidden).preferences).toEqual({ showInDiscover: false });
});

describe('the key of a record', () => {
  test('is a TID of the past, and never changes', () => {
    expect(recordKey('tag:news.example,2026:stories/a-story')).toBe('24kisizi3wjf5');
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect(recordKey(id)).toMatch(TID);
        expect(recordKey(id) < '3').toBe(true);
      }),
    );
  });

  test('is another for each of 100,000 ids that differ in a digit', () => {
    const keys = new Set(
      Array.from({ length: 100_000 }, (_, n) => recordKey(`tag:news.example,2026:stories/s-${n}`)),
    );
    expect(keys.size).toBe(100_000);
  });
});

describe('a text that is too long', () => {
  test('is cut between two graphemes', () => {
    expect(cutText('👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦', { bytes: 1000, graphemes: 2 })).toBe('👨‍👩‍👧‍👦…');
    expect(cutText('नमस्ते दुनिया', { bytes: 23 })).toBe('नमस्ते…');
    expect(cutText('नमस्ते दुनिया', { bytes: 20 })).toBe('नम…');
  });

  test('is within its limits, and unchanged if it was', () => {
    const limits = { bytes: 40, graphemes: 12 };
    const countOf = (text: string) => [...graphemes.segment(text)].length;
    const sizeOf = (text: string) => new TextEncoder().encode(JSON.stringify(text)).byteLength - 2;
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        const cut = cutText(text, limits);
        expect(countOf(cut)).toBeLessThanOrEqual(12);
        expect(sizeOf(cut)).toBeLessThanOrEqual(40);
        if (countOf(text) <= 12 && sizeOf(text) <= 40) expect(cut).toBe(text);
        else expect(text.startsWith(cut.slice(0, -1))).toBe(true);
      }),
    );
  });
});

test.each([
  ['<p>One &amp; two</p>\n<p>three<br>four</p>\n', 'One & two\n\nthree\nfour'],
  ['<ol start="3">\n<li>c</li>\n<li>d\n<ul>\n<li>e</li>\n</ul>\n</li>\n</ol>\n', '3. c\n4. d\n\ne'],
  ['<p><a href="https://a.example/?a=1&gt;2">1 &lt; 2</a><sup><a href="#">[1]</a></sup></p>', '1 < 2[1]'],
  [
    '<figure><img src="/a.png" alt="A dog"><figcaption>Rex<br><small>Ann</small></figcaption></figure>',
    'Rex\nAnn',
  ],
  [
    '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>',
    'a b\n1 2',
  ],
  ['<p>&amp;lt;b&amp;gt;</p>', '&lt;b&gt;'],
])('%s as text', (html, text) => {
  expect(toPlainText(html)).toBe(text);
});
