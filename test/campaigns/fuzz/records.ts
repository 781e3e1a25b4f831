import fc from 'fast-check';
import { aRecord } from './documents.ts';
import { analysis, text, url, validLine, validText, validUrl } from './hostile.ts';

// Generates records of stories, valid and invalid.

/** Any value that JSON can represent. */
export const anything = fc.anything({ maxDepth: 3, maxKeys: 4, withNullPrototype: false }).filter((value) => {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
});

const person = fc.record({ name: validLine, url: validUrl }, { requiredKeys: ['name'] });

const source = fc.record(
  {
    url: validUrl,
    name: validLine,
    publisher: fc.record(
      { name: validLine, url: validUrl, ownership: validLine },
      { requiredKeys: ['name'] },
    ),
    author: fc.array(person, { maxLength: 2 }),
    datePublished: fc.constantFrom('2005', '2005-12', '2005-12-31', '2026-03-01T23:30:00-05:00'),
  },
  { requiredKeys: ['url'] },
);

const citation = fc
  .tuple(
    source,
    fc.record(
      {
        quote: fc.record(
          { exact: validText, prefix: validText, suffix: validText },
          { requiredKeys: ['exact'] },
        ),
        archivedAt: validUrl,
        linkStatus: fc.constantFrom(200, 404, 410),
        accessed: fc.constant('2026-03-02'),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([known, cited]) => ({ ...known, ...cited }));

const part = fc.record(
  {
    digitalSourceType: fc.constantFrom('trainedAlgorithmicMedia', 'digitalCreation'),
    humanReviewed: fc.boolean(),
    model: validLine,
    provider: validLine,
  },
  { requiredKeys: [] },
);

/** Fields of a valid record, with hostile text. */
const baseFields = fc.record(
  {
    headline: validLine,
    abstract: validText,
    articleBody: fc.oneof(analysis, validText),
    citation: fc.array(citation, { maxLength: 2 }),
    isBasedOn: fc.option(fc.array(source, { maxLength: 2 })),
    author: fc.array(person, { maxLength: 2 }),
    keywords: fc.uniqueArray(fc.constantFrom('web-feeds', 'ai', 'x-1'), { maxLength: 3 }),
    inLanguage: fc.constantFrom('en', 'ar', 'zh-Hans', 'de', 'x-klingon', 'he'),
    correction: fc.array(fc.record({ text: validText, datePublished: fc.constant('2026-03-05T00:00:00Z') }), {
      maxLength: 2,
    }),
    license: validUrl,
    image: fc.record(
      {
        url: fc.oneof(validUrl, fc.constant('/pictures/chart.png')),
        alt: validLine,
        caption: validLine,
        credit: validLine,
        width: fc.constant(1),
        height: fc.constant(1),
        encodingFormat: fc.constant('image/png'),
      },
      { requiredKeys: ['url', 'width', 'height', 'encodingFormat'] },
    ),
    provenance: fc.record({ abstract: part, articleBody: part }, { requiredKeys: [] }),
    identifier: fc.constant('tag:edgewire.example,2026:stories/x'),
    formerSlugs: fc.array(fc.constantFrom('a', 'a-b'), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);

/** Fields of a valid record, whose analysis usually cites its sources. */
export const fields = fc.tuple(baseFields, fc.integer({ min: 0, max: 2 })).map(([own, uses]) => {
  const links = (own.citation ?? []).map(({ url: cited }) => `[w7z](${new URL(cited).href})`);
  const citations = `\n\nSaid.(${links.join(', ')})`.repeat(uses);
  return links.length > 0 ? { ...own, articleBody: `${own.articleBody ?? 'A'}${citations}` } : own;
});

/** A field with an unexpected value. */
const oddField = fc.oneof(
  fc.tuple(fc.constantFrom('slug', 'headline', 'citation', 'provenance', '__proto__', 'other'), anything),
  fc.tuple(fc.constantFrom('headline', 'articleBody', 'identifier'), text),
  fc.tuple(fc.constantFrom('license', 'citation'), url),
  fc.constantFrom(['inLanguage', 'not a language'], ['keywords', ['Not a slug']], ['formerSlugs', ['../x']]),
);

/** Records as JSON, most of them valid. */
export const records = fc.oneof(
  { arbitrary: fields.map((own) => JSON.stringify(aRecord(own))), weight: 7 },
  {
    arbitrary: fc
      .tuple(fields, oddField)
      .map(([own, [name, value]]) => JSON.stringify(aRecord({ ...own, [String(name)]: value }))),
    weight: 2,
  },
  { arbitrary: anything.map((value) => JSON.stringify(value)), weight: 1 },
);

/** Story files with such records as front matter, because JSON is YAML. */
export const files = records.map((json) => {
  const { articleBody, ...front } = { articleBody: 'A', ...JSON.parse(json) };
  return `---\n${JSON.stringify(front)}\n---\n\n${articleBody}`;
});
