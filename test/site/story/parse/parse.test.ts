import { describe, expect, test } from 'vitest';
import guide from '../../../../docs/publishing.md?raw';
import { formatFault } from '../../../../src/site/story/parse/fault.ts';
import { findDraftLine, parseStoryFile, parseStoryJson } from '../../../../src/site/story/parse/parse.ts';

const file = (frontMatter: string, body = 'What we think.\n') => `---\n${frontMatter}\n---\n\n${body}`;
const GOOD = `headline: A headline
abstract: What happened.
datePublished: 2026-03-04T09:30:00Z
inLanguage: en`;

const faultsOf = (text: string) => {
  const parsed = parseStoryFile(text, 'a-story');
  return parsed.ok ? [] : parsed.faults.map((fault) => formatFault(fault, 'a-story.md'));
};

describe('a story file', () => {
  test('is parsed into a story with its text byte for byte', () => {
    const body = '  Indented?\r\n\r\nTwo  \nlines ([a](https://a.example/)) — “ü” 人工智能 \u{1F4F0}\n\n\n';
    const parsed = parseStoryFile(file(`${GOOD}\nkeywords: [ai]`, body), 'a-story');
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        slug: 'a-story',
        headline: 'A headline',
        articleBody: body,
        keywords: ['ai'],
        isBasedOn: null,
      },
    });
  });

  test('may state its slug', () => {
    expect(parseStoryFile(file(`${GOOD}\nslug: other`), 'a-story')).toMatchObject({
      value: { slug: 'other' },
    });
  });

  test('may have tables, definitions and code that Markdown keeps in full', () => {
    const body =
      '| a | b |\n|---|---|\n| c \\| d | e |\n| f |\n\n> a | b\n> ---|---\n> | c | d |\n\n' +
      '[x] and ![y][]\n\n[x]: https://a.example/\n[y]: https://b.example/ "Title"\n\n[note]: see below\n\n```js\na\n```\n';
    expect(faultsOf(file(GOOD, body))).toEqual([]);
  });

  test('has image, quote and evidence as docs/publishing.md shows them', () => {
    const [, example = ''] =
      /reads this block as part of a story\. -->\n```yaml\n([\s\S]*?)```/.exec(guide) ?? [];
    const parsed = parseStoryFile(file(`${GOOD}\n${example.trimEnd()}`), 'a-story');
    expect(parsed.ok && parsed.value.image).toEqual({
      url: '/pictures/feeds.png',
      width: 1200,
      height: 630,
      encodingFormat: 'image/png',
      caption: 'Feeds in use, 2004 to 2026.',
      credit: 'Chart: Ann Lee, CC BY 4.0',
      alt: 'A line that falls until 2013 and rises after 2023.',
      focus: 'left top',
    });
    expect(parsed.ok && parsed.value.citation[0]?.quote).toEqual({
      exact: 'Atom is an XML-based document format',
      prefix: 'Introduction',
      suffix: 'that describes lists of related information',
    });
    expect(parsed.ok && parsed.value.evidence).toMatchObject([
      { claim: 'What happened', quote: { exact: 'Atom is an XML-based document format' } },
    ]);
  });

  test('may be a draft, which its record does not state', () => {
    const text = file(`${GOOD}\ndraft: true # not yet`);
    expect(findDraftLine(text)).toBe(6);
    const parsed = parseStoryFile(file(GOOD), 'a-story');
    expect(parseStoryFile(text, 'a-story')).toMatchObject({ ok: true, value: parsed.ok && parsed.value });
    expect(findDraftLine(`\uFEFF${text.replaceAll('\n', '\r\n')}`)).toBe(6);
    expect(findDraftLine(file(`${GOOD}\ndraft: TRUE`))).toBe(6);
    // The line is found even if the front matter is not valid YAML.
    expect(findDraftLine(file(`headline: What: why\ndraft: true`))).toBe(3);
    for (const other of [
      file(`${GOOD}\ndraft: false`),
      file(GOOD),
      file(GOOD, 'draft: true\n'),
      'draft: true',
    ])
      expect(findDraftLine(other)).toBeUndefined();
    expect(faultsOf(file(`${GOOD}\ndraft: soon`))).toEqual([
      'a-story.md:6: draft: must be true or false (is "soon")',
    ]);
    expect(faultsOf(file(`${GOOD}\n"draft": true`))).toEqual([
      'a-story.md:6: draft: must be on a line of its own: "draft: true" (is true)',
    ]);
  });

  test('may have Windows line ends and a byte order mark', () => {
    const text = `\uFEFF${file(GOOD).replaceAll('\n', '\r\n')}`;
    expect(parseStoryFile(text, 'a-story')).toMatchObject({
      ok: true,
      value: { articleBody: 'What we think.\r\n' },
    });
  });

  test.each([
    [
      'no front matter',
      'What we think.',
      ['a-story.md:1: must begin with front matter: YAML between two lines of "---" (is "What we think.")'],
    ],
    [
      'front matter without an end',
      `---\n${GOOD}\n`,
      ['a-story.md:1: must begin with front matter: YAML between two lines of "---" (is "---")'],
    ],
    [
      'empty front matter',
      '---\n---\nText',
      ['a-story.md:1: front matter must be a list of fields, like "headline: …" (is null)'],
    ],
    [
      'front matter that is not YAML',
      file('headline: "A'),
      ['a-story.md:2: headline: must end with the quote that it begins with. Write: headline: "A"'],
    ],
    [
      'a field given twice',
      file(`${GOOD}\nheadline: Another`),
      ['a-story.md:6: headline: must not be given twice: line 2 has it already'],
    ],
    [
      'an alias',
      file(`${GOOD}\nauthor: &a [{ name: A }]\nkeywords: *a`),
      [
        'a-story.md:7: keywords: must be in quotes: a value cannot begin with "*" in YAML. Write: keywords: "*a"',
      ],
    ],
    [
      'the text in the front matter',
      file(`${GOOD}\narticleBody: x`),
      ['a-story.md:6: articleBody: must not be in the front matter: the analysis is the text after it'],
    ],
    [
      'an unknown field',
      file(`${GOOD}\nheadlines: x`),
      ['a-story.md:6: headlines: is not a field of the record (is "x")'],
    ],
    [
      'an unknown field that no terminal should see',
      file(`${GOOD}\n"\\e[2J\\nx": x`),
      ['a-story.md:6: \\u001b[2J\\u000ax: is not a field of the record (is "x")'],
    ],
    [
      'a map for a name',
      file(`${GOOD}\n? a: b\n: c`),
      ['a-story.md:6: front matter must not use lists or maps as names'],
    ],
    [
      'maps for names of maps for names, each twice as long as the one before',
      file('? '.repeat(60)).replace('What we think.', ''),
      [
        ...Array(20).fill('a-story.md:2: front matter must not use lists or maps as names'),
        'a-story.md: at least 39 more faults are not listed; fix these first',
      ],
    ],
    [
      'lists in lists, deeper than any parser goes',
      file('- '.repeat(60_000)),
      [expect.stringMatching(/^a-story\.md:2: must not be nested more than 64 levels deep \(is "\\?"?- - /)],
    ],
    [
      'an unknown field of a source',
      file(`${GOOD}\ncitation:\n  - url: https://a.example/\n    title: A`),
      ['a-story.md:8: citation[0].title: is not a field of the record (is "A")'],
    ],
    [
      'a missing field',
      file(GOOD.replace('headline: A headline\n', '')),
      ['a-story.md: headline: is required'],
    ],
    [
      'an empty field',
      file(GOOD.replace('A headline', '"  "')),
      ['a-story.md:2: headline: must not be empty (is "  ")'],
    ],
    ['an empty analysis', file(GOOD, ''), ['a-story.md:8: articleBody: must not be empty (is "")']],
    [
      'a headline of two lines',
      file(GOOD.replace('A headline', '"A\\nB"')),
      ['a-story.md:2: headline: must be one line of plain text (is "A\\nB")'],
    ],
    [
      'a date without a zone',
      file(GOOD.replace('09:30:00Z', '09:30:00')),
      [
        'a-story.md:4: datePublished: must be a time in RFC 3339 form with a zone, like 2026-03-04T09:30:00Z (is "2026-03-04T09:30:00")',
      ],
    ],
    [
      'a day that does not exist',
      file(GOOD.replace('2026-03-04', '2026-02-30')),
      [
        'a-story.md:4: datePublished: must be a time in RFC 3339 form with a zone, like 2026-03-04T09:30:00Z (is "2026-02-30T09:30:00Z")',
      ],
    ],
    [
      'a modification before the publication',
      file(`${GOOD}\ndateModified: 2026-03-04T09:29:59Z`),
      [
        'a-story.md:6: dateModified: must not be before datePublished (2026-03-04T09:30:00Z) (is "2026-03-04T09:29:59Z")',
      ],
    ],
    [
      'a correction before the publication',
      file(`${GOOD}\ncorrection:\n  - text: x\n    datePublished: 2026-01-01T00:00:00Z`),
      [
        'a-story.md:8: correction[0].datePublished: must not be before the story\'s datePublished (2026-03-04T09:30:00Z) (is "2026-01-01T00:00:00Z")',
      ],
    ],
    [
      'a source twice',
      file(`${GOOD}\ncitation:\n  - url: https://a.example\n  - url: https://a.example/`),
      [
        'a-story.md:8: citation[1].url: must not be listed twice (citation[0] is the same) (is "https://a.example/")',
      ],
    ],
    [
      'a source that would run',
      file(`${GOOD}\ncitation:\n  - url: javascript:alert(1)`),
      ['a-story.md:7: citation[0].url: must be an absolute http or https URL (is "javascript:alert(1)")'],
    ],
    [
      'a link that would run',
      file(GOOD, 'One\n\n[x](javascript:alert)\n'),
      [
        'a-story.md:10: articleBody: links must be absolute http, https or mailto URLs (is "javascript:alert")',
      ],
    ],
    [
      'a relative link',
      file(GOOD, '[x](/stories/y)'),
      ['a-story.md:8: articleBody: links must be absolute http, https or mailto URLs (is "/stories/y")'],
    ],
    [
      'nesting in which text would be lost',
      file(GOOD, `${'> '.repeat(60)}x`),
      ['a-story.md:8: articleBody: must not be nested more than 50 levels deep (lists, quotes, emphasis)'],
    ],
    [
      'a language that is none',
      file(GOOD.replace('inLanguage: en', 'inLanguage: english_us')),
      ['a-story.md:5: inLanguage: must be a BCP 47 language tag, like en or pt-BR (is "english_us")'],
    ],
    [
      'a slug with capitals',
      file(`${GOOD}\nslug: A-Story`),
      [
        'a-story.md:6: slug: must be lower-case ASCII words joined by hyphens, like atom-becomes-a-standard (is "A-Story")',
      ],
    ],
    [
      'a type of source that is none',
      file(`${GOOD}\nprovenance: { abstract: { digitalSourceType: ai } }`),
      [
        'a-story.md:6: provenance.abstract.digitalSourceType: must be trainedAlgorithmicMedia, compositeWithTrainedAlgorithmicMedia, composite or digitalCreation (is "ai")',
      ],
    ],
  ])('is refused with %s', (_what, text, expected) => {
    expect(faultsOf(text)).toEqual(expected);
  });

  test('gets all its faults at once, in the order of its lines', () => {
    const text = file(
      `headline: [1]\nabstract: x\nfoo: 1\ndatePublished: 2026-03-04T09:30:00Z\ndateModified: 2026-03-03T09:30:00Z\nauthor: me`,
      '[x](y)',
    );
    expect(faultsOf(text).map((line) => line.slice(0, 34))).toEqual([
      'a-story.md: inLanguage: is require',
      'a-story.md:2: headline: must be te',
      'a-story.md:4: foo: is not a field ',
      'a-story.md:6: dateModified: must n',
      'a-story.md:7: author: must be a li',
      'a-story.md:10: articleBody: links ',
    ]);
  });
});

