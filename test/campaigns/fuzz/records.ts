import fc from 'fast-check';
import { locateClaims } from '../../../src/site/story/evidence.ts';
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
    kind: fc.constantFrom('reporting', 'document', 'data', 'opinion'),
  },
  { requiredKeys: ['url'] },
);

const quote = fc.record(
  { exact: validText, prefix: validText, suffix: validText },
  { requiredKeys: ['exact'] },
);

const citation = fc
  .tuple(
    source,
    fc.record(
      {
        quote,
        archivedAt: validUrl,
        linkStatus: fc.constantFrom(200, 404, 410),
        accessed: fc.constant('2026-03-02'),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([known, cited]) => ({ ...known, ...cited }));

const part = fc
  .tuple(
    fc.record(
      {
        digitalSourceType: fc.constantFrom('trainedAlgorithmicMedia', 'digitalCreation'),
        model: validLine,
        provider: validLine,
      },
      { requiredKeys: [] },
    ),
    fc.oneof(
      fc.record({ humanReviewed: fc.boolean() }, { requiredKeys: [] }),
      fc.record({ reviewedBy: person, reviewedAt: fc.constant('2026-03-03T00:00:00Z') }),
    ),
  )
  .map(([made, review]) => ({ ...made, ...review }));

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
    identifier: fc.constantFrom(
      'tag:edgewire.example,2026:stories/x',
      'https://old.example/?p=1&amp;x=<2>',
      '123 at https://old.example',
      '</guid>]]>"',
    ),
    formerSlugs: fc.array(fc.constantFrom('a', 'a-b'), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);

/** What supports a part of the TL;DR: the share of the TL;DR that comes before it, whether its end follows at once, and the quote. */
const support = fc.record({ before: fc.constantFrom(0, 0.3, 0.5), isShort: fc.boolean(), quote });

/** Adds evidence for parts of the TL;DR, one after the other. */
function withEvidence<T extends { abstract?: string; citation?: { url: string }[] }>(
  own: T,
  supports: { before: number; isShort: boolean; quote: object }[],
) {
  const { abstract, citation = [] } = own;
  const [source] = citation;
  if (abstract === undefined || source === undefined) return own;
  const characters = [...abstract];
  let from = 0;
  const evidence = supports.flatMap(({ before, isShort, quote: words }) => {
    const start = from + Math.floor((characters.length - from) * before);
    // The first end that does not cut the claim out of a word.
    for (let end = isShort ? start + 3 : characters.length; end <= characters.length; end++) {
      const claim = characters.slice(start, end).join('');
      if (!/\S/.test(claim) || !locateClaims(abstract, [claim]).get(claim)) continue;
      from = end;
      return [{ claim, source: source.url, quote: words }];
    }
    return [];
  });
  return { ...own, evidence };
}

/** Fields of a valid record, whose analysis usually cites its sources, and whose TL;DR often has evidence. */
export const fields = fc
  .tuple(baseFields, fc.integer({ min: 0, max: 2 }), fc.array(support, { maxLength: 2 }))
  .map(([own, uses, supports]) => {
    const links = (own.citation ?? []).map(({ url: cited }) => `[w7z](${new URL(cited).href})`);
    const citations = `\n\nSaid.(${links.join(', ')})`.repeat(uses);
    const cited = links.length > 0 ? { ...own, articleBody: `${own.articleBody ?? 'A'}${citations}` } : own;
    return withEvidence(cited, supports);
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
