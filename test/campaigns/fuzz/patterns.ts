// Patterns that are known to make parsers slow.

/** Repeated over and over. */
const REPEATED = [
  ...[
    '[',
    ']',
    '![',
    '](',
    '[](',
    '([',
    '([a](https://a.example/)',
    '([a](https://a.example/), ',
    '[a][a] ',
    '[a]: b\n',
  ],
  ...[
    '[x]: https://a.example/\n',
    '*',
    '* ',
    '*a ',
    '**a ',
    '_a_',
    '*a_ ',
    '~~',
    '~~a ',
    '`',
    '` ',
    '``a`',
    '```\n',
  ],
  ...[
    '<',
    '<a ',
    '<!--',
    '<a href="',
    '<https://a.example/>',
    '&',
    '&amp;',
    '&#',
    '\\',
    '\\\\(',
    '"',
    "'",
    '(',
    ')',
  ],
  ...[
    '> ',
    '>',
    '- ',
    '- a\n',
    '1. ',
    '1. a\n',
    '# a\n',
    '#',
    '=',
    '-\n',
    'a\n',
    '\n',
    '\r',
    ' ',
    '    ',
    '\t',
    '  \n',
  ],
  ...[
    '|',
    '|a',
    'a | b\n---|---\n',
    '|-',
    ':-:|',
    '| a |\n',
    'a',
    'http://',
    'www.',
    '@',
    'a@a.',
    '.',
    ':',
    ';',
    ',',
  ],
  ...[
    '{',
    '{"a":',
    '[[',
    '%',
    '%25',
    '..',
    '../',
    '//',
    '?',
    '#a',
    '\u0301',
    '人',
    '\u{1F4F0}',
    '\u202E',
    '\u0085',
  ],
  ...[
    'W/"',
    '"a", ',
    'q=0;',
    'text/html;q=0.',
    'hub.mode=',
    '&hub.',
    'a: b\n',
    '- - ',
    '? ',
    '&a ',
    '*a ',
    '!!x ',
    '"\\',
  ],
];

/** Opened many times, then closed as often. */
const NESTED: [string, string][] = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['<', '>'],
  ['**', '**'],
  ['*a ', ' a*'],
  ['_a ', ' a_'],
  ['**a _b ', ' b_ a**'],
  ['~~a ', ' a~~'],
  ['"', '"'],
  ['![', '](https://a.example/)'],
  ['[', '](https://a.example/)'],
  ['([', '](https://a.example/))'],
  ['[a](', ')'],
  ['[', '][a]'],
  ['<!--', '-->'],
  ['<a>', '</a>'],
  ['{"a":', '}'],
  ['[[', ']]'],
  ['- [', ']'],
  ['(compatible; ', ')'],
];

/** Runs of increasing length, each followed by the second string. */
const GROWING: [string, string][] = [
  ['`', ' '],
  ['`', 'a'],
  ['*', ' a '],
  ['_', 'a'],
  ['~', 'a\n'],
  ['>', 'a\n'],
  [' ', '- a\n'],
  [' ', 'a: \n'],
  ['[', ' '],
  ['\\', '"'],
];

/** A text of any length. */
export interface Pattern {
  name: string;
  ofLength: (length: number) => string;
}

/** Repeats the unit once, twice, three times …, each time followed by `behind`. */
function growing(unit: string, behind: string, length: number): string {
  let text = '';
  for (let times = 1; text.length < length; times++) text += unit.repeat(times) + behind;
  return text.slice(0, length);
}

export const patterns: readonly Pattern[] = [
  ...REPEATED.map((unit) => ({
    name: JSON.stringify(unit),
    ofLength: (length: number) => unit.repeat(Math.floor(length / unit.length)),
  })),
  ...NESTED.map(([open, close]) => ({
    name: `${open} … ${close}`,
    ofLength: (length: number) => {
      const times = Math.floor(length / (open.length + close.length));
      return open.repeat(times) + close.repeat(times);
    },
  })),
  ...GROWING.map(([unit, behind]) => ({
    name: `growing runs of ${JSON.stringify(unit)} before ${JSON.stringify(behind)}`,
    ofLength: (length: number) => growing(unit, behind, length),
  })),
];
