import * as z from 'zod';
import { answerSearch } from '../search/answer.ts';
import { storyUrl } from '../settings/site.ts';
import type { FeedEntry } from '../site/edition/edition.ts';
import { parseScope } from '../site/edition/scope.ts';
import {
  isEmptySearch,
  MAX_RESULT_PAGES,
  parseSearch,
  RESULTS_PER_PAGE,
  searchPath,
} from '../site/edition/search.ts';
import { feedItems, isWithdrawalNotice } from '../site/edition/withdrawal.ts';
import { MAX_QUERY_LENGTH } from '../site/query/terms.ts';
import { lastChange, startOfMinute } from '../site/story/story.ts';
import { RefusedCall, readStory } from './read.ts';
import { summaryOf, wholeStory } from './story-data.ts';
import {
  cursorFor,
  labels,
  linkTo,
  moment,
  nextCursor,
  storyName,
  summary,
  tool,
  version,
  withdrawal,
  withdrawalAsData,
} from './tool.ts';
import { walkScope } from './walk.ts';

export const searchStories = tool({
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

export const getStory = tool({
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

const MAX_LATEST = 30;

/** Whether a story states that it was published or changed after a time, in milliseconds. Editors state times to the minute. */
const isDatedAfter = (entry: FeedEntry, time: number): boolean =>
  lastChange(entry).getTime() >= startOfMinute(time);

/** Whether a story may state an earlier time than that of its last change: notices are dated before they are reviewed, a return is not dated. */
const mayBeDatedEarlier = ({ correction, dateModified, restored }: FeedEntry): boolean =>
  correction.length > 0 || dateModified !== null || restored !== undefined;

export const latest = tool({
  name: 'latest',
  title: 'Newest stories',
  description:
    'Lists stories, the newest first, of all or of a topic, and what was withdrawn in the last 30 days. With "since", what was published, corrected or restored after that time, however old it is. "cursor" goes on to older ones.',
  input: z.strictObject({
    topic: z.string().max(200).optional().describe('The slug of a topic'),
    language: z.string().max(50).optional().describe('A BCP 47 tag, or its first part'),
    since: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('A time, like 2026-11-26T08:00:00Z: best "updated" of an earlier answer'),
    limit: z.int().min(1).max(MAX_LATEST).default(10),
    cursor: cursorFor('topic, language and since'),
  }),
  output: z.object({
    updated: moment.describe('When the feed last changed'),
    stories: z.array(summary),
    next: nextCursor,
    withdrawn: z
      .array(z.object({ url: z.string(), at: moment, notice: z.string() }))
      .describe('Only in the answer without a cursor'),
  }),
  answer: async (asking, { topic, language, since, limit, cursor }) => {
    const { site } = asking;
    const after = since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(since);
    const tag = language?.toLowerCase();
    const fits = (entry: FeedEntry, changed: number) =>
      (tag === undefined || `${entry.inLanguage.toLowerCase()}-`.startsWith(`${tag}-`)) &&
      (since === undefined || isDatedAfter(entry, after) || (changed > after && mayBeDatedEarlier(entry)));
    const scope = topic === undefined ? 'all' : parseScope(`topic:${topic.toLowerCase()}`);
    const wanted = {
      limit,
      cursor,
      ...(since && { since: after }),
      ...((since ?? tag) !== undefined && { fits }),
    };
    const walked = scope && (await walkScope(asking, scope, wanted));
    if (!walked) {
      const topics = site.topics.map(({ slug }) => slug).join(', ');
      throw new RefusedCall(`There are no stories on "${topic?.slice(0, 100)}". The topics are: ${topics}.`);
    }
    const { edition, entries, next } = walked;
    const withdrawn = cursor === undefined ? edition.withdrawn : [];
    const notices = feedItems({ entries: [], withdrawn }, site)
      .filter(isWithdrawalNotice)
      .filter(({ withdrawnAt }) => Date.parse(withdrawnAt) > after);
    return {
      data: {
        updated: edition.updated,
        stories: entries.map((entry) => summaryOf(entry, site)),
        next,
        withdrawn: notices.map(({ url, withdrawnAt, summary: notice }) => ({ url, at: withdrawnAt, notice })),
      },
      links: entries.map((entry) => linkTo(entry, site)),
    };
  },
});
