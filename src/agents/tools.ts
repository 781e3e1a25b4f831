import * as z from 'zod';
import { wordsOf } from '../language/words.ts';
import { toUri } from '../lib/uri.ts';
import { answerSearch } from '../search/answer.ts';
import { type Site, storyUrl } from '../settings/site.ts';
import { type Edition, toEntry } from '../site/edition/edition.ts';
import { newestFirst } from '../site/edition/order.ts';
import { parseScope, type Scope, scopeUrl } from '../site/edition/scope.ts';
import {
  isEmptySearch,
  MAX_RESULT_PAGES,
  parseSearch,
  RESULTS_PER_PAGE,
  searchPath,
} from '../site/edition/search.ts';
import { feedItems, isWithdrawalNotice } from '../site/edition/withdrawal.ts';
import { exportUrl } from '../site/export/addresses.ts';
import { compareAll } from '../site/page/history/page.tsx';
import { MAX_QUERY_LENGTH } from '../site/query/terms.ts';
import type { ListedSource } from '../site/story/article.ts';
import { canonicalUrl } from '../site/story/fields.ts';
import type { PublicRevision, StoryHistory } from '../site/story/history/history.ts';
import { asFound } from '../site/story/sources/observed.ts';
import { isPublisherDomain, publisherDomain } from '../site/story/sources/publisher.ts';
import { isGone, quoteUrl, readableUrl } from '../site/story/sources/source-link.ts';
import { lastChange } from '../site/story/story.ts';
import { type FoundQuote, findQuote, plainQuote, whatBecameOf } from './quotes.ts';
import { type Asking, type FoundStory, readScope, readStories, readStory } from './read.ts';
import { RefusedCall } from './refused-call.ts';
import { summaryOf, versionAsData, wholeStory } from './story-data.ts';

// The tools that agents call. Each only reads, and answers from what readers get.

/** A story that a result leads to. */
export interface StoryLink {
  url: string;
  headline: string;
  /** The address of the story as Markdown, which is a resource too. */
  markdown: string;
}

/** What a tool answers: data by its schema, and the stories that it leads to. */
interface Answered<Data> {
  data: Data;
  links: StoryLink[];
}

/** A tool: what it takes, what it answers, and how. */
interface Tool {
  name: string;
  title: string;
  description: string;
  input: z.ZodObject;
  output: z.ZodObject;
  answer: (asking: Asking, input: Record<string, unknown>) => Promise<Answered<object>>;
}

/** Makes a tool. Each says how to treat the texts in its results. */
const tool = <Input extends z.ZodObject, Output extends z.ZodObject>({
  output,
  ...made
}: Omit<Tool, 'input' | 'output' | 'answer'> & {
  input: Input;
  output: Output;
  answer: (asking: Asking, input: z.output<Input>) => Promise<Answered<z.input<Output>>>;
}) => ({ ...made, output: output.extend({ untrusted: z.string() }) }) as unknown as Tool;

const linkTo = ({ slug, headline }: { slug: string; headline: string }, site: Site): StoryLink => ({
  url: storyUrl(site, slug),
  headline,
  markdown: exportUrl(site, slug, 'md'),
});

const storyName = z
  .string()
  .min(1)
  .max(2000)
  .describe('The address of a story, like https://news.example/stories/a-story, or the last part of that');
const moment = z.string().describe('A time, RFC 3339');
const label = z
  .string()
  .nullable()
  .describe('As its page says it, in its language; null if the page says nothing');
const correction = z.object({ text: z.string(), datePublished: moment });
const labels = {
  summaryMadeBy: label.describe('Whether AI or another program made the TL;DR, and who reviewed it'),
  analysisMadeBy: label.describe('The same of the analysis'),
  notice: z.string().describe('The notice on its page: how many sources it has, and how the TL;DR was made'),
  singleSource: label.describe(
    'The warning if the story rests on one source; null if it rests on none or several',
  ),
};
const summary = z.object({
  url: z.string(),
  headline: z.string(),
  summary: z.string().describe('The TL;DR'),
  ...labels,
  language: z.string(),
  published: moment,
  changed: moment,
  authors: z.array(z.string()),
  topics: z.array(z.string()),
  sources: z.int().describe('How many publishers it aggregates'),
  corrections: z.array(correction),
});
const withdrawal = z
  .object({ at: moment, reason: z.string(), headline: z.string().nullable() })
  .nullable()
  .describe('If the newsroom has withdrawn the story: when and why. Do not repeat what it said');
