import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Edition } from '../../../src/edition/edition.ts';
import type { Article, RelatedStory } from '../../../src/story/article.ts';
import type { Fault } from '../../../src/story/parse/fault.ts';
import type { Story } from '../../../src/story/story.ts';
import { loadModule } from '../../browser/render.ts';
import { words } from './hostile.ts';
import { isFragment, isKept, isPage, isSteady, isXml, readJson, textsOf } from './oracles.ts';
import type * as Program from './program.ts';

export const program = await loadModule<typeof Program>(import.meta.resolve('./program.ts'));

export const site = program.parseSite(
  JSON.parse(readFileSync('data/site.json', 'utf8')),
  'https://news.example',
);

/** A record with as little in it as a story may have. */
export const aRecord = (fields: Record<string, unknown> = {}) => ({
  slug: 'a-story',
  headline: 'A headline',
  abstract: 'What happened.',
  articleBody: 'What we think.',
  inLanguage: 'en',
  datePublished: '2026-03-04T09:30:00Z',
  ...fields,
});

/** The story of a record that is right. */
export function aStory(fields: Record<string, unknown>): Story {
  const parsed = program.parseStoryJson(JSON.stringify(aRecord(fields)));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}

export const anEdition = (entries: Edition['entries']): Edition => ({
  scope: 'all',
  count: entries.length,
  updated: '2026-03-04T09:30:00Z',
  last: entries.length,
  open: entries.length,
  previous: 0,
  archive: null,
  changeSequence: 1,
  removalSequence: 0,
  entrySequences: entries.map(() => 1),
  withdrawn: [],
  entries,
});

/** XML has one line end (its section 2.11). */
const oneLineEnd = (value: string) => value.replace(/\r\n?/g, '\n');

/** Where a picture's address leads. */
const resolved = ({ url }: { url: string }) => new URL(url, site.url).href;

/** The words that a reader must find again wherever the whole story is: what happened, what was wrong, who said what. */
function wordsOf({ abstract, correction, image, rendering }: Edition['entries'][number]): string[] {
  const texts = [abstract, rendering.feed, ...correction.map(({ text }) => text)];
  if (image) texts.push(image.alt ?? '', image.caption ?? '', image.credit ?? '');
  for (const { name, publisher, author, quote } of rendering.sources) {
    // A source without a title goes by its publisher; one with a title names both.
    texts.push(name ?? '', publisher?.name ?? '', publisher?.ownership ?? '');
    texts.push(quote?.prefix ?? '', quote?.exact ?? '', quote?.suffix ?? '');
    texts.push(...author.map((each) => each.name));
  }
  return words(texts.join(' '));
}

interface JsonItem {
  title: string;
  content_html: string;
}

/**
 * Every document that shows the edition is whole and harmless, and each feed has all of each story; `analysis` are words of
 * what is in no edition.
 */
export function checkEdition(edition: Edition, analysis: readonly string[] = []): void {
  const rss = isSteady(() => program.renderRss(edition, site));
  const atom = program.renderAtom(edition, site);
  for (const document of [rss, atom]) isXml(document);
  isXml(program.renderNewsSitemap(edition.entries, site, Date.parse('2026-03-04T10:00:00Z')));
  const { items } = readJson<{ items: JsonItem[] }>(program.renderJsonFeed(edition, site));
  const contents = items.map((item) => item.content_html);
  const shown = program.feedItems(edition, site);
  assert.equal(items.length, shown.length);
  for (const [index, entry] of shown.entries()) {
    if (program.isNotice(entry)) continue;
    isKept(words(entry.headline), items[index]?.title ?? '');
    isKept(
      [...wordsOf(entry), ...analysis],
      isFragment(contents[index] ?? '', entry.image ? [resolved(entry.image)] : []),
    );
  }
  const said = contents.map((content) => oneLineEnd(program.toPrintable(content)));
  assert.deepEqual(textsOf(rss, 'content:encoded').map(oneLineEnd), said, 'RSS says what JSON says');
  assert.deepEqual(textsOf(atom, 'content').map(oneLineEnd), said, 'Atom says what JSON says');
  const titles = edition.entries.flatMap(({ headline }) => words(headline));
  const images = edition.entries.flatMap(({ image }) => image ?? []);
  const captions = images.flatMap(({ caption, alt }) => words(caption ?? alt ?? ''));
  const credits = images.flatMap(({ credit }) => words(credit ?? ''));
  for (const document of [rss, atom]) {
    isKept(titles, textsOf(document, 'title').join(' '));
    isKept(captions, textsOf(document, 'media:description').join(' '));
    isKept(credits, textsOf(document, 'media:credit').join(' '));
  }
  isKept(titles, isPage(program.renderListingPage(edition, site)));
  isPage(program.renderPreviewPage(edition, site, 'atom'), [], images.map(resolved));
}

/** Every document of an article is whole and harmless, and no word of it is lost. */
export function checkArticle(article: Article, related: readonly RelatedStory[] = []): void {
  const { rendering, articleBody, headline } = article;
  for (const html of [rendering.page, rendering.feed]) isFragment(html);
  const entry = program.toEntry(article);
  const all = [...words(headline), ...words(articleBody), ...wordsOf(entry)];
  // With its address as it is printed.
  const pictures = entry.image ? [entry.image.url] : [];
  isKept(
    all,
    isPage(program.renderStoryPage({ ...article, related }, site), [program.shareScript], pictures),
  );
  // Where a source is gone, its address is in the list of sources alone.
  checkEdition(anEdition([entry]), words(articleBody));
  checkExports(article);
}

function checkExports(article: Article): void {
  readJson(program.renderJson(article, site));
  const references = [program.storyReference(article, site), ...program.sourceReferences(article)];
  const csl = readJson<{ title?: string }[]>(program.renderCsl(references));
  assert.equal(csl.length, references.length);
  const ris = program.renderRis(references);
  assert.equal(ris.match(/^TY {2}- /gm)?.length, references.length, 'as many records in RIS as references');
  assert.equal(ris.match(/^ER {2}- /gm)?.length, references.length, 'each of them ended');
  const bibtex = program.renderBibtex(references);
  assert.equal(
    bibtex.match(/^@(article|online)\{/gm)?.length,
    references.length,
    'as many entries in BibTeX',
  );
  for (const format of ['json', 'xml'] as const) {
    const embed = program.renderOembed(article, site, format, { width: Infinity, height: Infinity });
    if (format === 'xml') isXml(embed);
    else isFragment(readJson<{ html: string }>(embed).html);
  }
}

/** The story, exported as Markdown and read again, is the same story. */
export function checkReturn(story: Story): void {
  const article = program.makeArticle(
    story,
    story.identifier ?? `tag:edgewire.example,2026:stories/${story.slug}`,
  );
  const again = program.parseStoryFile(program.articleToMarkdown(article, site), story.slug);
  assert.ok(again.ok);
  assert.deepEqual(again.value, { ...story, identifier: article.identifier });
}

/** A fault is one line that any terminal can show, and names the rule. */
export function isClear(fault: Fault): void {
  assert.ok(fault.rule.length > 0);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
  assert.doesNotMatch(program.formatFault(fault), /[\u0000-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069]/);
}
