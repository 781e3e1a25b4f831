import { describe, expect, test } from 'vitest';
import { formatFault } from '../../../../src/site/story/parse/fault.ts';
import { parseStoryFile } from '../../../../src/site/story/parse/parse.ts';

const GOOD = `headline: A headline
abstract: What happened.
datePublished: 2026-03-04T09:30:00Z
inLanguage: en`;

/** Returns the faults of a file whose front matter has these lines, from line 2, and then `more`. */
function told(front: string, more = ''): string[] {
  const parsed = parseStoryFile(`---\n${front}\n---\n\nWhat we think.${more}\n`, 'a');
  return parsed.ok ? [] : parsed.faults.map((fault) => formatFault(fault, 'a.md'));
}

const withHeadline = (line: string) => GOOD.replace('headline: A headline', line);

describe('a mistake in front matter is explained in plain words, with the corrected line', () => {
  const quotes = 'a.md:2: headline: must be in quotes';
  const pair = 'a.md:2: headline: must be in one pair of quotes: YAML ends the value at the second quote';
  test.each([
    [
      'Iran: what now',
      `${quotes} because it contains a colon followed by a space. Write: headline: "Iran: what now"`,
    ],
    ['What now:', `${quotes} because it contains a colon followed by a space. Write: headline: "What now:"`],
    [
      'The "deal": what now',
      `${quotes} because it contains a colon followed by a space. Write: headline: 'The "deal": what now'`,
    ],
    [
      '“Iran: what now”',
      'a.md:2: headline: must be in straight quotes: YAML reads typographic quotes as letters. Write: headline: "Iran: what now"',
    ],
    [
      '„Iran: was nun“',
      'a.md:2: headline: must be in straight quotes: YAML reads typographic quotes as letters. Write: headline: "Iran: was nun"',
    ],
    ['"Iran', 'a.md:2: headline: must end with the quote that it begins with. Write: headline: "Iran"'],
    ["'Iran", "a.md:2: headline: must end with the quote that it begins with. Write: headline: 'Iran'"],
    ["'It's here'", `${pair}. Write: headline: "It's here"`],
    ['"He said "no" today"', `${pair}. Write: headline: 'He said "no" today'`],
    ['"Iran" says no', `${pair}. Write: headline: '"Iran" says no'`],
    ['@nasa lands', `${quotes}: a value cannot begin with "@" in YAML. Write: headline: "@nasa lands"`],
    ['`code` here', `${quotes}: a value cannot begin with "\`" in YAML. Write: headline: "\`code\` here"`],
    ['%5 more', `${quotes}: a value cannot begin with "%" in YAML. Write: headline: "%5 more"`],
    [
      '*Important* news',
      `${quotes}: a value cannot begin with "*" in YAML. Write: headline: "*Important* news"`,
    ],
    ['*Important', `${quotes}: a value cannot begin with "*" in YAML. Write: headline: "*Important"`],
    ['&Partners win', `${quotes}: a value cannot begin with "&" in YAML. Write: headline: "&Partners win"`],
    ['!Wow', `${quotes}: a value cannot begin with "!" in YAML. Write: headline: "!Wow"`],
    ['- Wow', `${quotes}: a value cannot begin with "-" in YAML. Write: headline: "- Wow"`],
    ['> Wow', `${quotes}: a value cannot begin with ">" in YAML. Write: headline: "> Wow"`],
    [
      '[Update] Iran talks',
      `${quotes}: YAML reads a value that begins with "[" as a list or map. Write: headline: "[Update] Iran talks"`,
    ],
    ['2005', `${quotes}: YAML reads 2005 as a number. Write: headline: "2005"`],
    ['true', `${quotes}: YAML reads true as yes or no. Write: headline: "true"`],
    [
      'Number #1 wins',
      'a.md:2: headline: is cut off at "#", which begins a comment in YAML. Write: headline: "Number #1 wins"',
    ],
    [
      '#MeToo today',
      'a.md:2: headline: is cut off at "#", which begins a comment in YAML. Write: headline: "#MeToo today"',
    ],
    [
      '"A\\q"',
      'a.md:2: headline: must have "\\\\" for each backslash within double quotes. Write: headline: \'A\\q\'',
    ],
  ])('headline: %s', (value, expected) => {
    expect(told(withHeadline(`headline: ${value}`))).toEqual([expected]);
  });

  test.each([
    [
      'headline:A headline',
      'a.md:2: headline: must have a colon and a space after its name. Write: headline: A headline',
    ],
    [
      'headline A headline',
      'a.md:2: headline: must have a colon and a space after its name. Write: headline: A headline',
    ],
    [
      'headline:\u00A0A headline',
      'a.md:2: headline: must have a colon and a space after its name. Write: headline: A headline',
    ],
    [
      '  headline: A headline',
      'a.md:2: headline: must not be indented, like the fields below it. Write: headline: A headline',
    ],
  ])('%s', (line, expected) => {
    expect(told(withHeadline(line))).toEqual([expected]);
  });

  test.each([
    [
      'author:\n\t- name: Ann',
      ['a.md:7: lines must be indented with spaces, not tabs. Write:   - name: Ann'],
    ],
    [
      'image:\n\turl: https://a.example/\n\twidth: 3',
      [
        'a.md:7: lines must be indented with spaces, not tabs. Write:   url: https://a.example/',
        'a.md:8: lines must be indented with spaces, not tabs. Write:   width: 3',
      ],
    ],
    [
      'author:\n  - name: Ann\n   url: https://a.example/',
      [
        'a.md:8: url: must be indented by 4 spaces, like the fields of the same entry above it. Write:     url: https://a.example/',
      ],
    ],
    [
      'author:\n  - name: Ann\n    url:https://a.example/',
      ['a.md:8: url: must have a colon and a space after its name. Write:     url: https://a.example/'],
    ],
    [
      'author:\n  name: Ann\n  - name: Bob',
      ['a.md:7: name: must begin with "- ", like all entries of the list. Write:   - name: Ann'],
    ],
    [
      'keywords: [a, b\nlicense: https://a.example/',
      ['a.md:6: keywords: must end with "]" because it begins with "[". Write: keywords: [a, b]'],
    ],
    [
      'citation:\n  - url: https://a.example/\n    name: RFC 1: Title',
      [
        'a.md:8: name: must be in quotes because it contains a colon followed by a space. Write:     name: "RFC 1: Title"',
      ],
    ],
    [
      'citation:\n  - url: “https://a.example/”\n    datePublished: 2005',
      [
        'a.md:7: citation[0].url: must be an absolute http or https URL, without typographic quotes, which YAML reads as letters. Write:   - url: "https://a.example/"',
        'a.md:8: citation[0].datePublished: must be in quotes: YAML reads 2005 as a number. Write:     datePublished: "2005"',
      ],
    ],
    [
      'image:\n  credit: Agency #1',
      ['a.md:7: credit: is cut off at "#", which begins a comment in YAML. Write:   credit: "Agency #1"'],
    ],
    ['headline: Another', ['a.md:6: headline: must not be given twice: line 2 has it already']],
    [
      'slug: a\n  license: https://a.example/',
      [
        'a.md:7: license: must not be indented, like "slug" on the line above. Write: license: https://a.example/',
      ],
    ],
  ])('%j', (more, expected) => {
    expect(told(`${GOOD}\n${more}`)).toEqual(expected);
  });

  test('text that continues without indentation, or with a colon', () => {
    expect(told(GOOD.replace('What happened.', 'What happened\nand why.'))).toEqual([
      'a.md:4: must be a field, like "headline: …"; if it continues abstract, it must be indented. Write:   and why.',
    ]);
    expect(told(GOOD.replace('What happened.', 'What happened\n  and then: nothing'))).toEqual([
      'a.md:3: abstract: must be a block of text because it has several lines and a colon. Write: abstract: >- and put the text below it, indented by 2 spaces',
    ]);
  });
});