const version = z
  .looseObject({
    revision: z.int(),
    since: moment.describe('Since when readers have had it'),
    hash: z.string().describe('SHA-256 of the statement as canonical JSON (RFC 8785)'),
    previous: z.string().nullable().describe('The hash of the statement before'),
    signature: z.string().nullable().describe('Ed25519 over the statement, in base64url'),
    keyId: z.string().nullable(),
    history: z.string().describe('The address of all versions'),
    keys: z.string().describe('The address of the public keys'),
  })
  .nullable()
  .describe('Null if the newsroom does not publish the history of its stories');

type Withdrawn = Extract<Awaited<ReturnType<typeof readStory>>, { withdrawn: unknown }>;
const withdrawalAsData = ({ withdrawn: { at, reason, story } }: Withdrawn) => ({
  at,
  reason,
  headline: story?.headline ?? null,
});

const searchStories = tool({
  name: 'search_stories',
  title: 'Search stories',
  description:
    'Searches headlines, TL;DRs, analyses and quoted sources. "a phrase" in quotation marks, -word leaves out, OR chooses, telesc* begins words.',
  input: z.strictObject({
    query: z.string().max(MAX_QUERY_LENGTH).default(''),
    topic: z.string().max(200).optional().describe('The slug of a topic'),
    author: z.string().max(200).optional().describe('Words of an author’s name'),
    source: z.string().max(300).optional().describe('The domain of a publisher that is cited, like w3.org'),
    language: z.string().max(50).optional().describe('A BCP 47 tag, or its first part'),
    from: z.string().max(10).optional().describe('The first day of publication, like 2026-11-26'),
    to: z.string().max(10).optional().describe('The last day of publication'),
    sort: z.enum(['relevance', 'date']).optional(),
    page: z.int().min(1).max(MAX_RESULT_PAGES).optional(),
  }),
  output: z.object({
    url: z.string().describe('The page with the same results for people'),
    count: z.int(),
    isMore: z.boolean().describe('Whether there are more than count'),
    isPartial: z.boolean().describe('Whether no story has all words, and these have most of them'),
    isRelated: z.boolean().describe('Whether these only have words that are related to those asked for'),
    mended: z.array(z.string()).describe('What was searched for in place of words that no story has'),
    searchedSince: moment.nullable().describe('If only newer stories were searched: since when'),
    stories: z.array(summary),
  }),
  answer: async ({ c, site }, input) => {
    const names = { query: 'q', language: 'lang' } as Record<string, string>;
    const parameters = new URLSearchParams(
      Object.entries(input).map(([name, value]) => [names[name] ?? name, String(value)]),
    );
    const parsed = parseSearch(parameters);
    if (!parsed.ok) {
      const { fault } = parsed;
      throw new RefusedCall(
        'rule' in fault
          ? `"${fault.name}" ${fault.rule} (is "${fault.value.slice(0, 200)}").`
          : `The query has ${fault.length} characters; ask with at most ${MAX_QUERY_LENGTH}.`,
      );
    }
    const { search } = parsed;
    if (isEmptySearch(search))
      throw new RefusedCall('Name words to search for, or a topic, source, author or day.');
    const part = { offset: (search.page - 1) * RESULTS_PER_PAGE, limit: RESULTS_PER_PAGE, isForgiving: true };
    // Every request of an agent is counted where it comes in.
    const found = await answerSearch(c, site, search, part, true);
    const entries = found.stories.map(({ entry }) => entry);
    return {
      data: {
        url: site.url + searchPath(search),
        count: found.count,
        isMore: found.isMore,
        isPartial: found.isPartial,
        isRelated: found.isRelated,
        mended: found.mended.map(({ word }) => word),
        searchedSince: found.since === null ? null : new Date(found.since).toISOString(),
        stories: entries.map((entry) => summaryOf(entry, site)),
      },
      links: entries.map((entry) => linkTo(entry, site)),
    };
  },
});

