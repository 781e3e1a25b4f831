import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Fault, Parsed } from '../../src/story/fault.ts';
import type { Story } from '../../src/story/story.ts';
import { campaign } from './campaign.ts';
import { aRecord, checkArticle, checkReturn, program } from './documents.ts';
import { analysis, fitLine, fitText, fitUrl, line, text, url } from './hostile.ts';
import { isSteady } from './oracles.ts';

// Stories: what authors write, as Markdown and as JSON. It is refused for what it is, or published whole.

/** A fault is one line that any terminal can show, and names the rule. */
function isClear(fault: Fault): void {
  assert.ok(fault.rule.length > 0);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
  assert.doesNotMatch(program.describeFault(fault), /[\u0000-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069]/);
}

function check(parsed: Parsed<Story>): boolean {
  if (!parsed.ok) {
    assert.ok(parsed.faults.length > 0, 'what is refused is refused for something');
    for (const fault of parsed.faults) isClear(fault);
    return false;
  }
  const article = isSteady(() =>
    program.makeArticle(parsed.value, 'tag:edgewire.example,2026:stories/a-story'),
  );
  checkArticle(article);
  checkReturn(parsed.value);
  return true;
}

campaign({
  name: 'Markdown',
  share: 0.25,
  inputs: analysis,
  check: (articleBody) =>
    check(isSteady(() => program.parseStoryJson(JSON.stringify(aRecord({ articleBody }))))),
});

const FIELDS =
  'headline: A headline\nabstract: What happened.\ninLanguage: en\ndatePublished: 2026-03-04T09:30:00Z\n';

const yaml = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...[
        '\n',
        '\n  ',
        ': ',
        '- ',
        '? ',
        '|\n',
        '>-\n',
        '&a ',
        '*a',
        '!!js ',
        '!<x> ',
        '{',
        '}',
        '[',
        ']',
        ',',
      ],
      ...[
        '"',
        "'",
        '# ',
        '%YAML 1.1',
        '---',
        '...',
        '<<: ',
        'null',
        '~',
        '.inf',
        '0x1F',
        '0o7',
        '2026-03-04',
        'yes',
      ],
      ...[
        'headline',
        'keywords',
        'author',
        'name',
        'citation',
        'url',
        'https://a.example/',
        'slug',
        '\t',
        '\u0000',
      ],
    ),
    line,
  ),
  { maxLength: 12 },
);

campaign({
  name: 'Front matter',
  share: 0.15,
  inputs: fc.tuple(yaml, fc.boolean(), analysis),
  check: ([parts, isWhole, body]) => {
    const file = `---\n${isWhole ? FIELDS : ''}${parts.join('')}\n---\n\n${body}`;
    return check(isSteady(() => program.parseStoryFile(file, 'a-story')));
  },
});

const anything = fc.anything({ maxDepth: 3, maxKeys: 4, withNullPrototype: false }).filter((value) => {
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

/** A record like an author's, with hostile text in all of its fields. */
const record = fc.record(
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
    image: fc.record({
      url: fitUrl,
      caption: fitLine,
      width: fc.constant(1),
      height: fc.constant(1),
      encodingFormat: fc.constant('image/png'),
    }),
    provenance: fc.record({ abstract: part, articleBody: part }, { requiredKeys: [] }),
    identifier: fc.constant('tag:edgewire.example,2026:stories/x'),
    formerSlugs: fc.array(fc.constantFrom('a', 'a-b'), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);

/** Something else in the place of a field. */
const odd = fc.oneof(
  fc.tuple(fc.constantFrom('slug', 'headline', 'citation', 'provenance', '__proto__', 'other'), anything),
  fc.tuple(fc.constantFrom('headline', 'articleBody', 'identifier'), text),
  fc.tuple(fc.constantFrom('license', 'citation'), url),
  fc.constantFrom(['inLanguage', 'not a language'], ['keywords', ['Not a slug']], ['formerSlugs', ['../x']]),
);

const records = fc.oneof(
  { arbitrary: record.map((fields) => JSON.stringify({ ...aRecord(), ...fields })), weight: 7 },
  {
    arbitrary: fc
      .tuple(record, odd)
      .map(([fields, [name, value]]) => JSON.stringify({ ...aRecord(), ...fields, [String(name)]: value })),
    weight: 2,
  },
  { arbitrary: anything.map((value) => JSON.stringify(value)), weight: 1 },
);

campaign({
  name: 'Records',
  share: 0.15,
  inputs: records,
  check: (json) => check(isSteady(() => program.parseStoryJson(json))),
});
