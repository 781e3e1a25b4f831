import { endOfDay, startOfDay } from '../language/wall-time.ts';
import { loggerOf } from '../lib/log.ts';
import { Shelf } from '../lib/shelf.ts';
import { withTimeout } from '../lib/timeout.ts';
import { storyKey } from '../platform/kv.ts';
import { isWithinRate } from '../platform/rate-limit.ts';
import type { EdgeContext } from '../readers/context.ts';
import { readRecords } from '../readers/rendered/lazy-document.ts';
import type { Site } from '../settings/site.ts';
import { BrokenValue, parseStoredStory } from '../site/document/stored-record.ts';
import { type FeedEntry, toEntry } from '../site/edition/edition.ts';
import type { SearchRequest } from '../site/edition/search.ts';
import { termsOf } from '../site/query/terms.ts';
import type { Found, Hit } from './index-query.ts';
import { searchOf } from './search-stub.ts';

/** How long the index may take to answer, in milliseconds. */
const ANSWER_TIMEOUT = 5000;
/** The most bytes of answers that an isolate keeps, and for how many milliseconds. */
const SHELF_BYTES = 4_000_000;
const SHELF_TIME = 60_000;

/** A story that was found, with the hit that led to it. */
export interface FoundEntry extends Hit {
  entry: FeedEntry;
}

/** What was found, with the stories of one page. */
export interface Answer extends Omit<Found, 'hits'> {
  stories: FoundEntry[];
  /** Whether KV has no current copy of some story (yet). */
  isProvisional: boolean;
}

/** The network has sent too many searches. */
export class TooManySearches extends Error {}
/** The index, or KV, did not answer. */
export class SearchUnavailable extends Error {}

interface KeptAnswer {
  answer: Answer;
  until: number;
  size: number;
}
const shelf = new Shelf<KeptAnswer>(SHELF_BYTES);

/** Which of the stories to return, and whether what is near will do if nothing is found. */
interface Part {
  offset: number;
  limit: number;
  isForgiving: boolean;
}

/**
 * Returns the stories that a search finds, `limit` of them after `offset`. Throws `TooManySearches` or `SearchUnavailable`. What the isolate
 * has kept from the last minute counts as no search, nor does one that whoever asks has counted.
 */
export async function answerSearch(
  c: EdgeContext,
  site: Site,
  search: SearchRequest,
  part: Part,
  isCounted = false,
): Promise<Answer> {
  const now = Date.now();
  const { page, ...rest } = { ...search, query: termsOf(search.query) };
  const name = JSON.stringify([rest, part]);
  const kept = shelf.get(name);
  if (kept && now < kept.until && Number(c.env.REUSE_SECONDS) > 0) return kept.answer;
  if (!isCounted && !(await isWithinRate(c.env.SEARCH_RATE, c.req.raw))) throw new TooManySearches();
  try {
    const answer = await findStories(c, site, search, part);
    const size = JSON.stringify(answer).length * 2;
    if (!answer.isProvisional) shelf.put(name, { answer, until: now + SHELF_TIME, size });
    return answer;
  } catch (error) {
    loggerOf(c.req.raw)({ event: 'search-failed', error: String(error) });
    throw new SearchUnavailable('The search does not answer', { cause: error });
  }
}

async function findStories(c: EdgeContext, site: Site, search: SearchRequest, part: Part): Promise<Answer> {
  const { query, topic, source, author, language, from, to, order } = search;
  const asked = searchOf(c.env).find({
    terms: termsOf(query),
    scopes: [...(topic ? [`topic:${topic}`] : []), ...(source ? [`source:${source}`] : [])],
    author,
    language,
    from: from ? startOfDay(from, site.timeZone) : null,
    before: to ? endOfDay(to, site.timeZone) : null,
    order,
    topics: site.topics.flatMap(({ slug, title, names }) =>
      [title, ...Object.values(names ?? {})].map((name) => ({ scope: `topic:${slug}`, title: name })),
    ),
    ...part,
  });
  const { hits, ...found } = await withTimeout(ANSWER_TIMEOUT, asked);
  const records = await readRecords(
    c.env.STORIES,
    hits.map(({ slug }) => storyKey(slug)),
  );
  let isProvisional = false;
  const stories: FoundEntry[] = [];
  for (const [index, hit] of hits.entries()) {
    const { record = null, updated } = records[index] ?? {};
    try {
      const story = record === null ? undefined : await parseStoredStory(hit.slug, record, site);
      // A story that was withdrawn or renamed a moment ago is left out until the index knows.
      if (story && 'rendering' in story) {
        const { related, later, observations, ...article } = story;
        stories.push({ ...hit, entry: toEntry(article) });
      } else isProvisional = true;
      if (updated && updated.getTime() < hit.changed) isProvisional = true;
    } catch (error) {
      if (!(error instanceof BrokenValue)) throw error;
      loggerOf(c.req.raw)({ event: 'kv-value-broken', key: storyKey(hit.slug), error: error.message });
    }
  }
  return { ...found, stories, isProvisional };
}
