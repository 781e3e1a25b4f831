import { describe, expect, test } from 'vitest';
import site from '../../../../data/site.json' with { type: 'json' };
import { formatFault } from '../../../../src/site/story/parse/fault.ts';
import { lintStory } from '../../../../src/site/story/parse/lint.ts';
import { parseStoryFile, parseStoryJson, parseStoryRecord } from '../../../../src/site/story/parse/parse.ts';

const topics = site.topics.map(({ slug }) => slug);

/** Lints a story with extra lines of front matter; if `front` has one line, the analysis begins on line 8. */
function lint(body: string, front = 'keywords: [web-feeds]') {
  const text = `---\nheadline: A headline\nabstract: What happened.\ndatePublished: 2026-03-04T09:30:00Z\n${front.includes('inLanguage:') ? '' : 'inLanguage: en\n'}${front}\n---\n${body}\n`;
  const parsed = parseStoryFile(text, 'a');
  if (!parsed.ok) throw new Error(parsed.faults.map((fault) => formatFault(fault)).join('\n'));
  const { warnings, summary } = lintStory(parsed.value, topics, parsed.lines);
  return { told: warnings.map((warning) => formatFault(warning, 'a.md')), summary };
}

const ALIKE = 'looks like a citation but is not';

describe('text that looks like a citation but is not', () => {
  test.each([
    [
      'a space before the URL',
      '([x] (https://a.example/b))',
      `${ALIKE}: there is a space between "]" and "(". Write: ([x](https://a.example/b))`,
    ],
    [
      'a bare URL',
      'So they say. (https://a.example/b)',
      `${ALIKE}: it has no label. Write: ([a.example](https://a.example/b))`,
    ],
    [
      'a bare URL in angle brackets',
      'So they say. (<https://www.a.example/b>)',
      `${ALIKE}: it has no label. Write: ([a.example](https://www.a.example/b))`,
    ],
    ['a footnote', 'So they say.[^1]', 'is a footnote, which is shown as written. Write: ([label](url))'],
    [
      'a footnote with a URL',
      'So they say.[^1]\n\n[^1]: https://a.example/',
      'is a footnote, which is shown as a link. Write: ([label](url))',
    ],
    [
      'more than a link in the parentheses',
      'So they say (see [x](https://a.example/)).',
      `${ALIKE}: the parentheses contain more than the link. Write: ([x](https://a.example/))`,
    ],
    [
      'spaces in the parentheses',
      'So they say.( [x](https://a.example/) )',
      `${ALIKE}: there are spaces inside the parentheses. Write: ([x](https://a.example/))`,
    ],
    [
      'full-width parentheses',
      '如此。（[x](https://a.example/)）',
      `${ALIKE}: its parentheses are full-width. Write: ([x](https://a.example/))`,
    ],
  ])('%s', (_what, body, rule) => {
    const { told, summary } = lint(body);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(`a.md:8: articleBody: ${rule}`);
    expect(summary).toBe(`0 of 0 sources are cited; line 8 looks like a citation but is not.`);
  });

  test('a link without parentheses, unless its page is cited elsewhere', () => {
    expect(lint('See [x](https://a.example/).').told).toEqual([
      'a.md:8: articleBody: is a link, not a citation: its page is not among the sources. To cite it, write: ([x](https://a.example/)) (is "x")',
    ]);
    expect(lint('See [x](https://a.example/).([x](https://a.example))').told).toEqual([]);
    expect(lint('Mail [us](mailto:us@a.example).').told).toEqual([]);
  });

  test('a URL in the text', () => {
    expect(lint('See https://a.example/b, please.').told).toEqual([
      'a.md:8: articleBody: is a bare URL, which readers cannot click. Write: ([a.example](https://a.example/b)) (is "https://a.example/b")',
    ]);
  });

  test('is reported with its line, in paragraphs, lists and tables', () => {
    const body =
      'One\ntwo ([x] (https://a.example/))\n\n- a\n- b [^1]\n\n| a |\n|---|\n| (https://b.example/) |';
    const { told, summary } = lint(body);
    expect(told.map((line) => line.split(': ')[0])).toEqual(['a.md:9', 'a.md:12', 'a.md:16']);
    expect(summary).toBe('0 of 0 sources are cited; lines 9, 12, 16 look like citations but are not.');
  });

  test('is not reported in code', () => {
    expect(lint('`([x] (https://a.example/))` and\n\n    (https://a.example/) [^1] <b>\n').told).toEqual([]);
  });
});

