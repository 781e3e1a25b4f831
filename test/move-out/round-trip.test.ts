import { readFile } from 'node:fs/promises';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { convertText } from '../../src/move/in/convert/convert-text.ts';
import { chooseReader } from '../../src/move/in/find-reader.ts';
import type { OldPost, Reader } from '../../src/move/in/old-site.ts';
import { readFeed } from '../../src/move/in/read/feed/read.ts';
import { readGhost } from '../../src/move/in/read/ghost/read.ts';
import { readMarkdown } from '../../src/move/in/read/markdown/read.ts';
import { readWordPress } from '../../src/move/in/read/wordpress/read.ts';
import type { Format } from '../../src/move/out/losses.ts';
import { AuthorList, moveStory } from '../../src/move/out/moved-story.ts';
import { topicTitle } from '../../src/settings/site.ts';
import { makeArticle } from '../../src/site/story/make-article.ts';
import { storyNotice } from '../../src/site/story/notice.ts';
import { readAll } from '../move-in/read/entries.ts';
import { exportLines, inFormat, pageLine, type Record, samples, site, storyOf, wordsOf } from './exported.ts';

// What moves out is read back with the readers of `move-in`.

const READERS: [Format, Reader][] = [
  ['wxr', readWordPress],
  ['ghost', readGhost],
  ['markdown', readMarkdown],
  ['jsonfeed', readFeed],
];

test.each(READERS)(
  'what moves out as %s is known when it moves in, whatever the samples write of',
  async (format, read) => {
    const lines = exportLines(samples.map((record) => ({ record })));
    const known = await inFormat(format, lines, (target) => chooseReader(target));
    expect(known.read).toBe(read);
  },
);

const textOf = (html: string) =>
  parseHTML(
    `<!doctype html><html><body>${html
      .replaceAll('<br>', ' ')
      .replaceAll('</p>', '</p> ')
      .replace(/<\/(?=li|h\d|td|th)/g, ' </')}</body></html>`,
  ).document.body.textContent ?? '';

/** The words of a post that was read back. */
function wordsBack({ content: { format, text } }: OldPost): string[] {
  return wordsOf(format === 'markdown' ? text : textOf(text));
}

/** The words of the analysis as they are in a format. */
function wordsSent(format: Format, record: Record): string[] {
  if (format === 'markdown') return wordsOf(record.articleBody);
  const { feed } = makeArticle(record, record.identifier).rendering;
  const whole = format === 'ghost' && record.abstract.length > 300 ? `${record.abstract} ` : '';
  return [...wordsOf(whole), ...wordsOf(textOf(feed))];
}

const sameTime = (one: string | null, other: string | null) =>
  expect(one && Math.floor(Date.parse(one) / 1000)).toBe(other && Math.floor(Date.parse(other) / 1000));

const authorsOf = (record: Record) =>
  (record.author.length > 0 ? record.author : site.authors).map(({ name }) => name);

/** Moves stories out and reads them back. */
const readBack = (format: Format, read: Reader, records: readonly Record[], more: object[] = []) =>
  inFormat(
    format,
    exportLines(
      records.map((record) => ({ record })),
      more,
    ),
    (target) => readAll(read, target, { site: site.url }),
  );

describe.each(READERS)('what moves out as %s and is read back', (format, read) => {
  test('has the same headlines, words, dates, authors, topics and identifiers', async () => {
    const { posts } = await readBack(format, read, samples);
    expect(posts.length).toBe(samples.length);
    for (const record of samples) {
      const post = posts.find(({ slug }) => slug === record.slug);
      if (!post) throw new Error(`no ${record.slug}`);
      expect(post.type).toBe('post');
      expect(post.title).toBe(record.headline);
      expect(post.unpublished).toBe(null);
      sameTime(post.published, record.datePublished);
      expect(post.authors.map(({ name }) => name)).toEqual(authorsOf(record));
      expect(post.terms.map(({ name }) => name)).toEqual(
        record.keywords.map((slug) => topicTitle(site, slug)),
      );
      expect(post.identifier).toBe(record.identifier);
      expect(post.addresses.some((address) => address.includes(record.slug))).toBe(true);
      const sent = wordsSent(format, record);
      const back = wordsBack(post);
      expect(back.slice(0, sent.length)).toEqual(sent);
      // Below are the sources.
      for (const { url } of makeArticle(record, record.identifier).rendering.sources)
        expect(post.content.text).toContain(
          format === 'markdown' ? new URL(url).host : url.replaceAll('&', '&amp;'),
        );
    }
  });

  test('has hostile text as it was written', async () => {
    const hostile = `]]> <script>alert(1)</script> <!-- & &amp; [gallery ids="1"] {{< figure >}} {{% x %}} "quoted" 'so'`;
    const record = storyOf({
      headline: hostile,
      abstract: 'Plain.',
      articleBody: `${hostile}\n\nCode: \`<b>\`\n\n\`\`\`\n<i>\n\`\`\`\n`,
    });
    const { post, losses } = await readBack(format, read, [record]);
    if (format === 'markdown') {
      expect(post.content.text).toContain('{{< figure >}}');
      expect(post.content.text).toContain('\\<script>alert(1)\\</script>');
      expect(post.content.text).toContain('`<b>`\n\n```\n<i>\n```');
    } else {
      expect(textOf(post.content.text)).toContain(']]> <script>alert(1)</script> <!-- & &');
      expect(textOf(post.content.text)).toContain('[gallery ids=');
    }
    expect(post.title).toBe(hostile);
    expect(losses.filter(({ kind }) => kind === 'shortcode')).toEqual([]);
  });
});