test('correct front matter has no faults', () => {
  for (const more of [
    'citation:\n  - url: https://a.example/#part # a comment\n    name: "Number #1: a title"',
    'keywords: [web-feeds] #topics',
    'author:\n  - name: C# developers',
    '# a comment\nlicense: https://a.example/',
    'slug: "1984"',
  ])
    expect(told(`${GOOD}\n${more}`)).toEqual([]);
  expect(told(withHeadline('headline: >-\n  Iran: what now, said #MeToo\n  and @nasa'))).toEqual([]);
  expect(told(withHeadline('headline: “We will not go”'))).toEqual([]);
  expect(told(withHeadline('headline: A headline # to be discussed'))).toEqual([]);
});

test('a long line is not quoted, and control characters are escaped', () => {
  const [long] = told(withHeadline(`headline: a: ${'b'.repeat(100_000)}`));
  expect(long).toBe('a.md:2: headline: must be in quotes because it contains a colon followed by a space');
  const [hostile] = told(withHeadline('headline: a: \u001B[2Jb'));
  expect(hostile).toContain('Write: headline: "a: \\u001b[2Jb"');
});

test('the time to find mistakes grows linearly with the length of the file', () => {
  const time = (length: number) => {
    const front = [
      `headline: a: ${' '.repeat(length)}b`,
      `- ${' '.repeat(length)}: [`,
      `abstract: "${'\\"'.repeat(length)}`,
      `${' '.repeat(length)}\t${' '.repeat(length)}x`,
    ].join('\n');
    const began = performance.now();
    told(front);
    return performance.now() - began;
  };
  time(2000);
  // In quadratic time, four times the length would take sixteen times as long. A machine may be busy during one try.
  const isLinear = () => {
    const [short, long] = [time(20_000), time(80_000)];
    return long / Math.max(short, 20) < 12;
  };
  expect([1, 2, 3, 4, 5].some(isLinear)).toBe(true);
});
