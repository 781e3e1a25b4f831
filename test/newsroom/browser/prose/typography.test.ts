import { describe, expect, test } from 'vitest';
import { LANGUAGES as WORDS } from '../../../../src/language/words.ts';
import { languages } from '../../../../src/newsroom/browser/prose/typography.json' with { type: 'json' };
import { typographyOf } from '../../../../src/newsroom/browser/prose/typography.ts';
import { numberCitations } from '../../../../src/site/story/citations.ts';
import { parseMarkdown } from '../../../../src/site/story/markdown.ts';
import * as draw from '../../../draw.ts';

/** Returns the text with all changes of a language. */
function set(text: string, language: string): string {
  let made = '';
  let at = 0;
  for (const { from, to, insert } of typographyOf(text, language)?.changes ?? []) {
    expect(from, 'changes overlap').toBeGreaterThanOrEqual(at);
    made += text.slice(at, from) + insert;
    at = to;
  }
  return made + text.slice(at);
}

/** Everything but marks and spaces. */
const letters = (text: string) => text.replace(/[^\p{L}\p{M}\p{N}]/gu, '');
const citationsOf = (text: string) => numberCitations(parseMarkdown(text));
const structureOf = (text: string) =>
  parseMarkdown(text).map(({ type, children }) => [type, children?.map((child) => child.type)]);

/** A text keeps its Markdown, letters and citations, and is not changed again. */
function expectKept(text: string, language: string): void {
  const made = set(text, language);
  expect(set(made, language), 'set twice').toBe(made);
  expect(letters(made)).toBe(letters(text));
  expect(citationsOf(made)).toEqual(citationsOf(text));
  expect(structureOf(made)).toEqual(structureOf(text));
}

describe.each<[string, [string, string][]]>([
  [
    'en',
    [
      [`"It's 'odd'," she said -- and left...`, '“It’s ‘odd’,” she said — and left…'],
      [
        `The '90s, 'tis said, were the dogs' years; rock 'n' roll.`,
        'The ’90s, ’tis said, were the dogs’ years; rock ’n’ roll.',
      ],
      [`He is 6'2" and took 10--12 of 10 km - more.`, 'He is 6\'2" and took 10–12 of 10\u00a0km — more.'],
      [
        `**"Bold"** and *"it"* and ["a link"](https://a.example/it's "a--b")`,
        `**“Bold”** and *“it”* and [“a link”](https://a.example/it's "a--b")`,
      ],
      [`"a" and "b -- c...", then -- d`, '“a” and “b -- c...”, then — d'],
    ],
  ],
  ['en-GB', [['So - it is "so".', 'So – it is “so”.']]],
  [
    'de',
    [
      [
        `Er sagte: "Das ist 'gut', Peter's Sache" -- und ging. 5 % mehr...`,
        'Er sagte: „Das ist ‚gut‘, Peter’s Sache“ – und ging. 5\u00a0% mehr…',
      ],
    ],
  ],
  ['de-CH', [['"So" war es.', '«So» war es.']]],
  [
    'fr',
    [
      [
        `Il dit: "L'été 'vrai' arrive!" Vraiment? Oui; 5 % -- et 10 km...`,
        'Il dit\u202f: «\u202fL’été “vrai” arrive!\u202f» Vraiment\u202f? Oui\u202f; 5\u00a0% – et 10\u00a0km…',
      ],
      [
        '« Oui » et «non» : quoi ?! À 12:30, http://a.example/?b=1 !',
        '«\u202fOui\u202f» et «\u202fnon\u202f»\u202f: quoi\u202f?! À 12:30, http://a.example/?b=1\u202f!',
      ],
      ['Il a dit " bonjour " ici.', 'Il a dit «\u202fbonjour\u202f» ici.'],
      [`C'est l'"ami" de d'Artagnan.`, 'C’est l’«\u202fami\u202f» de d’Artagnan.'],
    ],
  ],
  ['fr-CA', [['Quoi? Ceci: "non".', 'Quoi? Ceci\u202f: «\u202fnon\u202f».']]],
  [
    'es',
    [
      [
        `Dijo "sí, 'claro'" --según Pérez-- y el 5 % se fue...`,
        'Dijo «sí, “claro”» —según Pérez— y el 5\u00a0% se fue…',
      ],
    ],
  ],
  ['it', [[`L'ha detto: "È l'ora 'giusta'" - e basta...`, 'L’ha detto: «È l’ora “giusta”» – e basta…']]],
  ['pt', [[`Disse "sim, 'claro'" -- e saiu...`, 'Disse “sim, ‘claro’” – e saiu…']]],
  ['pt-PT', [['Disse "sim".', 'Disse «sim».']]],
  [
    'ru',
    [
      [
        `Он сказал: "Газета "Правда" вышла" -- и 5 % за 10 км...`,
        'Он сказал: «Газета „Правда“ вышла» — и 5\u00a0% за 10\u00a0км…',
      ],
    ],
  ],
  ['tr', [[`İstanbul'da "Hürriyet"te 'yeni' - 1990'da...`, 'İstanbul’da “Hürriyet”te ‘yeni’ – 1990’da…']]],
  ['ar', [[`قال "إن 'الخبر' صحيح" -- ثم و"كتب" 10 km...`, 'قال «إن “الخبر” صحيح» – ثم و«كتب» 10\u00a0km…']]],
  ['fa', [[`گفت: "خبر 'درست' است" - و رفت...`, 'گفت: «خبر ‹درست› است» – و رفت…']]],
  [
    'he',
    [
      [
        `צה"ל ומנכ"לית ב"הארץ" אמרו: "ג'ורג' כאן" -- היום...`,
        'צה״ל ומנכ״לית ב”הארץ” אמרו: ”ג׳ורג׳ כאן” – היום…',
      ],
    ],
  ],
  ['hi', [[`उसने कहा: "यह 'सच' है" -- और गया...`, 'उसने कहा: “यह ‘सच’ है” – और गया…']]],
  ['ja', [['彼は"これは\'本当\'だ"と言った--そして...', '彼は「これは『本当』だ」と言った――そして……']]],
  [
    'ko',
    [[`그는 "이것은 '사실'이다"라고 말했다 -- 그리고...`, '그는 “이것은 ‘사실’이다”라고 말했다 — 그리고…']],
  ],
  ['zh', [[`他说："这是'真的'"，"甲"和"乙"--然后......`, '他说：“这是‘真的’”，“甲”和“乙”——然后……']]],
  ['zh-TW', [['他說："這是\'真的\'"--然後...', '他說：「這是『真的』」——然後……']]],
])('%s', (language, cases) => {
  test.each(cases)('%s', (text, expected) => {
    expect(set(text, language)).toBe(expected);
    expectKept(text, language);
  });
});

