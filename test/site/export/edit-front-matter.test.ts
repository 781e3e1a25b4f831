import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { editFrontMatter, isSameValue } from '../../../src/site/export/edit-front-matter.ts';
import * as fc from '../../draw.ts';

type Fields = Record<string, unknown>;

const FILE = `# Ann, 4 March
headline: 'Rates fall'   # as agreed
abstract: >-
  The bank
  cut its rate.
keywords: [banks, rates]
"inLanguage": en
# Two sources so far
citation:
  # The bank itself
  - url: "https://bank.example/"   # English page
    name: A statement
    publisher: { name: Bank }
  - url: https://paper.example/a
    # still to be checked
    name: >-
      The bank cut
      its rate
    author:
      - name: Ann
      - name: Bob
  # end of the list
image: null
provenance:
  abstract:
    model: m1
    provider: p1
`;

const read = (text: string): Fields => parse(text);

/** Changes a copy of the file's fields. */
function edit(change: (fields: Fields) => unknown, file = FILE): string {
  const to = structuredClone(read(file));
  change(to);
  const text = editFrontMatter(file, read(file), to);
  expect(isSameValue('record', read(text), to)).toBe(true);
  return text;
}

/** Returns the lines that only one of two texts has. */
function difference(after: string, before = FILE) {
  const lines = (text: string) => text.split('\n');
  return {
    removed: lines(before).filter((line) => !lines(after).includes(line)),
    added: lines(after).filter((line) => !lines(before).includes(line)),
  };
}

const citationOf = (fields: Fields) => fields.citation as Fields[];

describe('an edit', () => {
  test('of nothing keeps every byte', () => {
    expect(edit(() => {})).toBe(FILE);
  });

  test('of a field keeps the comment behind it', () => {
    expect(difference(edit((fields) => Object.assign(fields, { headline: 'Rates: down' })))).toEqual({
      removed: ["headline: 'Rates fall'   # as agreed"],
      added: ['headline: "Rates: down"   # as agreed'],
    });
  });

  test('to several lines puts the comment above the field', () => {
    expect(difference(edit((fields) => Object.assign(fields, { headline: 'Rates\nfall' }))).added).toEqual([
      '# as agreed',
      'headline: |-',
      '  Rates',
      '  fall',
    ]);
  });

  test('of a list on one line leaves it there', () => {
    expect(difference(edit((fields) => Object.assign(fields, { keywords: ['banks', 'money'] })))).toEqual({
      removed: ['keywords: [banks, rates]'],
      added: ['keywords: [banks, money]'],
    });
  });

  test('of a field of a source touches nothing else', () => {
    const text = edit((fields) =>
      Object.assign(citationOf(fields)[1] ?? {}, { url: 'https://paper.example/b' }),
    );
    expect(difference(text)).toEqual({
      removed: ['  - url: https://paper.example/a'],
      added: ['  - url: https://paper.example/b'],
    });
  });

  test('adds a field to a source, and to a map', () => {
    const text = edit((fields) => {
      Object.assign(citationOf(fields)[1] ?? {}, { kind: 'reporting' });
      Object.assign(fields, {
        provenance: { abstract: { model: 'm1', provider: 'p1', digitalSourceType: 'd' } },
      });
    });
    expect(difference(text)).toEqual({
      removed: [],
      added: ['    kind: reporting', '    digitalSourceType: d'],
    });
    expect(text).toContain('- name: Bob\n    kind: reporting\n  # end of the list\n');
  });

  test('removes a field, and a map that is empty then', () => {
    const text = edit((fields) => Object.assign(fields, { provenance: null, keywords: [] }));
    expect(difference(text).added).toEqual([]);
    expect(difference(text).removed).toEqual([
      'keywords: [banks, rates]',
      'provenance:',
      '  abstract:',
      '    model: m1',
      '    provider: p1',
    ]);
  });

  test('moves, adds and removes entries with their comments', () => {
    const text = edit((fields) => {
      fields.citation = [citationOf(fields)[1], { url: 'https://new.example/', name: 'N: n' }];
    });
    expect(text).toContain(
      `citation:
  # The bank itself
  - url: https://paper.example/a
    # still to be checked
    name: >-
      The bank cut
      its rate
    author:
      - name: Ann
      - name: Bob
  - url: https://new.example/
    name: "N: n"
  # end of the list
`,
    );
  });

  test('moves entries without changing a byte of them', () => {
    const text = edit((fields) => citationOf(fields).reverse());
    expect(difference(text)).toEqual({ removed: [], added: [] });
  });

  test('writes the line breaks that the text has', () => {
    const text = edit(
      (fields) => Object.assign(fields, { headline: 'a\nb', license: 'https://l.example/' }),
      FILE.replaceAll('\n', '\r\n'),
    );
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  test('of what cannot be edited in place writes all anew', () => {
    expect(editFrontMatter('{ a: 1, b: 2 }\n', { a: 1, b: 2 }, { a: 1, b: 3 })).toBe('a: 1\nb: 3\n');
  });
});

describe('whatever is written', () => {
  const word = fc.oneof(
    fc.constantFrom(
      'a',
      '- b',
      'c: d',
      '# e',
      ' f ',
      'g\n\n h\n',
      'no',
      '2005',
      '"',
      "it's",
      '> i',
      '',
      '\r\n',
      '…',
      '{',
      '[x',
    ),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  );
  const scalar = fc.oneof(word, fc.integer(), fc.boolean());
  const person = fc.record({ name: word, url: fc.option(word) });
  const source = fc.record(
    {
      url: word,
      name: word,
      publisher: fc.record({ name: word }),
      author: fc.array(person, { maxLength: 3 }),
      free: scalar,
    },
    { requiredKeys: [] },
  );
  const fields = fc.record(
    {
      headline: word,
      abstract: word,
      keywords: fc.array(word, { maxLength: 3 }),
      isBasedOn: fc.array(source, { maxLength: 3 }),
      citation: fc.array(source, { maxLength: 4 }),
      image: fc.record({ url: word, alt: scalar }),
      provenance: fc.record({ abstract: fc.record({ model: word }) }),
    },
    { requiredKeys: [] },
  );

  test('is read as what was meant', () => {
    fc.assert(
      fc.property(fields, fields, fc.boolean(), (from, to, isCrlf) => {
        const unix = editFrontMatter('# begin\nlast: 1 # end\n', { last: 1 }, { last: 1, ...from });
        const before = isCrlf ? unix.replaceAll('\n', '\r\n') : unix;
        expect(isSameValue('record', read(before), { last: 1, ...from })).toBe(true);
        const after = editFrontMatter(before, read(before), { last: 1, ...to });
        expect(isSameValue('record', read(after), { last: 1, ...to })).toBe(true);
        expect(after).toContain('last: 1 # end');
      }),
      { numRuns: 150 },
    );
  });
});