const getStory = tool({
  name: 'get_story',
  title: 'Read a story',
  description:
    'Reads a story: its record, numbered sources, the claims of its TL;DR with the exact words of the sources and what came of their check, how it was made and reviewed, corrections, and what later looks at its sources found.',
  input: z.strictObject({ story: storyName }),
  output: z.object({
    url: z.string(),
    withdrawn: withdrawal,
    story: z
      .looseObject({
        ...labels,
        changed: moment,
        version,
        record: z
          .looseObject({})
          .describe(
            'The record, by the JSON Schema at /api/schema/story.json, without what sources and claims say',
          ),
        sources: z.array(
          z.looseObject({
            number: z.int(),
            url: z.string(),
            link: z
              .string()
              .describe('Leads to the quoted words; to the archived copy if the source is gone'),
          }),
        ),
        claims: z
          .array(
            z.looseObject({
              claim: z.string(),
              links: z.array(z.object({ number: z.int(), url: z.string() })),
            }),
          )
          .describe(
            'Parts of the TL;DR, with the words of sources that support them, and what a program found of both',
          ),
        later: z
          .array(z.object({ url: z.string(), headline: z.string() }))
          .describe('Later stories that follow this one'),
      })
      .nullable(),
  }),
  answer: async (asking, { story }) => {
    const { site } = asking;
    const found = await readStory(asking, story);
    const url = storyUrl(site, found.slug);
    if ('withdrawn' in found)
      return { data: { url, withdrawn: withdrawalAsData(found), story: null }, links: [] };
    return {
      data: { url, withdrawn: null, story: wholeStory(found, site) },
      links: [linkTo(found.article, site)],
    };
  },
});

/** Reads the newest stories, of all or of a topic. */
async function newestOf(asking: Asking, topic: string | undefined): Promise<Edition> {
  const scope = topic === undefined ? 'all' : parseScope(`topic:${topic.toLowerCase()}`);
  const edition = scope && (await readScope(asking, scope));
  if (edition) return edition;
  const topics = asking.site.topics.map(({ slug }) => slug).join(', ');
  throw new RefusedCall(`There are no stories on "${topic?.slice(0, 100)}". The topics are: ${topics}.`);
}

const MAX_LATEST = 30;

const latest = tool({
  name: 'latest',
  title: 'Newest stories',
  description: `Lists the newest stories, of all or of a topic, and what was withdrawn in the last 30 days. With "since", what was published or changed after that time, as far as the ${MAX_LATEST} newest of the feed say it.`,
  input: z.strictObject({
    topic: z.string().max(200).optional().describe('The slug of a topic'),
    language: z.string().max(50).optional().describe('A BCP 47 tag, or its first part'),
    since: z.iso.datetime({ offset: true }).optional().describe('A time, like 2026-11-26T08:00:00Z'),
    limit: z.int().min(1).max(MAX_LATEST).default(10),
  }),
  output: z.object({
    updated: moment.describe('When the feed last changed'),
    stories: z.array(summary),
    withdrawn: z.array(z.object({ url: z.string(), at: moment, notice: z.string() })),
  }),
  answer: async (asking, { topic, language, since, limit }) => {
    const { site } = asking;
    const edition = await newestOf(asking, topic);
    const after = since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(since);
    const tag = language?.toLowerCase();
    const entries = newestFirst(edition.entries)
      .filter(({ inLanguage }) => tag === undefined || `${inLanguage.toLowerCase()}-`.startsWith(`${tag}-`))
      .filter((entry) => lastChange(entry).getTime() > after)
      .slice(0, limit);
    const notices = feedItems({ entries: [], withdrawn: edition.withdrawn }, site)
      .filter(isWithdrawalNotice)
      .filter(({ withdrawnAt }) => Date.parse(withdrawnAt) > after);
    return {
      data: {
        updated: edition.updated,
        stories: entries.map((entry) => summaryOf(entry, site)),
        withdrawn: notices.map(({ url, withdrawnAt, summary: notice }) => ({ url, at: withdrawnAt, notice })),
      },
      links: entries.map((entry) => linkTo(entry, site)),
    };
  },
});