describe('stays as it is:', () => {
  test.each([
    ['code', '`a "b" -- c...`\n\n    x "y"\n\n```\n"z" -- ...\n```'],
    [
      'an address',
      'www.a.example/it--is...x https://a.example/?q="a"--b <https://a.example/a--b> a--b@a.example',
    ],
    ['the target and title of a link', '[x](https://a.example/a--b "it\'s") [x](/it\'s--so "a")'],
    ['a citation', '([L\'"Ami" -- 5 km...](https://a.example/it\'s "a"), [b "c"](https://b.example/))'],
    ['a picture', '![A "chart" -- it\'s...](/pictures/x.png "a")'],
    ['HTML', "<a title=\"it's -- so...\" href='x'>"],
    ['front matter', '---\ntitle: "x" -- it\'s...\n---\n'],
    ['the rule of a table', '| a | b |\n|---|:--|\n| c | d |'],
    ['a quote of a source', '> It\'s "so" -- 5 km...\n>\n> - "a"'],
    ['what is escaped', '\\"a\\" &quot;b&quot; \\\'c\\\''],
    [
      'a link that another line leads somewhere',
      '[it\'s] [a "b"][]\n\n[it\'s]: https://a.example/\n[a "b"]: https://b.example/ "it\'s"',
    ],
    ['an option and a comment', 'git --force, a --> b, <!-- a -- b -->, 5 - 3'],
  ])('%s', (_, text) => {
    for (const language of ['en', 'fr', 'de']) expect(set(text, language)).toBe(text);
  });
});

test('words in quotation marks keep all but their marks', () => {
  expect(set('“It’s 5 km -- far...” and "it\'s 5 km -- far...".', 'en')).toBe(
    '“It’s 5 km -- far...” and “it’s 5 km -- far...”.',
  );
});

test('a paragraph whose straight marks are no pairs keeps them, and is counted', () => {
  const text = 'A 12" record" it\'s -- so.\n\n"So."';
  expect(set(text, 'en')).toBe('A 12" record" it’s -- so.\n\n“So.”');
  expect(typographyOf(text, 'en')?.unpaired).toBe(1);
});

test('of a language without rules, nothing is known', () => {
  for (const language of ['nl', '', 'not a tag']) expect(typographyOf('"a"', language)).toBeUndefined();
});

const LANGUAGES = Object.keys(languages);
const ours = import.meta.glob<string>(['/data/**/*.md', '/docs/**/*.md', '/test/stories/*.md'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

test('every language of the program has rules', () => {
  expect(LANGUAGES).toEqual(expect.arrayContaining(Object.keys(WORDS)));
});

test('real texts keep their letters, citations and Markdown', () => {
  for (const [index, [path, text]] of Object.entries(ours).entries()) {
    const body = text.replace(/^---\n.*?\n---\n/s, '').slice(0, 20_000);
    // Straight marks, so that there is something to do.
    const typed = body.replace(/[“”„«»]/g, '"').replace(/[‘’]/g, "'");
    expectKept(typed, LANGUAGES[index % LANGUAGES.length] as string);
    expectKept(typed, path.includes('french') ? 'fr' : 'en');
  }
});

test('so do texts made of signs', () => {
  const piece = draw.constantFrom(
    ...[
      '"',
      "'",
      ' ',
      '--',
      '...',
      '-',
      '*',
      '**',
      '_',
      '`',
      '[',
      '](https://a.example/)',
      '(',
      ')',
      '«',
      '»',
      '“',
      '”',
      '‘',
      '’',
    ],
    ...[
      'a',
      'n',
      'ה',
      '字',
      '5',
      ' km',
      ' %',
      '!',
      '?',
      ';',
      ':',
      '\n',
      '\n\n',
      '> ',
      '- ',
      '|',
      '\\',
      '&quot;',
      '<b>',
      'é',
    ],
  );
  draw.assert(
    draw.property(draw.array(piece, { maxLength: 25 }), (pieces) => {
      for (const language of ['en', 'fr', 'de', 'he', 'es', 'zh']) expectKept(pieces.join(''), language);
    }),
    { numRuns: 5_000 },
  );
});
