import { describe, expect, test } from 'vitest';
import { showDraft, writeDraft } from '../../../../../../src/newsroom/drafts/views/editor/form/draft-form.ts';
import { readValues, type Values } from '../../../../../../src/newsroom/drafts/views/editor/form/values.ts';
import { foldText } from '../../../../../../src/site/query/fold-text.ts';
import { type AuthorFile, readAuthorFile } from '../../../../../../src/site/story/parse/front-matter.ts';
import * as fc from '../../../../../draw.ts';

const files = Object.entries(
  import.meta.glob<string>(['../../../../../../data/stories/*.md', '../../../../../stories/*.md'], {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
);

const context = { zone: 'Europe/Berlin', topics: ['web-feeds', 'provenance'] };

const read = (text: string): AuthorFile => {
  const file = readAuthorFile(text);
  if (!file.ok) throw new Error(JSON.stringify(file.faults));
  return file;
};

const show = (text: string) => showDraft(read(text), context);

/** Sends values as a browser does: with CRLF for each line break. */
function send(values: Values): Values {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.append(name, value.replaceAll('\n', '\r\n'));
  return readValues(form);
}

const write = (text: string, values: Values) => writeDraft(read(text), send(values), context);

/** A draft with odd but possible spellings everywhere. */
const ODD = `\uFEFF---
# Not finished
slug:   an-odd-draft # for now
headline: "Rates\\tfall"   # tab
abstract: |
  The bank cut its rate
  by half a point.

inLanguage: 'en'
datePublished: tomorrow
dateModified: 2026-03-04T09:30:15.5+01:00 # seconds
author: [{ name: Ann Lee, url: https://ann.example }, { name: Bob }]
keywords: [provenance, web-feeds, banks]
isBasedOn:
  - url: https://Paper.example
    name: A report
    publisher: {name: Paper}
  - { url: https://other.example/x }
citation:
# Two
- url: https://bank.example/a
  datePublished: "2005"
  isAccessibleForFree: yes please
  quote:
    exact: cut its rate
-
  url: https://paper.example/
  linkStatus: 404
evidence:
  - claim: by half a point
    source: https://paper.example
    quote: { exact: half a point, suffix: . }
correction:
  - text: An earlier version was wrong.
    datePublished: 2026-03-05T10:00:00Z
image:
  url: /pictures/a.png
  width: 1200
  height: 675
  encodingFormat: image/png
provenance:
  abstract:
    digitalSourceType: trainedAlgorithmicMedia
    humanReviewed: true
custom: [1, 2]   # unknown
---

First line.\r
Second line.([bank](https://bank.example/a))  
A control character: \u0085.

Last line, without a break`;

const all = [
  ['odd', ODD] as const,
  ...files,
  ...files.slice(0, 3).map(([path, text]) => [`${path} in CRLF`, text.replaceAll('\n', '\r\n')] as const),
];

describe('a draft that nobody changes', () => {
  test.each(all)('keeps every byte: %s', (_path, text) => {
    expect(write(text, show(text))).toBe(text);
  });

  test.each(all)('has all its values in the form: %s', (_path, text) => {
    const { record } = read(text);
    const values = show(text);
    const shown = Object.values(values).join('\n');
    for (const name of ['headline', 'abstract', 'inLanguage', 'keywords']) {
      if (record[name] !== undefined) expect(values[name]).toBeDefined();
    }
    for (const { url } of [...((record.citation as { url: string }[]) ?? [])]) expect(shown).toContain(url);
  });
});

test('two lists of sources are one in the form, without repetition', () => {
  const values = show(ODD);
  expect(Object.keys(values).filter((name) => /^source\.\d+\.url$/.test(name))).toHaveLength(3);
  expect(values).toMatchObject({
    isBasedOn: 'chosen',
    'source.0.url': 'https://bank.example/a',
    'source.0.isBasedOn': '',
    'source.1.url': 'https://paper.example/',
    'source.1.name': 'A report',
    'source.1.publisher.name': 'Paper',
    'source.1.isBasedOn': '\nyes',
    'source.2.url': 'https://other.example/x',
    'evidence.0.source': 'https://paper.example/',
    'datePublished.day': 'tomorrow',
    'dateModified.time': '09:30',
  });
});

/** The fields of the odd draft that hold text of any kind. */
const names = Object.keys(show(ODD)).filter(
  (name) =>
    !/^(evidence|correction)$|^(keywords|isBasedOn|datePublished|dateModified)|isBasedOn$|^(evidence|correction)\.\d\.(source|datePublished.*)$/.test(
      name,
    ) || name === 'keywords.other',
);
const isLine = (name: string) =>
  !/abstract$|claim$|exact$|prefix$|suffix$|^articleBody$|alt$|caption$|\.text$|author$/.test(name);

const line = fc.oneof(
  fc.constantFrom(
    'tomorrow',
    'no',
    '2005',
    '# a',
    'a: b',
    '- c',
    '"q',
    "it's",
    '{',
    'https://new.example/?a=b&c',
    '人工智能',
    'مرحبا',
  ),
  fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replaceAll(/[\p{C}\s,]+/gu, ' ').trim()),
);
const block = fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n'));

/** The letters and digits of a topic, which may get another form. */
const lettersOf = (text = '') => foldText(text).replaceAll(/[^\p{L}\p{N}]/gu, '');

describe('what is typed into a field', () => {
  test.each([
    ['Road Safety, Housing', 'road-safety, housing'],
    ['central-banks', 'central-banks'],
    ['人工智能, AI 人工智能', '人工智能, AI 人工智能'],
    ['央行、住房，AI', '央行, 住房, ai'],
    ['البنوك، الإسكان', 'البنوك, الإسكان'],
  ])('the topics “%s” are kept as %s', (typed, kept) => {
    const text = write(ODD, { ...show(ODD), 'keywords.other': typed });
    expect(show(text)['keywords.other']).toBe(kept);
  });

  test.each(names)('%s is in the form again, and nothing else has changed', (name) => {
    const before = show(ODD);
    fc.assert(
      fc.property(isLine(name) ? line : block, (typed) => {
        const text = write(ODD, { ...before, [name]: typed });
        const after = show(text);
        const expected = typed.trim() === '' ? '' : typed;
        if (name === 'author' || name.endsWith('.author')) {
          expect(after[name]).toBe(
            expected
              .split('\n')
              .filter((each) => each !== '')
              .join('\n'),
          );
        } else if (name === 'keywords.other') expect(lettersOf(after[name])).toBe(lettersOf(expected));
        else if (name !== 'articleBody') expect(after[name]).toBe(expected);
        else expect(after[name]).toBe(typed);
        const others = Object.keys(before).filter(
          (each) => each !== name && !(name.endsWith('.url') && /source$|^image/.test(each)),
        );
        for (const other of others) expect([other, after[other]]).toEqual([other, before[other]]);
        for (const comment of ['# Not finished', '# seconds', '# Two', '# unknown'])
          expect(text).toContain(comment);
        if (name !== 'articleBody') expect(text.split('---').at(-1)).toBe(ODD.split('---').at(-1));
      }),
      { numRuns: 8 },
    );
  });
});

describe('what the record says of authors besides name and address', () => {
  const DRAFT = `---
headline: A headline
author:
  - name: Ludwig van Beethoven # from Bonn
    givenName:  Ludwig
    familyName: "van Beethoven"
  - { name: Reuters, type: Organization }
citation:
  - url: https://a.example/
    author:
      - { name: 毛泽东, familyName: 毛, givenName: 泽东 }
---

Text.([a](https://a.example/))
`;

  test('is not in the form, which shows names', () => {
    expect(show(DRAFT)).toMatchObject({
      author: 'Ludwig van Beethoven\nReuters',
      'source.0.author': '毛泽东',
    });
  });

  test('keeps its bytes if nothing was typed, or something else', () => {
    const before = show(DRAFT);
    expect(write(DRAFT, before)).toBe(DRAFT);
    expect(write(DRAFT, { ...before, headline: 'Another' })).toBe(DRAFT.replace('A headline', 'Another'));
  });

  test('stays with its author if others come, go or move, or an address is added', () => {
    const before = show(DRAFT);
    const author = 'Reuters https://reuters.example/\nAnn Lee\nLudwig van Beethoven';
    const text = write(DRAFT, { ...before, author, 'source.0.author': 'Ann Lee\n毛泽东' });
    expect(read(text).record).toMatchObject({
      author: [
        { name: 'Reuters', type: 'Organization', url: 'https://reuters.example/' },
        { name: 'Ann Lee' },
        { name: 'Ludwig van Beethoven', givenName: 'Ludwig', familyName: 'van Beethoven' },
      ],
      citation: [{ author: [{ name: 'Ann Lee' }, { name: '毛泽东', familyName: '毛', givenName: '泽东' }] }],
    });
    expect(text).toContain(
      '  - name: Ludwig van Beethoven # from Bonn\n    givenName:  Ludwig\n    familyName: "van Beethoven"\n',
    );
  });

  test('is not left to somebody else', () => {
    const text = write(DRAFT, { ...show(DRAFT), author: 'Ludwig Beethoven\nReuters' });
    expect(read(text).record.author).toEqual([
      { name: 'Ludwig Beethoven' },
      { name: 'Reuters', type: 'Organization' },
    ]);
  });
});
