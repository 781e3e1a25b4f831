import fc from 'fast-check';

// Text as nobody means it well: what has a meaning to Markdown, HTML, XML, YAML, JSON, URLs and HTTP, in any order.

const MARKDOWN = [
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

/** A word that is found again, whatever becomes of the text around it. */
const word = fc.nat(999).map((number) => `w${number}z`);

const soupOf = (pieces: readonly string[], maxLength: number) =>
  fc.array(fc.oneof({ arbitrary: fc.constantFrom(...pieces), weight: 3 }, word), { minLength: 1, maxLength });

/** Text of an analysis. */
export const analysis = soupOf([...MARKDOWN, ...MARKDOWN, ...MARKUP, ...CHARACTERS], 40).map((parts) =>
  parts.join(''),
);

/** Any text, of any lines. */
export const text = fc.oneof(
  soupOf([...MARKUP, ...CHARACTERS, ...MARKDOWN], 14).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
);

/** Text on one line. */
export const line = text.map((each) => each.replace(/[\n\r\u0085\u2028\u2029]/g, ' ').slice(0, 200));

/** What may be an address, or passes itself off as one. */
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

/** What XML cannot carry, and half of a pair: refused wherever it stands. */
const UNFIT = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** The same without what is refused in any case, so that most of what is made of it is taken. */
export const fitText = text.map((each) => `x${each.replace(UNFIT, '')}`);
export const fitLine = line.map((each) => `x${each.replace(UNFIT, '')}`.slice(0, 190).replace(UNFIT, ''));
export const fitUrl = url.map((each) =>
  /^https?:\/\/\S+$/i.test(each) && URL.parse(each) && !UNFIT.test(each)
    ? each
    : `https://a.example/?q=${encodeURIComponent(each.replace(UNFIT, ''))}`,
);

export const words = (whole: string): string[] => whole.match(/w\d+z/g) ?? [];
