import { describe, expect, test } from 'vitest';
import { convertText } from '../../../src/move/in/convert/convert-text.ts';
import type { OldPost, OldText, Reader } from '../../../src/move/in/old-site.ts';
import type { PlanContext } from '../../../src/move/in/plan/context.ts';
import { findMissingWords } from '../../../src/move/in/plan/missing-words.ts';
import { planPost } from '../../../src/move/in/plan/plan-post.ts';
import { readGhost } from '../../../src/move/in/read/ghost/read.ts';
import { readMarkdown } from '../../../src/move/in/read/markdown/read.ts';
import { readWordPress } from '../../../src/move/in/read/wordpress/read.ts';
import type { Site } from '../../../src/settings/site.ts';
import { readAll } from '../read/entries.ts';

const CORPUS = new URL('../corpus/', import.meta.url).pathname;

const context = (convert: PlanContext['convert']): PlanContext => ({
  site: { language: 'en', topics: [] as Site['topics'] } as Site,
  language: 'en',
  oldUrl: 'https://old.example',
  now: Date.parse('2026-11-26T12:00:00Z'),
  pictureAt: () => null,
  convert,
  chooseSlug: (wanted) => wanted,
});

const post = (content: Pick<OldText, 'format' | 'text'>): OldPost => ({
  type: 'post',
  key: 'wordpress:7',
  place: { entry: 'post 7' },
  identifier: null,
  unpublished: null,
  slug: 'a-post',
  title: 'A post',
  content: { ...content, base: 'https://old.example/a-post/' },
  excerpt: null,
  published: '2019-05-04T09:30:00+02:00',
  modified: null,
  authors: [],
  terms: [],
  language: null,
  canonical: null,
  picture: null,
  addresses: [],
});

/** What the report says of words, if the conversion makes this Markdown. */
const reported = (format: OldText['format'], text: string, markdown: string) =>
  planPost(
    post({ format, text }),
    context(() => ({ markdown, citations: [], losses: [], reported: [] })),
  )
    .losses.filter(({ kind }) => kind === 'words')
    .map(({ was, now }) => `${was} → ${now.replace(/\. Compare.*/, '')}`);

describe('the report lists words that the conversion has lost', () => {
  test.each<[string, OldText['format'], string, string, string[]]>([
    [
      'Latin',
      'html',
      '<p>One two <b>three four</b> five.</p>',
      'One two five.',
      ['three four → missing: 2 words'],
    ],
    ['of two equal ones', 'html', '<p>No, no and no.</p>', 'No, and no.', ['no → missing: 1 word']],
    ['Chinese', 'html', '<p>港口<b>自动</b>化了。</p>', '港口化了。', ['自动 → missing: 2 words']],
    ['Thai', 'html', '<p>ท่าเรือปิด</p>', 'ท่าเรือ', ['ปิด → missing: 2 words']],
    ['Arabic', 'html', '<p>أغلق الميناء اليوم</p>', 'أغلق اليوم', ['الميناء → missing: 1 word']],
    ['Hindi', 'html', '<p>बंदरगाह आज बंद है</p>', 'बंदरगाह बंद है', ['आज → missing: 1 word']],
    ['emoji', 'html', '<p>Strike 🚢 ends</p>', 'Strike ends', ['🚢 → missing: 1 word']],
    ['numbers', 'html', '<p>It rose by 4.5 percent</p>', 'It rose by 4 percent', ['5 → missing: 1 word']],
    [
      'in code',
      'markdown',
      'Run:\n\n```php\n<?php go("now");\n```',
      'Run:',
      ['php go("now → missing: 3 words'],
    ],
    [
      'in a shortcode of no known name',
      'wordpress',
      'A [box color="red"]boxed word[/box] [sic].',
      'A [sic].',
      ['boxed word → missing: 2 words'],
    ],
    ['as plain text', 'plain', 'a < b and <c> too', 'a < b', ['and <c> too → missing: 3 words']],
  ])('%s', (_what, format, text, markdown, lines) => {
    expect(reported(format, text, markdown)).toEqual(lines);
  });

  test('twenty passages of a post, and how many more there are', () => {
    const text = Array.from(
      { length: 25 },
      (_, at) => `lost${String.fromCharCode(97 + at)} kept of the text`,
    );
    const lines = reported('html', `<p>${text.join(' ')}</p>`, text.map(() => 'kept of the text').join(' '));
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe('5 more passages → missing: 5 words');
  });

  test('in what an author wrote, if the reader lost it', () => {
    const old: OldText = {
      format: 'markdown',
      text: 'Kept.',
      written: 'Kept. {% x %}Lost words{% endx %}',
      base: 'https://old.example/',
    };
    expect(findMissingWords(old, 'Kept.', [])).toEqual([{ text: 'Lost words', words: 2 }]);
  });
});

describe('what is not missing', () => {
  test.each<[string, OldText['format'], string, string]>([
    [
      'markup',
      'html',
      '<p title="a > b">One<!-- no --> <script>var x;</script>t<b>w</b>o&nbsp;3<sup>2</sup></p>',
      'One t**w**o 3²',
    ],
    [
      'marks of notes',
      'html',
      '<p>One<sup><a href="#fn1" id="r1">1</a></sup></p>',
      'One([a.example](https://a.example))',
    ],
    [
      'addresses',
      'markdown',
      '![alt](/a.png "t") [one](http://a.example/x_y) [two][ref] <http://b.example>\n\n[ref]: http://c.example "T"',
      'one two',
    ],
    ['numbers of lists', 'markdown', '1. one\n2. two', 'one\n\ntwo'],
    ['soft hyphens', 'html', '<p>Ha\u00adfen</p>', 'Hafen'],
    [
      'block comments',
      'wordpress',
      '<!-- wp:heading {"level":3,"x":"words"} --><h3>One</h3><!-- /wp:heading -->',
      '### One',
    ],
  ])('%s', (_what, format, text, markdown) => {
    expect(reported(format, text, markdown)).toEqual([]);
  });

  test.each<[string, Reader]>([
    ['wordpress-classic.xml', readWordPress],
    ['wordpress-blocks.xml', readWordPress],
    ['wordpress-code.xml', readWordPress],
    ['ghost-lexical.json', readGhost],
    ['ghost-mobiledoc.json', readGhost],
    ['octopress', readMarkdown],
  ])('any word of %s', async (name, reader) => {
    const { posts } = await readAll(reader, CORPUS + name, { site: 'https://old.example' });
    expect(posts.length).toBeGreaterThan(0);
    const lines = posts.flatMap((each) =>
      planPost(each, context(convertText))
        .losses.filter(({ kind }) => kind === 'words')
        .map(({ was }) => `${each.title}: ${was}`),
    );
    expect(lines).toEqual([]);
  });
});
