import { expect, test } from 'vitest';
import { articleToMarkdown } from '../../../src/site/export/markdown.ts';
import { makeArticle } from '../../../src/site/story/make-article.ts';
import { parseStoryFile, parseStoryJson } from '../../../src/site/story/parse/parse.ts';
import { type Story, storySchema } from '../../../src/site/story/story.ts';
import * as fc from '../../draw.ts';
import { identifiers } from '../../hostile.ts';
import { aStory, site } from '../../samples.ts';

// An exported Markdown file parses to the same record.

const IDENTIFIER = 'tag:news.example,2026:stories/a-story';

/** Text that has a meaning in YAML or Markdown, or at which YAML writers break lines. */
const pieces = [
  ...[
    '\n',
    '\n\n',
    ' \n',
    '\n ',
    '\n \n',
    '\n\t\n',
    '\r\n',
    '\r',
    '\t',
    ' ',
    '  ',
    '\u0085',
    '\u2028',
    '\u2029',
    '\u00A0',
  ],
  ...[
    ': ',
    ':',
    ' #',
    '#',
    '- ',
    '? ',
    '---',
    '\n---\n',
    '...',
    '|',
    '>',
    '>-',
    '%',
    '@',
    '`',
    '&a',
    '*a',
    '!',
    '!!',
    '~',
    'null',
  ],
  ...[
    '"',
    "'",
    '\\',
    '\\n',
    '\\ ',
    '{',
    '}',
    '[',
    ']',
    ',',
    '<<',
    '=',
    'true',
    'yes',
    '012',
    '1e3',
    '0x1',
    '2026-03-04',
    '.inf',
  ],
  ...[
    'word',
    'a longer run of words that goes past the width of a line ',
    'é',
    'مرحبا',
    '中文',
    '\u{1F4F0}',
    '\uFEFF',
    '\u202E',
  ],
];
const text = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...pieces) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
    ),
    {
      minLength: 1,
      maxLength: 30,
    },
  )
  .map((parts) => parts.join(''));
const oneLine = text.map((each) => each.replace(/[\n\r\u0085\u2028\u2029]/g, ' ').slice(0, 200));
const url = fc.webUrl({ withQueryParameters: true, withFragments: true });
const person = fc.record({ name: oneLine, url: fc.option(url) });
const source = {
  url,
  name: fc.option(oneLine),
  publisher: fc.option(fc.record({ name: oneLine, url: fc.option(url), ownership: fc.option(oneLine) })),
  author: fc.array(person, { maxLength: 2 }),
  datePublished: fc.constantFrom(null, '2005', '2005-12', '2005-12-31', '2026-03-01T23:30:00-05:00'),
  inLanguage: fc.constantFrom(null, 'en', 'no'),
  isAccessibleForFree: fc.option(fc.boolean()),
};
const part = fc.option(
  fc.record({
    digitalSourceType: fc.constantFrom(null, 'digitalCreation'),
    humanReviewed: fc.option(fc.boolean()),
    model: fc.option(oneLine),
    provider: fc.option(oneLine),
  }),
);

/** Records with arbitrary text in every field. If a field would be invalid, it keeps its sample text. */
const fields: Record<string, fc.Arbitrary<unknown>> = {
  headline: oneLine,
  abstract: text,
  articleBody: text,
  formerSlugs: fc.constantFrom([], ['null', '0x1', '1e3']),
  isBasedOn: fc.option(fc.array(fc.record(source), { maxLength: 2 })),
  citation: fc.array(
    fc.record({
      ...source,
      quote: fc.option(fc.record({ exact: text, prefix: fc.option(text), suffix: fc.option(text) })),
      archivedAt: fc.option(url),
      linkStatus: fc.constantFrom(null, 404),
      accessed: fc.constantFrom(null, '2026'),
    }),
    { maxLength: 2 },
  ),
  author: fc.array(person, { maxLength: 2 }),
  keywords: fc.constantFrom([], ['true', '2026', 'no']),
  license: fc.option(url),
  image: fc.option(
    fc.record({
      url,
      alt: fc.option(oneLine),
      caption: fc.option(oneLine),
      credit: fc.option(oneLine),
      width: fc.constant(1),
      height: fc.constant(1),
      encodingFormat: fc.constant('image/png'),
    }),
  ),
  provenance: fc.record({ abstract: part, articleBody: part }),
  correction: fc.array(fc.record({ text, datePublished: fc.constant('2026-03-05T00:00:00Z') }), {
    maxLength: 2,
  }),
};

const readBack = (story: Story) => {
  const parsed = parseStoryFile(articleToMarkdown(makeArticle(story, IDENTIFIER), site), story.slug);
  return parsed.ok ? parsed.value : parsed.faults;
};

test('any identifier parses unchanged', () => {
  fc.assert(
    fc.property(identifiers, (identifier) => {
      const parsed = parseStoryFile(articleToMarkdown(makeArticle(aStory(), identifier), site), 'a-story');
      expect(parsed).toMatchObject({ ok: true, value: { identifier } });
      expect(parseStoryJson(JSON.stringify(aStory({ identifier })))).toMatchObject({ value: { identifier } });
    }),
  );
});

test.each(Object.entries(fields))('any %s parses unchanged', (name, field) => {
  let read = 0;
  fc.assert(
    fc.property(field, (value) => {
      const parsed = parseStoryJson(JSON.stringify({ ...aStory(), [name]: value }));
      if (!parsed.ok) return;
      read++;
      expect(readBack(storySchema.parse(parsed.value))).toEqual({ ...parsed.value, identifier: IDENTIFIER });
    }),
    { numRuns: 1500 },
  );
  expect(read).toBeGreaterThan(300 * fc.SHARE);
});

test.each([
  '\n \n\ra longer run of words that goes past the width of a line \n',
  '\r\n \na longer run of words that goes past the width of a line \n',
  `${'A long text '.repeat(10)}\n  \n\n   \n"The end"\n `,
])('the abstract %j is read back as it was', (abstract) => {
  const story = aStory({ abstract });
  expect(readBack(story)).toEqual({ ...story, identifier: IDENTIFIER });
});

test('what the newsroom knows of a story besides its record is not in the file', () => {
  const story = aStory();
  const article = {
    ...makeArticle(story, IDENTIFIER),
    pictures: { '/media/a.jpg': { width: 1280, height: 800, sizes: [] } },
    translations: [{ slug: 'eine-geschichte', inLanguage: 'de' }],
  };
  const parsed = parseStoryFile(articleToMarkdown(article, site), 'a-story');
  expect(parsed).toMatchObject({ ok: true, value: { ...story, identifier: IDENTIFIER } });
});