const noHistory = (site: Site) => new RefusedCall(`${site.title} has no history of this story.`);

/** About how many characters of changed words one answer has. */
const MAX_CHANGED_CHARACTERS = 40_000;
const MAX_VERSIONS = 20;

const getVersions = tool({
  name: 'get_versions',
  title: 'Versions of a story',
  description: `Lists the versions of a story that readers have had, the newest first: when, why, the chain of hashes with signatures, and the words that changed. At most ${MAX_VERSIONS}; "before" asks for those before a version.`,
  input: z.strictObject({
    story: storyName,
    before: z.int().min(2).optional().describe('The number of a version'),
  }),
  output: z.object({
    url: z.string(),
    withdrawn: withdrawal,
    isMore: z.boolean().describe('Whether there are versions before these'),
    versions: z.array(
      z.looseObject({
        ...version.unwrap().shape,
        changes: z
          .array(
            z.object({
              part: z.string().describe('In the language of the story'),
              words: z
                .array(z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() }))
                .nullable()
                .describe('Null if there was no room for more'),
            }),
          )
          .nullable()
          .describe('What changed since the version before; null if a text was left out'),
      }),
    ),
  }),
  answer: async (asking, { story, before }) => {
    const { site } = asking;
    const found = await readStory(asking, story);
    const url = storyUrl(site, found.slug);
    if ('withdrawn' in found)
      return { data: { url, withdrawn: withdrawalAsData(found), isMore: false, versions: [] }, links: [] };
    const { article, history } = found;
    if (!history) throw noHistory(site);
    const words = wordsOf(article.inLanguage, site.language, site.timeZone);
    const asked = history.revisions.filter(
      ({ statement }) => before === undefined || statement.revision < before,
    );
    // One more, with which the oldest is compared.
    const compared = compareAll(asked.slice(-MAX_VERSIONS - 1), words, MAX_CHANGED_CHARACTERS);
    return {
      data: {
        url,
        withdrawn: null,
        isMore: asked.length > MAX_VERSIONS || history.omitted > 0,
        versions: compared.slice(0, MAX_VERSIONS).map((each) => ({
          ...versionAsData(each, article, site),
          changes: each.changes?.map(({ name, runs }) => ({ part: name, words: runs })) ?? null,
        })),
      },
      links: [linkTo(article, site)],
    };
  },
});

/** About how many characters of earlier versions a quote is looked for in. */
const MAX_SEARCHED_CHARACTERS = 500_000;

/** A version in which a quote was found, and the one after it, in which it is no longer. */
interface LastSeen {
  revision: PublicRevision;
  next: PublicRevision;
  found: FoundQuote;
}

/** Finds the newest version before the current one that has a quote, and tells whether every version was looked at. */
function lastSeenIn(
  { revisions, omitted }: StoryHistory,
  quote: string,
): { seen: LastSeen | undefined; isComplete: boolean } {
  let isComplete = omitted === 0;
  let room = MAX_SEARCHED_CHARACTERS;
  for (let index = revisions.length - 2; index >= 0; index--) {
    const [revision, next] = [revisions[index], revisions[index + 1]] as [PublicRevision, PublicRevision];
    if (!revision.record || room <= 0) {
      isComplete = false;
      continue;
    }
    room -= revision.record.articleBody?.length ?? 0;
    const [found] = findQuote(revision.record, quote);
    if (found) return { seen: { revision, next, found }, isComplete };
  }
  return { seen: undefined, isComplete };
}

const MAX_QUOTE = 2000;

