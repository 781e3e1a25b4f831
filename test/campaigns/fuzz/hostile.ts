import fc from 'fast-check';

// Generates hostile text: pieces that mean something in Markdown, HTML, XML, YAML, JSON, URLs or HTTP, in any order.

const MARKDOWN = [
  // A picture of this site, whole and in parts.
  ...[`![a](/media/${'0a'.repeat(32)}.jpg#80x60 "b")`, '![a](/pictures/', '#80x60', '#0x99999'],
  ...['[', ']', '(', ')', '](', '])', '([', '![', '[^1]', '[x]: ', '[x]', '\\', '`', '``', '```', '~~~', '*'],
  ...['**', '_', '__', '~~', '#', '# ', '## ', '> ', '- ', '* ', '+ ', '1. ', '7) ', '    ', '\t', '---'],
  ...['===', '|', ' | ', '\n|---|---|\n', '\n|:-:|\n', '  \n', '\n', '\n\n', '\r\n', '<', '>', '!', ':', '"'],
  ...[
    "'",
    ', ',
    '; ',
    '&amp;',
    '&#106;',
    '&#x0A;',
    '&nbsp',
    '<https://a.example/>',
    '[x]: https://a.example/',
    '\n\na | b\n---|---\n',
    '\n| ',
    '[a](https://a.example/',
  ],
];
const MARKUP = [
  ...['<script>', '</script>', '<!--', '-->', '<![CDATA[', ']]>', '<?xml ?>', '<img src=x onerror=alert(1)>'],
  ...['" onmouseover="', "' onload='", '</title>', '</textarea>', '<svg/onload=alert(1)>', '<base href=//x>'],
  ...['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', '&lt;', '&', '&#0;', '&#xD800;', '<a href="'],
];
const CHARACTERS = [
  ...[
    '\u202E',
    '\u2066',
    '\u2028',
    '\u0085',
    '\u00A0',
    '\u200B',
    '\uFEFF',
    '\u{1F4F0}',
    '\u{10FFFF}',
    '人工',
  ],
  ...[
    'مرحبا',
    'e\u0301',
    'ﬃ',
    '%',
    '%00',
    '%2e%2e/',
    '%c0%af',
    '../',
    '//',
    '{',
    '}',
    '$',
    '^',
    '@',
    ' ',
    '=',
  ],
];

/** A word that `findWords` finds again in any document. */
const word = fc.nat(999).map((number) => `w${number}z`);

const soupOf = (pieces: readonly string[], maxLength: number) =>
  fc.array(fc.oneof({ arbitrary: fc.constantFrom(...pieces), weight: 3 }, word), { minLength: 1, maxLength });

/** The Markdown of an analysis. */
export const analysis = soupOf([...MARKDOWN, ...MARKDOWN, ...MARKUP, ...CHARACTERS], 40).map((parts) =>
  parts.join(''),
);

/** Text of any number of lines. */
export const text = fc.oneof(
  soupOf([...MARKUP, ...CHARACTERS, ...MARKDOWN], 14).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
);

/** Text on one line. */
export const line = text.map((each) => each.replace(/[\n\r\u0085\u2028\u2029]/g, ' ').slice(0, 200));

/** URLs, and text that looks like one. */
export const url = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc
    .tuple(
      fc.constantFrom(
        ...[
          'http://',
          'https://',
          'HTTPS:',
          '//',
          'javascript:',
          'data:',
          'mailto:',
          'ftp://',
          'http:\\',
          '',
        ],
      ),
      fc.constantFrom(
        ...[
          'a.example',
          'a.example:99999',
          '[::1]',
          '127.1',
          '0x7f.1',
          'u:p@a.example',
          'ä.example',
          '%61.example',
        ],
        ...[
          'a.example.',
          'localhost',
          '169.254.169.254',
          '[::ffff:10.0.0.1]',
          'a..example',
          ' ',
          '1',
          'a_b.example',
        ],
      ),
      fc.constantFrom('', '/', '?', '#', ':0', ':25', ':65536', '\\'),
      soupOf([...MARKUP, ...CHARACTERS], 5).map((parts) => parts.join('')),
    )
    .map((parts) => parts.join('')),
);

/** Characters that XML cannot have, and lone surrogates. The program refuses them everywhere. */
const NOT_ALLOWED = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** Hostile text and URLs without such characters, so that most records made from them are accepted. */
export const validText = text.map((each) => `x${each.replace(NOT_ALLOWED, '')}`);
export const validLine = line.map((each) =>
  `x${each.replace(NOT_ALLOWED, '')}`.slice(0, 190).replace(NOT_ALLOWED, ''),
);
export const validUrl = url.map((each) =>
  /^https?:\/\/\S+$/i.test(each) && URL.parse(each) && !NOT_ALLOWED.test(each)
    ? each
    : `https://a.example/?q=${encodeURIComponent(each.replace(NOT_ALLOWED, ''))}`,
);

export const findWords = (whole: string): string[] => whole.match(/w\d+z/g) ?? [];
