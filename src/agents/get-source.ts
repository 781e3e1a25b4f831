import * as z from 'zod';
import { toUri } from '../lib/uri.ts';
import type { Site } from '../settings/site.ts';
import { type FeedEntry, toEntry } from '../site/edition/edition.ts';
import { scopeUrl } from '../site/edition/scope.ts';
import type { ListedSource } from '../site/story/article.ts';
import { canonicalUrl } from '../site/story/fields.ts';
import { asFound } from '../site/story/sources/observed.ts';
import { isPublisherDomain, publisherDomain } from '../site/story/sources/publisher.ts';
import { isGone, quoteUrl, readableUrl } from '../site/story/sources/source-link.ts';
import { type Asking, type FoundStory, RefusedCall, readStories, readStory } from './read.ts';
import { summaryOf, wholeStory } from './story-data.ts';
import { cursorFor, linkTo, moment, nextCursor, storyName, summary, tool } from './tool.ts';
import { type Wanted, walkScope } from './walk.ts';

/** How many stories that cite the source an answer has. */
const MAX_CITING = 10;

export const getSource = tool({
  name: 'get_source',
  title: 'What was said of a source',
  description: `Tells which stories cite a page, or any page of a publisher: the words they quote, the claims that rest on them, and whether a later look found the page gone, moved or changed. An answer has at most ${MAX_CITING} stories, the newest first; "cursor" asks for older ones.`,
  input: z.strictObject({
    source: z
      .string()
      .min(1)
      .max(2000)
      .describe('The URL of a page, or the domain of a publisher, like w3.org'),
    story: storyName.optional().describe('To look in this story only'),
    cursor: cursorFor('source'),
  }),
  output: z.object({
    publisher: z.string().describe('The domain'),
    url: z.string().describe('The page with all stories that cite the publisher'),
    next: nextCursor,
    citations: z.array(
      z.object({
        story: summary.pick({ url: true, headline: true, published: true, language: true }),
        number: z.int(),
        source: z.string(),
        name: z.string().nullable(),
        isGone: z.boolean(),
        observation: z.looseObject({ kind: z.string(), at: moment, words: z.string() }).nullable(),
        archivedAt: z.string().nullable(),
        quotes: z
          .array(z.object({ words: z.string(), link: z.string() }))
          .describe('The words that the story quotes, with links that lead to them'),
        claims: z.array(z.string()).describe('What the TL;DR says on the strength of these words'),
      }),
    ),
  }),
  answer: async (asking, { source, story, cursor }) => {
    const { site } = asking;
    const url = /^https?:/i.test(source) && URL.canParse(source) ? canonicalUrl(source) : undefined;
    const publisher = url === undefined ? source.toLowerCase() : publisherDomain({ url, publisher: null });
    if (!isPublisherDomain(publisher))
      throw new RefusedCall(
        'Name a source by its http or https URL, or a publisher by its domain, like w3.org.',
      );
    const isAsked = (each: ListedSource) =>
      url === undefined ? publisherDomain(each) === publisher : each.url === url;
    const fits = url && (({ rendering }: FeedEntry) => rendering.sources.some(isAsked));
    const { stories, next } = story
      ? { stories: [await readStory(asking, story)], next: null }
      : await storiesCiting(asking, publisher, { limit: MAX_CITING, cursor, ...(fits && { fits }) });
    const citing = stories.filter((each) => 'article' in each);
    return {
      data: {
        publisher,
        url: scopeUrl(site, `source:${publisher}`),
        next,
        citations: citing.flatMap((each) => citationsIn(each, isAsked, site)),
      },
      links: citing.map(({ article }) => linkTo(article, site)),
    };
  },
});

/** Reads the stories that cite a publisher. */
async function storiesCiting(
  asking: Asking,
  publisher: string,
  wanted: Wanted,
): Promise<{ stories: FoundStory[]; next: string | null }> {
  const walked = await walkScope(asking, `source:${publisher}`, wanted);
  if (!walked) return { stories: [], next: null };
  const slugs = walked.entries.map(({ slug }) => slug);
  return { stories: await readStories(asking, slugs), next: walked.next };
}

/** Returns what a story quotes of the sources that were asked for, and what rests on them. */
function citationsIn(
  found: Extract<FoundStory, { article: unknown }>,
  isAsked: (source: ListedSource) => boolean,
  site: Site,
) {
  const { article } = found;
  const { claims, observations = [] } = wholeStory(found, site);
  const { url, headline, published, language } = summaryOf(toEntry(article), site);
  return article.rendering.sources.filter(isAsked).map((source) => {
    const seen = observations.find(({ number }) => number === source.number);
    const readable = asFound(
      source,
      article.observations?.find((each) => each.url === source.url),
    );
    const quotes = [
      ...(source.quote ? [source.quote] : []),
      ...article.evidence
        .filter((each) => canonicalUrl(each.source) === source.url)
        .map(({ quote }) => quote),
    ];
    return {
      story: { url, headline, published, language },
      number: source.number,
      source: toUri(source.url),
      name: source.name,
      isGone: isGone(readable),
      observation: seen ?? null,
      archivedAt: readable.archivedAt && toUri(readable.archivedAt),
      quotes: [...new Map(quotes.map((quote) => [quote.exact, quote])).values()].map((quote) => ({
        words: quote.exact,
        link: toUri(quoteUrl(readableUrl(readable), quote)),
      })),
      claims: claims
        .filter(({ evidence }) => evidence.some(({ number }) => number === source.number))
        .map(({ claim }) => claim),
    };
  });
}
