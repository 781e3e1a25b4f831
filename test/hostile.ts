import { storyIdentifier } from '../src/site/story/fields.ts';
import { parseStoryRecord } from '../src/site/story/parse/parse.ts';
import * as fc from './draw.ts';
import { aStory } from './samples.ts';

/** Strings that have broken feeds and bibliographies before. */
const pieces = [
  '&',
  '<',
  '>',
  '"',
  "'",
  '&amp;',
  '&#x3C;',
  '<![CDATA[',
  ']]>',
  '</script>',
  '<!--',
  '-->',
  '<?xml',
  '</title>',
  '</entry>',
  '<entry>',
  '</item>',
  '<title>',
  '%',
  '\\',
  '`',
  '*',
  '_',
  '[',
  '](',
  '\n\n![a](/pictures/a.png#1x2 "b")\n\n',
  '![](/pictures/a.png)',
  ')',
  '人',
  '\u{1F4F0}',
  '\u202E',
  '\u2028',
  'é',
  ' ',
  '{',
  '}',
  '\\{',
  '$',
  '#',
  '^',
  '~',
  '--',
  "''",
  '``',
  ',,',
  ' and ',
  ', ',
  '@article{x, title={',
  'TY  - NEWS',
  'ER  - ',
  '\n',
  '\n\n',
  '\nTY  - NEWS',
  '\n---\n',
  '\n@comment',
  ': ',
  ' # ',
  '- ',
  'مرحبا',
];
/** Text with such strings, in any order. */
export const hostile = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme', maxLength: 8 })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((parts) => `x${parts.join('')}x`);
export const line = hostile.map((text) => text.replace(/[\n\r\u2028\u2029]/g, ' ').slice(0, 200));

/** Ids by which feed readers know stories of other systems. */
export const movedInIds = [
  'https://old.example/?p=123',
  'https://old.example/2019/05/a-post/',
  'http://old.example/?post_type=news&#038;p=7',
  'https://old.example/?p=1&amp;x=2',
  'urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a',
  'tag:blogger.com,1999:blog-123.post-456',
  'tag:not a tag URI',
  '64f1c0ffee5d2a0001a1b2c3',
  '64F1C0FFEE5D2A0001A1B2C3',
  '123 at https://old.example',
  '/2019/05/a-post',
  '123',
  '1e3',
  'true',
  '~',
  '# a',
  '- a: "b"',
  'Grüße  aus 東京',
  '<guid isPermaLink="true">&amp;]]>',
  '</id><id>x',
  '{"id":"x"}',
  "javascript:alert('x')",
] as const;
/** Any identifiers. */
export const identifiers = fc
  .oneof(
    fc.constantFrom(...movedInIds),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    hostile,
    fc.string({ unit: 'grapheme', maxLength: 40 }).map((guid) => `tag:edgewire.example,2026:guids/${guid}`),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
  )
  .filter((id) => storyIdentifier.safeParse(id).success);
const url = fc.webUrl({ withQueryParameters: true, withFragments: true });

const author = fc.oneof(
  fc.record({ name: line }),
  fc.record({ name: line, type: fc.constantFrom('Person', 'Organization') }),
  fc.record({ name: line, givenName: line, familyName: line }),
);

const source = fc.record({
  url,
  name: fc.option(line),
  publisher: fc.option(fc.record({ name: line, ownership: fc.option(line) })),
  author: fc.array(author, { maxLength: 2 }),
  datePublished: fc.constantFrom(null, '2005', '2005-12', '2005-12-31', '2026-03-01T23:30:00-05:00'),
  accessed: fc.constantFrom(null, '2026-03-02'),
  archivedAt: fc.option(url),
});

/** Makes evidence for half of the TL;DR; undefined if the story lists no source. */
function toEvidence(
  { abstract, citation }: { abstract: string; citation: { url: string }[] },
  { text, before, at }: { text: string; before: string | null; at: number },
) {
  const source = citation[at % citation.length]?.url;
  const half = Math.ceil(abstract.length / 2);
  const claim = at === 0 ? abstract.slice(0, half) : abstract.slice(half);
  return source && { claim, source, quote: { exact: text, prefix: before } };
}

/** Valid stories with hostile text in all fields. */
export const stories = fc
  .record({
    headline: line,
    abstract: hostile,
    articleBody: fc.oneof(
      hostile,
      fc
        .tuple(hostile, line, url, hostile)
        .map(([before, label, cited, after]) => `${before} ([${label}](${cited})) ${after}`),
    ),
    citation: fc.uniqueArray(source, { maxLength: 3, selector: (each) => new URL(each.url).href }),
    author: fc.array(author, { maxLength: 2 }),
    correction: fc.array(fc.record({ text: hostile, datePublished: fc.constant('2026-03-05T00:00:00Z') }), {
      maxLength: 2,
    }),
    image: fc.option(
      fc.record({
        url: fc.oneof(url, fc.constant('/pictures/chart.png')),
        alt: fc.option(line),
        caption: fc.option(line),
        credit: fc.option(line),
        width: fc.constant(1),
        height: fc.constant(1),
        encodingFormat: fc.constant('image/png'),
      }),
    ),
    provenance: fc.record({
      abstract: fc.option(
        fc.record({ digitalSourceType: fc.constant('trainedAlgorithmicMedia'), model: line }),
      ),
    }),
  })
  .chain((fields) =>
    fc
      .array(fc.record({ text: hostile, before: fc.option(line), at: fc.nat({ max: 2 }) }), { maxLength: 3 })
      .map((quotes) => ({
        ...fields,
        evidence: quotes.map((quote) => toEvidence(fields, quote)).filter(Boolean),
      })),
  )
  .map((fields) => parseStoryRecord({ ...aStory(), ...fields }))
  .filter((parsed) => parsed.ok)
  .map((parsed) => parsed.value);
