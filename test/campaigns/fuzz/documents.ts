import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Edition } from '../../../src/site/edition/edition.ts';
import type { Article, RelatedStory } from '../../../src/site/story/article.ts';
import type { Fault } from '../../../src/site/story/parse/fault.ts';
import type { Story } from '../../../src/site/story/story.ts';
import { loadModule } from '../../browser/render.ts';
import { editionOf } from '../../edition-of.ts';
import { findWords } from './hostile.ts';
import {
  assertAnalysis,
  assertContainsWords,
  assertDeterministic,
  assertFragment,
  assertPage,
  assertXml,
  parseJson,
  textsOf,
} from './oracles.ts';
import type * as Program from './program.ts';

export const program = await loadModule<typeof Program>(import.meta.resolve('./program.ts'));

export const site = program.parseSite(
  JSON.parse(readFileSync('data/site.json', 'utf8')),
  'https://news.example',
);

/** Makes a record with the required fields and the given ones. */
export const aRecord = (fields: Record<string, unknown> = {}) => ({
  slug: 'a-story',
  headline: 'A headline',
  abstract: 'What happened.',
  articleBody: 'What we think.',
  inLanguage: 'en',
  datePublished: '2026-03-04T09:30:00Z',
  ...fields,
});

/** Makes the story of a valid record. */
export function aStory(fields: Record<string, unknown>): Story {
  const parsed = program.parseStoryJson(JSON.stringify(aRecord(fields)));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return program.withDate(parsed.value, 0);
}

/** XML parsers turn every line end into \n (XML 1.0, section 2.11). */
const normalizeLineEnds = (value: string) => value.replace(/\r\n?/g, '\n');

const absoluteUrl = ({ url }: { url: string }) => new URL(url, site.url).href;

/** Lists the words that every document with the whole story must have: TL;DR, corrections, captions and sources. */
function wordsOf({ abstract, correction, image, rendering }: Edition['entries'][number]): string[] {
  const texts = [abstract, rendering.feed, ...correction.map(({ text }) => text)];
  if (image) texts.push(image.alt ?? '', image.caption ?? '', image.credit ?? '');
  for (const { name, publisher, author, quote } of rendering.sources) {
    // Documents name a source by its title and publisher, or by its publisher alone.
    texts.push(name ?? '', publisher?.name ?? '', publisher?.ownership ?? '');
    texts.push(quote?.prefix ?? '', quote?.exact ?? '', quote?.suffix ?? '');
    texts.push(...author.map((each) => each.name));
  }
  return findWords(texts.join(' '));
}

interface JsonItem {
  title: string;
  content_html: string;
}

/**
 * Asserts that every document made from the edition is whole and harmless, and that each feed has the whole of each story.
 * `analysis` lists words of the analysis, which editions do not have as Markdown.
 */
export function checkEdition(edition: Edition, analysis: readonly string[] = []): void {
  const rss = assertDeterministic(() => program.renderRss(edition, site));
  const atom = program.renderAtom(edition, site);
  for (const document of [rss, atom]) assertXml(document);
  assertXml(program.renderNewsSitemap(edition.entries, site, Date.parse('2026-03-04T10:00:00Z')));
  const { items } = parseJson<{ items: JsonItem[] }>(program.renderJsonFeed(edition, site));
  const contents = items.map((item) => item.content_html);
  const shown = program.feedItems(edition, site);
  assert.equal(items.length, shown.length);
  for (const [index, entry] of shown.entries()) {
    if (program.isWithdrawalNotice(entry)) continue;
    assertContainsWords(findWords(entry.headline), items[index]?.title ?? '');
    assertContainsWords(
      [...wordsOf(entry), ...analysis],
      assertFragment(contents[index] ?? '', entry.image ? [absoluteUrl(entry.image)] : []),
    );
  }
  const expected = contents.map((content) => normalizeLineEnds(program.toPrintable(content)));
  assert.deepEqual(
    textsOf(rss, 'content:encoded').map(normalizeLineEnds),
    expected,
    'RSS has the content of JSON Feed',
  );
  assert.deepEqual(
    textsOf(atom, 'content').map(normalizeLineEnds),
    expected,
    'Atom has the content of JSON Feed',
  );
  const titles = edition.entries.flatMap(({ headline }) => findWords(headline));
  const images = edition.entries.flatMap(({ image }) => image ?? []);
  const captions = images.flatMap(({ caption, alt }) => findWords(alt ?? caption ?? ''));
  const credits = images.flatMap(({ credit }) => findWords(credit ?? ''));
  for (const document of [rss, atom]) {
    assertContainsWords(titles, textsOf(document, 'title').join(' '));
    assertContainsWords(captions, textsOf(document, 'media:description').join(' '));
    assertContainsWords(credits, textsOf(document, 'media:credit').join(' '));
  }
  assertContainsWords(titles, assertPage(program.renderListingPage(edition, site)));
  assertPage(program.renderFeedPreviewPage(edition, site, 'atom'), [], images.map(absoluteUrl));
}

/** Asserts that every document made from the article is whole and harmless, and that no word of it is lost. */
export function checkArticle(article: Article, related: readonly RelatedStory[] = []): void {
  const { rendering, articleBody, headline } = article;
  assertAnalysis(rendering.page);
  assertFragment(rendering.feed);
  const entry = program.toEntry(article);
  const all = [...findWords(headline), ...findWords(articleBody), ...wordsOf(entry)];
  // Story pages have the picture's URL as written, not resolved.
  const pictures = entry.image ? [entry.image.url] : [];
  assertContainsWords(
    all,
    assertPage(program.renderStoryPage({ ...article, related }, site), [program.shareScript], pictures),
  );
  // Without the sources' URLs: if a source is gone, only the source list has its URL.
  checkEdition(editionOf([entry]), findWords(articleBody));
  checkExports(article);
}

function checkExports(article: Article): void {
  parseJson(program.renderJson(article, site));
  const references = [program.storyReference(article, site), ...program.sourceReferences(article)];
  const csl = parseJson<{ title?: string }[]>(program.renderCsl(references));
  assert.equal(csl.length, references.length);
  const ris = program.renderRis(references);
  assert.equal(ris.match(/^TY {2}- /gm)?.length, references.length, 'RIS has a record for each reference');
  assert.equal(ris.match(/^ER {2}- /gm)?.length, references.length, 'each RIS record ends');
  const bibtex = program.renderBibtex(references);
  assert.equal(
    bibtex.match(/^@(article|online)\{/gm)?.length,
    references.length,
    'BibTeX has an entry for each reference',
  );
  for (const format of ['json', 'xml'] as const) {
    const embed = program.renderOembed(article, site, format, { width: Infinity, height: Infinity });
    if (format === 'xml') assertXml(embed);
    else assertFragment(parseJson<{ html: string }>(embed).html);
  }
}

/** Asserts that exporting a story as Markdown and parsing it again gives the same story. */
export function checkRoundTrip(story: Story): void {
  const article = program.makeArticle(
    story,
    story.identifier ?? `tag:edgewire.example,2026:stories/${story.slug}`,
  );
  const again = program.parseStoryFile(program.articleToMarkdown(article, site), story.slug);
  assert.ok(again.ok);
  assert.deepEqual(again.value, { ...story, identifier: article.identifier });
}

/** Asserts that a fault names its rule, and that its message is one line without control characters. */
export function checkFault(fault: Fault): void {
  assert.ok(fault.rule.length > 0);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: matches the characters that must not be there.
  assert.doesNotMatch(program.formatFault(fault), /[\u0000-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069]/);
}