describe('other likely mistakes', () => {
  test('HTML, unless it is in code or escaped', () => {
    expect(lint('A <b>bold</b> claim.').told).toEqual([
      'a.md:8: articleBody: is HTML, which is shown as text. Write Markdown, or put it in backticks to show it (is "<b>")',
    ]);
    expect(lint('<!-- a note -->').told).toHaveLength(1);
    expect(lint('<p>One</p>\n\n<p>Two</p>\n\nThree.').told).toEqual([
      'a.md:8: articleBody: is HTML, which is shown as text. Write Markdown, or put it in backticks to show it. It is also in line 10 (is "<p>")',
    ]);
    const pasted = Array.from({ length: 60 }, (_, at) => `<div class="c${at}">Words.</div>`).join('\n\n');
    expect(lint(pasted).told).toEqual([
      expect.stringContaining('to show it. It is also in lines 10, 12, 14, 16, 18 and 54 more (is "<div'),
    ]);
    expect(lint('`<b>` and \\<title> and &lt;i> and 1 < 2 > 0').told).toEqual([]);
  });

  test('a topic that the site does not have', () => {
    expect(lint('Text', 'keywords: [web-feeds, web-feed]').told).toEqual([
      `a.md:6: keywords[1]: is not one of the newsroom's topics: ${topics.join(', ')} (is "web-feed")`,
    ]);
    expect(lintStory(storyOf('Text', { keywords: ['web-feed'] }), []).warnings).toEqual([]);
  });

  test('the code of a country instead of its language', () => {
    expect(lint('Text', 'inLanguage: jp').told).toEqual([
      'a.md:5: inLanguage: is the code of a country; its language is "ja" (is "jp")',
    ]);
    for (const tag of ['en', 'uk', 'zh-Hans', 'pt-BR', 'gsw', 'yue', 'sr-Latn'])
      expect(lint('Text', `inLanguage: ${tag}`).told).toEqual([]);
  });

  test('no source that supports a claim of the TL;DR', () => {
    const front = `citation:
  - url: https://a.example/
evidence:
  - claim: What happened.
    source: https://A.example
    quote: { exact: It happened. }`;
    expect(lint('One.', front).told).toEqual([]);
  });

  test('a listed source that is not cited', () => {
    const front = `citation:
  - url: https://a.example
  - url: https://b.example/
  - url: https://c.example/
isBasedOn:
  - url: https://c.example/
  - url: https://d.example/`;
    // A story may be based on reporting that it does not cite …
    const { told, summary } = lint('One.([a](https://a.example/))', front);
    expect(told).toEqual([
      'a.md:8: citation[1]: is a source that the analysis does not cite (is "https://b.example/")',
    ]);
    expect(summary).toBe('1 of 4 sources are cited.');
    // … but if some text only looks like a citation, that is the likely cause.
    const wrong = lint('One.([a](https://a.example/)) Two.([d] (https://d.example/))', front);
    expect(wrong.told.map((line) => line.slice(0, 24))).toEqual([
      'a.md:8: citation[1]: is ',
      'a.md:11: isBasedOn[0]: i',
      'a.md:12: isBasedOn[1]: i',
      'a.md:14: articleBody: lo',
    ]);
    expect(wrong.summary).toBe('1 of 4 sources are cited; line 14 looks like a citation but is not.');
  });
});

const samples = import.meta.glob<string>(['../../../../data/stories/*.md', '../../../stories/*.md'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

test.each(Object.entries(samples))('%s has no warnings', (_name, text) => {
  const parsed = parseStoryFile(text, 'a');
  if (!parsed.ok) throw new Error('The sample is broken.');
  const known = [...topics, ...parsed.value.keywords];
  expect(lintStory(parsed.value, known, parsed.lines)).toEqual({ warnings: [], summary: undefined });
});

test('the time to lint a story full of mistakes grows linearly with its length, and it gets at most 50 warnings', () => {
  const time = (count: number) => {
    const story = storyOf('([x] (https://a.example/)) [^1] (https://a <b> ( [ '.repeat(count), {});
    const began = performance.now();
    expect(lintStory(story, []).warnings.length).toBeLessThanOrEqual(50);
    return performance.now() - began;
  };
  time(10);
  // In quadratic time, eight times the text would take 64 times as long. A machine may be busy during one try.
  const isLinear = () => {
    const [short, long] = [time(200), time(1600)];
    return long / Math.max(short, 10) < 32;
  };
  expect([1, 2, 3, 4, 5].some(isLinear)).toBe(true);
});

const RECORD = {
  slug: 'a',
  headline: 'A headline',
  abstract: 'What happened.',
  articleBody: 'Text',
  inLanguage: 'en',
  datePublished: '2026-03-04T09:30:00Z',
};

function storyOf(articleBody: string, fields: object) {
  const parsed = parseStoryJson(JSON.stringify({ ...RECORD, articleBody, ...fields }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}

describe('a language', () => {
  const rulesOf = (fields: object) => {
    const parsed = parseStoryJson(JSON.stringify({ ...RECORD, ...fields }));
    return parsed.ok ? [] : parsed.faults.map((fault) => formatFault(fault));
  };
  const rule = 'must begin with a language code of two or three letters, like en or pt-BR';

  test.each([
    ['english', `inLanguage: ${rule}; english is "en" (is "english")`],
    ['English-US', `inLanguage: ${rule}; English is "en" (is "English-US")`],
    ['Deutsch', `inLanguage: ${rule}; Deutsch is "de" (is "Deutsch")`],
    ['foobar', `inLanguage: ${rule} (is "foobar")`],
  ])('that is a word is refused: %s', (inLanguage, expected) => {
    expect(rulesOf({ inLanguage })).toEqual([expected]);
  });

  test('of a source is checked by the same rule', () => {
    const source = { url: 'https://a.example/', inLanguage: 'french' };
    expect(rulesOf({ citation: [source], isBasedOn: [source] })).toEqual([
      `citation[0].inLanguage: ${rule}; french is "fr" (is "french")`,
      `isBasedOn[0].inLanguage: ${rule}; french is "fr" (is "french")`,
    ]);
  });

  test('that is wrong is reported with its line in the file', () => {
    const text =
      '---\nheadline: A\nabstract: B\ndatePublished: 2026-03-04T09:30:00Z\ninLanguage: english\n---\nText';
    const parsed = parseStoryFile(text, 'a');
    expect(parsed.ok ? [] : parsed.faults.map(({ line }) => line)).toEqual([5]);
  });

  test.each(['en', 'EN', 'pt-BR', 'zh-Hans', 'sr-Latn-RS', 'yue', 'gsw-CH', 'en-x-private'])(
    'like %s is accepted',
    (inLanguage) => {
      expect(rulesOf({ inLanguage })).toEqual([]);
    },
  );

  test('that is a word is still accepted in stored records', () => {
    expect(parseStoryRecord({ ...RECORD, inLanguage: 'english' }).ok).toBe(true);
  });
});
