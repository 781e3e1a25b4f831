import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { type Converted, convertText } from '../../../src/move/in/convert/convert-text.ts';
import type { OldPost, Reader } from '../../../src/move/in/old-site.ts';
import { readGhost } from '../../../src/move/in/read/ghost/read.ts';
import { readWordPress } from '../../../src/move/in/read/wordpress/read.ts';
import { makeArticle } from '../../../src/site/story/make-article.ts';
import { checkMarkdown } from '../../../src/site/story/markdown-faults.ts';
import { storyFields } from '../../../src/site/story/story.ts';
import { memoryIndex } from '../memory-index.ts';
import { splitWords, visibleDocument, wordsOf } from './visible-words.ts';

// For each post and page of the corpus, the words that readers of the old site saw (`visible-words.ts`) are those of our page, in the
// same order: whatever stands between white space, with its punctuation, after NFKC.
//
// Footnotes and reference lists stand elsewhere now. They are compared apart: without them, the words are the same in order; and the
// words of each note are, in order, in the name of a source or in the list of notes. Not compared: the marks of notes; the heading of
// a list that became sources, which the report names; the labels of links to films and maps, and of links that pictures were,
// which had no words and which the report names; alternative texts. Every picture counts as uploaded. WordPress's curly quotes (wptexturize) are not applied.

const CORPUS = new URL('../corpus/', import.meta.url).pathname;
const FILES: [string, Reader][] = [
  ['wordpress-classic.xml', readWordPress],
  ['wordpress-blocks.xml', readWordPress],
  ['ghost-lexical.json', readGhost],
  ['ghost-mobiledoc.json', readGhost],
];

/** Posts with notes, by slug: where their marks and notes are in the HTML, or the heading below which everything is a note. */
const NOTED: Record<string, { marks?: string; notes?: string; heading?: string }> = {
  'pasted-from-word-the-pilots-letter': { marks: 'a[href^="#_ftn"]', notes: '#ftn1,#ftn2' },
  'footnotes-in-brackets-the-toll-on-the-strait': { heading: 'Sources' },
  'footnotes-by-plugin-who-owns-the-cranes': { notes: 'x-note' },
  'el-puerto-seco-de-zaragoza': { heading: 'Fuentes:' },
  港口自动化: { heading: '参考资料：' },
  'the-footnotes-of-the-judgment': { marks: 'sup.fn' },
  'sources-at-the-end': { heading: 'References' },
  'footnotes-from-markdown': { marks: '.footnote-ref,.footnote-backref', notes: 'section.footnotes li' },
};

async function readPosts(file: string, reader: Reader): Promise<OldPost[]> {
  const options = {
    index: memoryIndex(),
    progress() {},
    now: Date.UTC(2026, 10, 26),
    site: 'https://old.example',
  };
  const posts: OldPost[] = [];
  for await (const entry of reader(`${CORPUS}${file}`, options))
    if (entry.kind === 'post') posts.push(entry.post);
  return posts;
}

const picture = { path: `/media/${'0a'.repeat(32)}.jpg`, width: 1200, height: 800 };

const convert = ({ content, place }: OldPost) => convertText(content, { place, pictureAt: () => picture });

/** What readers saw, and the words of each note. */
function before(post: OldPost): { words: string[]; notes: string[][] } {
  const document = visibleDocument(post.content);
  const noted = NOTED[post.slug ?? ''] ?? {};
  const notes = Object.values(post.content.footnotes ?? {}).map((note) =>
    wordsOf(parseHTML(`<html><body>${note}</body></html>`).document),
  );
  if (noted.marks) for (const mark of document.querySelectorAll(noted.marks)) mark.remove();
  if (noted.notes) {
    for (const note of document.querySelectorAll(noted.notes)) {
      notes.push(wordsOf(parseHTML(`<html><body>${note.innerHTML}</body></html>`).document));
      note.remove();
    }
  }
  const words = wordsOf(document);
  const heading = noted.heading === undefined ? -1 : words.lastIndexOf(splitWords(noted.heading).join(' '));
  if (heading < 0) return { words, notes };
  const below = words.slice(heading + 1).filter((word) => !/^\[\d\]$/.test(word));
  return { words: words.slice(0, heading), notes: [...notes, below] };
}

/** What our page shows, and the words of its sources and notes. */
function after(
  { markdown, citations, losses }: Converted,
  heading?: string,
): { words: string[]; elsewhere: string } {
  const story = storyFields.parse({
    slug: 'a-post',
    headline: 'A post',
    abstract: 'Of the corpus.',
    articleBody: markdown,
    inLanguage: 'en',
    datePublished: '2026-11-26T00:00:00Z',
    citation: citations.map(({ url, name }) => ({ url, name })),
  });
  const { rendering } = makeArticle(
    story as Parameters<typeof makeArticle>[0],
    'tag:news.example,2026:a-post',
  );
  const { document } = parseHTML(`<html><body>${rendering.page}</body></html>`);
  for (const cite of document.querySelectorAll('.cite')) cite.remove();
  const ours = losses
    .filter(({ kind }) => kind === 'embed' || kind === 'picture link')
    .map(({ was }) => was.replace(/ \S+$/, ''));
  for (const link of document.querySelectorAll('a')) if (ours.includes(link.textContent ?? '')) link.remove();
  const hasNotes = losses.some(({ kind }) => kind === 'footnote');
  const list = hasNotes ? Array.from(document.querySelectorAll('ol')).at(-1) : undefined;
  const notes = list?.textContent ?? '';
  list?.remove();
  const names = rendering.sources.map(({ name, url }) => `${name ?? url}`);
  const words = wordsOf(document);
  // What a list of references has without links stays below its heading.
  const at = heading === undefined ? -1 : words.lastIndexOf(splitWords(heading).join(' '));
  const below = at < 0 ? [] : words.splice(at).filter((word, index) => index > 0 && !/^\[\d\]$/.test(word));
  return { words, elsewhere: splitWords([...names, notes, ...below].join(' ')).join(' ') };
}

describe.each(FILES)('%s', async (file, reader) => {
  const posts = await readPosts(file, reader);

  test('has the posts that it should', () => {
    expect(posts.filter(({ type }) => type === 'post').length).toBeGreaterThanOrEqual(
      file.startsWith('ghost-m') ? 11 : 15,
    );
  });

  test.each(posts.map((post) => [post.title, post] as const))(
    'keeps the words of "%s" in order',
    (_title, post) => {
      const converted = convert(post);
      expect(checkMarkdown(converted.markdown)).toEqual([]);
      const old = before(post);
      const now = after(converted, NOTED[post.slug ?? '']?.heading);
      const unmarked = post.slug !== null && post.slug in NOTED ? withoutMarks : (words: string[]) => words;
      expect(unmarked(now.words).join(' ')).toBe(unmarked(old.words).join(' '));
      // A note of several sentences, or several notes below a heading, may stand in several places.
      const parts = old.notes.flatMap((note) => note.join(' ').split(/(?<=\.) (?=\p{Lu})/u));
      for (const part of parts) expect(now.elsewhere).toContain(part);
    },
  );
});

/** Leaves out marks of notes that have no link, and of references: `[1]`, `[2, 3]`. */
const withoutMarks = (words: string[]): string[] =>
  words
    .join(' ')
    .replace(/ ?\[\d(?:, \d)*\]/g, '')
    .replace(/ (?=[.,;])/g, '')
    .split(' ');

test('the corpus has at least sixty posts', async () => {
  const all = await Promise.all(FILES.map(([file, reader]) => readPosts(file, reader)));
  expect(all.flat().length).toBeGreaterThanOrEqual(60);
});