const place = z.object({
  part: z
    .string()
    .describe(
      'Where in the story: headline, summary (the TL;DR), analysis, correction, caption, quote of a source',
    ),
  passage: z.string().nullable().describe('The sentences around the quote, as they are'),
  source: z.string().nullable().describe('The source whose words they are; null if they are the newsroom’s'),
  isExact: z.boolean().describe('Whether the story has the quote character for character'),
});
const placeOf = ({ part, passage, isExact }: FoundQuote) => ({
  part: part.part,
  passage: passage?.text ?? null,
  source: part.source ?? null,
  isExact,
});

const STATUSES = ['found', 'changed', 'removed', 'absent', 'withdrawn'] as const;
type Status = (typeof STATUSES)[number];

const verifyQuote = tool({
  name: 'verify_quote',
  title: 'Check a quote',
  description:
    'Tells whether a story says something word for word, whose words they are, and if it no longer does, when that changed and to what. Spaces, punctuation and case do not count. Ask before you repeat a quote, and again when you repeat it later.',
  input: z.strictObject({
    quote: z
      .string()
      .min(1)
      .max(MAX_QUOTE)
      .regex(/[\p{L}\p{N}]/u)
      .describe('The words, as they were read'),
    story: storyName,
    revision: z.int().min(1).optional().describe('A version of the story, in which to look as well'),
  }),
  output: z.object({
    url: z.string(),
    status: z
      .enum(STATUSES)
      .describe(
        'found: the story says so now. changed, removed: it said so before. absent: no version that can be read says so. withdrawn: the newsroom took the story back',
      ),
    explanation: z.string(),
    places: z.array(place).describe('Where the current version has the quote'),
    before: z
      .object({
        ...place.shape,
        revision: z.int(),
        since: moment,
        until: moment.describe('Since when it no longer says so'),
        now: z.string().nullable().describe('What the passage is now; null if it is gone'),
      })
      .nullable()
      .describe('The last version that had the quote, if the current one has not'),
    asked: z
      .object({ revision: z.int(), has: z.boolean(), isCurrent: z.boolean() })
      .nullable()
      .describe('Whether the version that was asked for has the quote'),
    isHistoryComplete: z.boolean().describe('Whether every earlier version was looked at'),
    corrections: z.array(correction),
    version,
    withdrawn: withdrawal,
  }),
  answer: async (asking, { quote: asked, story, revision }) => {
    const { site } = asking;
    const found = await readStory(asking, story);
    const url = storyUrl(site, found.slug);
    const nothing = { places: [], before: null, asked: null, corrections: [], version: null };
    if ('withdrawn' in found) {
      const withdrawn = withdrawalAsData(found);
      const explanation = `The newsroom withdrew this story on ${withdrawn.at}: ${withdrawn.reason}`;
      const data = {
        url,
        status: 'withdrawn' as const,
        explanation,
        ...nothing,
        isHistoryComplete: false,
        withdrawn,
      };
      return { data, links: [] };
    }
    const { article, history } = found;
    const quote = plainQuote(asked);
    const places = findQuote(article, quote);
    const current = history?.revisions.at(-1);
    const ofVersion = revision === undefined ? undefined : hasQuote(history, revision, quote, site);
    const { seen, isComplete } =
      places.length > 0 || !history
        ? { seen: undefined, isComplete: places.length > 0 }
        : lastSeenIn(history, quote);
    const now = seen && whatBecameOf(seen.found, article);
    const status: Status = places.length > 0 ? 'found' : seen ? (now ? 'changed' : 'removed') : 'absent';
    return {
      data: {
        url,
        status,
        explanation: explain(status, seen, isComplete),
        places: places.map(placeOf),
        before: seen
          ? {
              ...placeOf(seen.found),
              revision: seen.revision.statement.revision,
              since: seen.revision.statement.at,
              until: seen.next.statement.at,
              now: now || null,
            }
          : null,
        asked:
          ofVersion === undefined || revision === undefined
            ? null
            : { revision, has: ofVersion, isCurrent: revision === current?.statement.revision },
        isHistoryComplete: isComplete,
        corrections: article.correction,
        version: current ? versionAsData(current, article, site) : null,
        withdrawn: null,
      },
      links: [linkTo(article, site)],
    };
  },
});