// A feed has no pages, and no texts of pictures.
describe.each(READERS.filter(([format]) => format !== 'jsonfeed'))(
  'what moves out as %s and is read back',
  (format, read) => {
    test('has the same TL;DR, and the picture with its texts', async () => {
      const image = {
        url: '/pictures/an-archived-feed.png',
        alt: 'A screen with a feed',
        caption: 'The feed in 2005',
        credit: null,
        width: 1200,
        height: 800,
        encodingFormat: 'image/png',
      };
      const { post } = await readBack(format, read, [storyOf({ abstract: 'Three words & "more".', image })]);
      expect(post.excerpt).toBe('Three words & "more".');
      expect(post.picture).toMatchObject({ alt: image.alt, caption: image.caption });
      if (format === 'markdown') expect(post.picture?.url).toMatch(/^file:.*an-archived-feed\.png$/);
      else expect(post.picture?.url).toBe('https://news.example/pictures/an-archived-feed.png');
    });

    test('has the newsroom’s own pages as pages', async () => {
      const { post } = await readBack(format, read, [], [pageLine('about', 'About us', 'We are *few*.')]);
      expect(post).toMatchObject({ type: 'page', slug: 'about', title: 'About us' });
      expect(wordsBack(post)).toEqual(['We', 'are', 'few']);
    });
  },
);

describe.each(READERS)('what moves out as %s and is read back', (format, read) => {
  test('has the language of each story', async () => {
    const languages = ['fr', 'pt-BR', 'ar', site.language];
    const records = languages.map((inLanguage, at) =>
      storyOf({ inLanguage, slug: `story-${at}`, identifier: `tag:news.example,2026:${at}` }),
    );
    const { posts } = await readBack(format, read, records);
    const back = posts.map((post) => [post.slug, post.language ?? site.language]).toSorted();
    expect(back).toEqual(languages.map((language, at) => [`story-${at}`, language]));
  });

  test('has no notice of the newsroom in its text, and still says what AI wrote', async () => {
    const record = storyOf({
      articleBody: 'The port reopened today ([wire](https://wire.example/1)).\n',
      provenance: { abstract: null, articleBody: { digitalSourceType: 'trainedAlgorithmicMedia' } } as never,
    });
    const { post } = await readBack(format, read, [record]);
    const { entry } = moveStory(
      { story: record, status: 'published', revisions: 1 } as unknown as Parameters<typeof moveStory>[0],
      site,
      new AuthorList(site),
    );
    const { markdown, losses } = convertText(post.content, { place: {}, pictureAt: () => null });
    const notice = storyNotice(entry, site);
    expect(textOf(post.content.text)).toContain(notice);
    expect(markdown).not.toContain(notice);
    expect(markdown).toContain('AI-generated');
    expect(losses).toContainEqual(expect.objectContaining({ kind: 'data', was: notice }));
  });
});

describe('authors with the parts of their names', () => {
  const record = storyOf({
    author: [
      { name: 'Ludwig van Beethoven', url: null, givenName: 'Ludwig', familyName: 'van Beethoven' },
      { name: '毛泽东', url: null, type: 'Person', givenName: '泽东', familyName: '毛' },
      { name: 'Reuters', url: null, type: 'Organization' },
      { name: 'Bo Li', url: null },
    ],
  });

  test('keep them in the file for WordPress, and on the way back', async () => {
    const { post, losses } = await readBack('wxr', readWordPress, [record]);
    expect(losses).toEqual([]);
    expect(post.authors).toEqual([
      { name: 'Ludwig van Beethoven', url: null, givenName: 'Ludwig', familyName: 'van Beethoven' },
      { name: '毛泽东', url: null, givenName: '泽东', familyName: '毛' },
      { name: 'Reuters', url: null },
      { name: 'Bo Li', url: null },
    ]);
  });

  test.each<[Format, string]>([
    ['wxr', 'of Reuters:'],
    ['ghost', 'of Reuters, Ludwig van Beethoven, 毛泽东:'],
    ['markdown', 'of Reuters, Ludwig van Beethoven, 毛泽东:'],
    ['jsonfeed', 'of Reuters, Ludwig van Beethoven, 毛泽东:'],
  ])('that %s has no place for are a line of the report', async (format, named) => {
    await inFormat(format, exportLines([{ record }]), async (target) => {
      const report = await readFile(`${target}.report.md`, 'utf8');
      expect(report).toContain(`/stories/a-story: **names**: ${named}`);
      expect(report.match(/\*\*names\*\*/g)).toHaveLength(1);
    });
  });
});
