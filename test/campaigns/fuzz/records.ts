import fc from 'fast-check';
import { aRecord } from './documents.ts';
import { analysis, fitLine, fitText, fitUrl, text, url } from './hostile.ts';

// Records as authors write them, and as nobody should.

/** Whatever JSON can carry. */
export const anything = fc.anything({ maxDepth: 3, maxKeys: 4, withNullPrototype: false }).filter((value) => {
  // What JSON cannot carry is no input.
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
});

const person = fc.record({ name: fitLine, url: fitUrl }, { requiredKeys: ['name'] });

const source = fc.record(
  {
    url: fitUrl,
    name: fitLine,
    publisher: fc.record({ name: fitLine, url: fitUrl, ownership: fitLine }, { requiredKeys: ['name'] }),
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
        quote: fc.record({ exact: fitText, prefix: fitText, suffix: fitText }, { requiredKeys: ['exact'] }),
        archivedAt: fitUrl,
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
    model: fitLine,
    provider: fitLine,
  },
  { requiredKeys: [] },
);

/** The fields of a record like an author's, with hostile text in all of them. */
const fieldsApart = fc.record(
  {
    headline: fitLine,
    abstract: fitText,
    articleBody: fc.oneof(analysis, fitText),
    citation: fc.array(citation, { maxLength: 2 }),
    isBasedOn: fc.option(fc.array(source, { maxLength: 2 })),
    author: fc.array(person, { maxLength: 2 }),
    keywords: fc.uniqueArray(fc.constantFrom('web-feeds', 'ai', 'x-1'), { maxLength: 3 }),
    inLanguage: fc.constantFrom('en', 'ar', 'zh-Hans', 'de', 'x-klingon', 'he'),
    correction: fc.array(fc.record({ text: fitText, datePublished: fc.constant('2026-03-05T00:00:00Z') }), {
      maxLength: 2,
    }),
    license: fitUrl,
    image: fc.record(
      {
        url: fc.oneof(fitUrl, fc.constant('/pictures/chart.png')),
        alt: fitLine,
        caption: fitLine,
        credit: fitLine,
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

/** The same, most often with an analysis that cites the sources. */
export const fields = fc.tuple(fieldsApart, fc.integer({ min: 0, max: 2 })).map(([own, uses]) => {
  const links = (own.citation ?? []).map(({ url: cited }) => `[w7z](${new URL(cited).href})`);
  const said = `\n\nSaid.(${links.join(', ')})`.repeat(uses);
  return links.length > 0 ? { ...own, articleBody: `${own.articleBody ?? 'A'}${said}` } : own;
});

/** Something else in the place of a field. */
const odd = fc.oneof(
  fc.tuple(fc.constantFrom('slug', 'headline', 'citation', 'provenance', '__proto__', 'other'), anything),
  fc.tuple(fc.constantFrom('headline', 'articleBody', 'identifier'), text),
  fc.tuple(fc.constantFrom('license', 'citation'), url),
  fc.constantFrom(['inLanguage', 'not a language'], ['keywords', ['Not a slug']], ['formerSlugs', ['../x']]),
);

/** Records, most of them right, as JSON. */
export const records = fc.oneof(
  { arbitrary: fields.map((own) => JSON.stringify(aRecord(own))), weight: 7 },
  {
    arbitrary: fc
      .tuple(fields, odd)
      .map(([own, [name, value]]) => JSON.stringify(aRecord({ ...own, [String(name)]: value }))),
    weight: 2,
  },
  { arbitrary: anything.map((value) => JSON.stringify(value)), weight: 1 },
);

/** Files whose front matter is such a record: JSON is YAML. */
export const files = records.map((json) => {
  const { articleBody, ...front } = { articleBody: 'A', ...JSON.parse(json) };
  return `---\n${JSON.stringify(front)}\n---\n\n${articleBody}`;
});