/** Whether a version has a quote. Throws `RefusedCall` if that version cannot be read. */
function hasQuote(history: StoryHistory | undefined, revision: number, quote: string, site: Site): boolean {
  if (!history) throw noHistory(site);
  const record = history.revisions.find(({ statement }) => statement.revision === revision)?.record;
  if (!record)
    throw new RefusedCall(
      `Readers cannot read version ${revision} of this story. Ask get_versions which they can.`,
    );
  return findQuote(record, quote).length > 0;
}

function explain(status: Status, seen: LastSeen | undefined, isComplete: boolean): string {
  if (status === 'found') return 'The story says this now.';
  if (seen) {
    const { statement } = seen.next;
    const was = `The story said this until ${statement.at}, when version ${statement.revision} came.`;
    return status === 'changed' ? `${was} It now says what "now" quotes.` : `${was} The passage is gone.`;
  }
  return isComplete
    ? 'No version of the story has these words.'
    : 'The current version does not have these words, and not every earlier one could be looked at.';
}

/** How many stories are read to tell what was said of a source. */
const MAX_CITING = 10;

const getSource = tool({
  name: 'get_source',
  title: 'What was said of a source',
  description: `Tells which stories cite a page, or any page of a publisher: the words they quote, the claims that rest on them, and whether a later look found the page gone, moved or changed. Looks at the newest stories that cite the publisher, and answers with at most ${MAX_CITING}.`,
  input: z.strictObject({
    source: z
      .string()
      .min(1)
      .max(2000)
      .describe('The URL of a page, or the domain of a publisher, like w3.org'),
    story: storyName.optional().describe('To look in this story only'),
  }),
  output: z.object({
    publisher: z.string().describe('The domain'),
    url: z.string().describe('The page with all stories that cite the publisher'),
    isMore: z.boolean().describe('Whether older stories cite the publisher, which were not looked at'),
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
  answer: async (asking, { source, story }) => {
    const { site } = asking;
    const url = /^https?:/i.test(source) && URL.canParse(source) ? canonicalUrl(source) : undefined;
    const publisher = url === undefined ? source.toLowerCase() : publisherDomain({ url, publisher: null });
    if (!isPublisherDomain(publisher))
      throw new RefusedCall(
        'Name a source by its http or https URL, or a publisher by its domain, like w3.org.',
      );
    const isAsked = (each: ListedSource) =>
      url === undefined ? publisherDomain(each) === publisher : each.url === url;
    const { stories, isMore } = story
      ? { stories: [await readStory(asking, story)], isMore: false }
      : await storiesCiting(asking, `source:${publisher}`, isAsked);
    const citing = stories.filter((each) => 'article' in each);
    return {
      data: {
        publisher,
        url: scopeUrl(site, `source:${publisher}`),
        isMore,
        citations: citing.flatMap((each) => citationsIn(each, isAsked, site)),
      },
      links: citing.map(({ article }) => linkTo(article, site)),
    };
  },
});

/** Reads the newest stories that cite a source, as far as the feed of its publisher has them. */
async function storiesCiting(
  asking: Asking,
  scope: Scope,
  isAsked: (source: ListedSource) => boolean,
): Promise<{ stories: FoundStory[]; isMore: boolean }> {
  const edition = await readScope(asking, scope);
  if (!edition) return { stories: [], isMore: false };
  const entries = newestFirst(edition.entries).filter(({ rendering }) => rendering.sources.some(isAsked));
  const read = await readStories(
    asking,
    entries.slice(0, MAX_CITING).map(({ slug }) => slug),
  );
  return {
    stories: read,
    isMore: entries.length > MAX_CITING || edition.count > edition.entries.length,
  };
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

export const TOOLS: readonly Tool[] = [searchStories, getStory, latest, getVersions, verifyQuote, getSource];