test.each([64, 65, 1000, 15_000])('a TL;DR of %i lists in each other is refused by its name', (depth) => {
  const faults = faultsOf(file(`headline: A\nabstract: ${'['.repeat(depth)}x${']'.repeat(depth)}`));
  expect(faults).toEqual([
    expect.stringMatching(
      /^a-story\.md:3: abstract: must not be nested more than 64 levels deep \(is "\[\[\[/,
    ),
  ]);
});

test.each([
  [
    'a URL that is too long once it is encoded',
    `([a](https://a.example/${'中'.repeat(300)}))`,
    'links must be URLs with a host and at most 2,000 characters',
  ],
  ['a link without a text', '([](https://a.example/))', 'links must have text'],
  [
    'a control character by its number',
    'a&#12;b',
    'must not contain control characters, not even as references',
  ],
  ['one in a link’s title', '[a](https://a.example/ "b&#xC;c")', 'must not contain control characters'],
  ['a heading without a text', 'One\n\n##\n', 'headings must have text'],
  ['a host that would be read as a policy', '[a](https://x;sandbox/)', 'links must be URLs'],
  // Markdown silently leaves these out of its HTML.
  [
    'more than a language of code',
    '```js title=x\na\n```',
    'code blocks must name one language and nothing else',
  ],
  [
    'a picture within a link',
    'One\n\n[![a](https://a.example/a.png "b")](https://b.example/)',
    'pictures must not be inside a link: put the link beside the picture',
  ],
  ['the same behind a character reference', '~~~js&#x20;x\na', 'code blocks must name one language'],
  [
    'a cell too many',
    'a | b\n---|---\nc | d | e',
    'must not have more cells than their table has columns (2)',
  ],
  [
    'a link that is defined for nothing',
    'a\n\n[x]: https://a.example/',
    'links that are defined must be used',
  ],
  [
    'a link that is defined again',
    '[x]\n\n[x]: https://a.example/\n[X]: https://b.example/',
    'links must not be defined twice',
  ],
])('%s is refused', (_what, body, rule) => {
  const [fault] = faultsOf(file(GOOD, body));
  expect(fault).toContain(rule);
});

test.each([
  ['https:a.example/x', 'must be an absolute http or https URL'],
  ['https://a.example/a b', 'must be an absolute http or https URL'],
  ['https://a.example/\n', 'must be an absolute http or https URL'],
  ['https://x;sandbox/', 'must be an absolute http or https URL'],
  ['https://../x', 'must be an absolute http or https URL'],
  ['https://./x', 'must be an absolute http or https URL'],
  ['https://www../x', 'must be an absolute http or https URL'],
  ['https://a..example/', 'must be an absolute http or https URL'],
  [`https://a.example/${'中'.repeat(300)}`, 'after percent-encoding'],
])('a source at %j is refused', (url, rule) => {
  const record = {
    slug: 'a',
    headline: 'h',
    abstract: 'a',
    articleBody: 'b',
    inLanguage: 'en',
    datePublished: '2026-03-04T09:30:00Z',
    citation: [{ url }],
  };
  const parsed = parseStoryJson(JSON.stringify(record));
  expect(parsed.ok ? '' : parsed.faults.map((fault) => fault.rule).join()).toContain(rule);
});

test('faults of the text are reported together with faults of the YAML', () => {
  expect(faultsOf(file(`${GOOD}\nheadline: x`, '[x](javascript:alert)'))).toHaveLength(2);
});

test('the fault of a key that looks like a path has its line', () => {
  expect(faultsOf(file(`${GOOD}\n"a.b": 1`))).toEqual([
    'a-story.md:6: a.b: is not a field of the record (is 1)',
  ]);
});

test('10,000 unknown keys are refused, and 20 of them reported', () => {
  const keys = Array.from({ length: 10_000 }, (_, n) => `key${n}: ${n}`).join('\n');
  const faults = faultsOf(file(keys));
  expect(faults).toHaveLength(21);
  expect(faults[20]).toMatch(/at least 9,9\d\d more faults are not listed/);
});

describe('input that is too large is refused before it is parsed', () => {
  test.each([
    [
      '10 MB of Markdown',
      file(GOOD, 'x'.repeat(10_000_000)),
      'a story must have at most 1,000,000 characters in all',
    ],
    [
      'an analysis over its limit',
      file(GOOD, 'x '.repeat(50_001)),
      'articleBody: must have at most 100,000 characters',
    ],
    [
      '2,000 citations in the text',
      file(GOOD, Array.from({ length: 2000 }, (_, n) => `([a](https://a.example/${n}))`).join(' ')),
      'articleBody: must not cite more than 500 sources (is "2000 sources")',
    ],
    [
      '2,000 citations in the record',
      file(
        `${GOOD}\ncitation:\n${Array.from({ length: 2000 }, (_, n) => `  - url: https://a.example/${n}`).join('\n')}`,
      ),
      'citation: must have at most 500 entries',
    ],
    [
      'a headline of 201 characters',
      file(GOOD.replace('A headline', 'x'.repeat(201))),
      'headline: must have at most 200 characters',
    ],
  ])('%s', (_what, text, expected) => {
    const faults = faultsOf(text);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(expected);
  });
});

describe('characters that no feed can carry', () => {
  const record = {
    slug: 'a',
    headline: 'h',
    abstract: 'a',
    articleBody: 'b',
    inLanguage: 'en',
    datePublished: '2026-03-04T09:30:00Z',
  };
  const illegal = [
    '\u0000',
    '\u0001',
    '\u0008',
    '\u000B',
    '\u000C',
    '\u001F',
    '\uFFFE',
    '\uFFFF',
    '\uD800',
    '\uDC00',
  ];
  const fields: [string, (text: string) => Record<string, unknown>][] = [
    ['headline', (headline) => ({ headline })],
    ['abstract', (abstract) => ({ abstract })],
    ['articleBody', (articleBody) => ({ articleBody })],
    ['author[0].name', (name) => ({ author: [{ name }] })],
    ['citation[0].name', (name) => ({ citation: [{ url: 'https://a.example/', name }] })],
    [
      'citation[0].publisher.ownership',
      (ownership) => ({ citation: [{ url: 'https://a.example/', publisher: { name: 'A', ownership } }] }),
    ],
    ['citation[0].quote.exact', (exact) => ({ citation: [{ url: 'https://a.example/', quote: { exact } }] })],
    ['citation[0].url', (text) => ({ citation: [{ url: `https://a.example/${text}` }] })],
    ['isBasedOn[0].name', (name) => ({ isBasedOn: [{ url: 'https://a.example/', name }] })],
    ['correction[0].text', (text) => ({ correction: [{ text, datePublished: '2026-03-04T09:30:00Z' }] })],
    [
      'image.caption',
      (caption) => ({
        image: { url: 'https://a.example/', caption, width: 1, height: 1, encodingFormat: 'image/png' },
      }),
    ],
    ['provenance.abstract.model', (model) => ({ provenance: { abstract: { model } } })],
  ];
  test.each(fields)('are refused in %s', (field, fieldsWith) => {
    for (const character of illegal) {
      const parsed = parseStoryJson(JSON.stringify({ ...record, ...fieldsWith(`a${character}b`) }));
      expect(parsed.ok).toBe(false);
      if (parsed.ok) continue;
      expect(parsed.faults.map((fault) => fault.field)).toEqual([field]);
      // A fault is one line that any terminal and log can show.
      expect(formatFault(parsed.faults[0] as never)).toMatch(/^[\x20-\x7E…]+$/);
    }
  });
});

describe('a JSON record', () => {
  test.each([
    ['that is no JSON', '{"slug":', 'must be JSON: '],
    ['that is no object', '[]', 'must be a story: an object with the fields of the story record (is [])'],
    ['that is null', 'null', 'must be a story: an object with the fields of the story record (is null)'],
    [
      'with a relative link',
      JSON.stringify({
        slug: 'a',
        headline: 'h',
        abstract: 'a',
        articleBody: 'x\n\n[x](y)',
        inLanguage: 'en',
        datePublished: '2026-03-04T09:30:00Z',
      }),
      'articleBody: links must be absolute http, https or mailto URLs (line 3) (is "y")',
    ],
  ])('%s is refused', (_what, text, expected) => {
    const parsed = parseStoryJson(text);
    expect(parsed.ok ? '' : parsed.faults.map((fault) => formatFault(fault)).join('\n')).toContain(expected);
  });

  test('cannot set fields through __proto__', () => {
    const parsed = parseStoryJson('{"__proto__":{"headline":"h"},"slug":"a"}');
    expect(parsed.ok).toBe(false);
  });
});

describe('authors of a story file', () => {
  const authorsOf = (yaml: string) => faultsOf(file(`${GOOD}\nauthor:\n${yaml}`));

  test('may have a type, a given and a family name, which are in the record as written', () => {
    const authors = [
      { name: '毛泽东', type: 'Person', givenName: '泽东', familyName: '毛' },
      { name: 'Reuters', type: 'Organization' },
      { name: 'Bo Li', familyName: 'Li' },
    ];
    const parsed = parseStoryFile(file(`${GOOD}\nauthor: ${JSON.stringify(authors)}`), 'a-story');
    expect(parsed).toMatchObject({ ok: true });
    expect(parsed.ok && parsed.value.author).toEqual(authors.map((author) => ({ ...author, url: null })));
  });

  test('without them have no members for them, so that older records keep their bytes', async () => {
    const parsed = parseStoryFile(file(`${GOOD}\nauthor: [{ name: Ann Lee }]`), 'a-story');
    expect(parsed.ok && Object.keys(parsed.value.author[0] ?? {})).toEqual(['name', 'url']);
  });

  test('that are organisations have no given and no family name', () => {
    expect(
      authorsOf('  - name: Reuters\n    type: Organization\n    familyName: Reuters\n    givenName: R'),
    ).toEqual([
      'a-story.md:9: author[0].familyName: must not be stated of an Organization: only a Person has given and family names (is "Reuters")',
      'a-story.md:10: author[0].givenName: must not be stated of an Organization: only a Person has given and family names (is "R")',
    ]);
  });

  test('are refused with the field, the value and the rule', () => {
    expect(authorsOf('  - name: Ann\n    type: person')).toEqual([
      'a-story.md:8: author[0].type: must be Person or Organization (is "person")',
    ]);
    expect(authorsOf('  - name: Ann\n    familyName: |\n      two\n      lines')).toEqual([
      'a-story.md:8: author[0].familyName: must be one line of plain text (is "two\\nlines\\n")',
    ]);
    expect(authorsOf(`  - name: Ann\n    givenName: ${'x'.repeat(201)}`)[0]).toContain(
      'author[0].givenName: must have at most 200 characters',
    );
    expect(authorsOf('  - name: Ann\n    surname: Lee')).toEqual([
      'a-story.md:8: author[0].surname: is not a field of the record (is "Lee")',
    ]);
    expect(authorsOf('  - Ann Lee')).toEqual([
      'a-story.md:7: author[0]: must have a name, and may have url, type, givenName and familyName (is "Ann Lee")',
    ]);
  });
});
