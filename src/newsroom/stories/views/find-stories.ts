import { loggerOf } from '../../../lib/log.ts';
import { withTimeout } from '../../../lib/timeout.ts';
import type { Env } from '../../../platform/env.ts';
import { MAX_FOUND } from '../../../search/index-query.ts';
import { searchOf } from '../../../search/search-stub.ts';
import { termsOf } from '../../../site/query/terms.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import type { NewsroomContext } from '../../frame/context.ts';
import type { ListedStory, StoryPage, StoryQuery } from '../desk/story-lists.ts';
import type { StorySearch } from './query.ts';

// The Desk examines story after story, in all states, for parts of words. The index knows at once which published stories have the
// words, in their sources too, however old they are. The list is the Desk's, and takes a story that either finds.

/** How many calls one page makes. Between two, the Desk saves what others have written. */
const MAX_CALLS = 4;
/** How long the index may take to answer, in milliseconds. */
const INDEX_TIMEOUT = 2000;

/** The stories of a page. */
export interface FoundStories extends StoryPage {
  /** If the page ends before all stories were examined: the newest that the index knows of beyond. */
  further: ListedStory[];
  /** Whether the index was asked in vain. */
  isIndexDown: boolean;
}

/** Returns the slugs of the newest published stories that have the words in their full text; undefined if the index does not answer. */
async function askIndex(c: NewsroomContext, query: StoryQuery): Promise<string[] | undefined> {
  const { status, words, topic, author, source } = query;
  const terms = termsOf(words);
  if (terms.length === 0 || (status !== null && status !== 'published')) return [];
  const ask = (author: string) =>
    searchOf(c.env).find({
      terms,
      scopes: [...(topic ? [`topic:${topic}`] : []), ...(source ? [`source:${source}`] : [])],
      author,
      language: '',
      from: null,
      before: null,
      order: 'date',
      topics: [],
      isForgiving: false,
      offset: 0,
      limit: MAX_FOUND,
    });
  try {
    // The index knows names by whole words, the Desk also by parts: so it is asked for all authors too, and the Desk decides.
    const asked = Promise.all(Array.from(new Set([author, '']), ask));
    const found = await withTimeout(INDEX_TIMEOUT, asked);
    return found.flatMap(({ hits }) => hits.map(({ slug }) => slug));
  } catch (error) {
    loggerOf(c.req.raw)({ event: 'search-failed', error: String(error) });
    return undefined;
  }
}

/** Searches until a page is full, or until it has looked far enough for one page. */
async function walk(
  env: Env,
  { query, from }: StorySearch,
  known: readonly string[],
  most: number,
): Promise<StoryPage> {
  const room = deskOf(env).storyLists;
  const stories: ListedStory[] = [];
  let next = from;
  for (let call = 1; ; call++) {
    const page = await room.search(query, { from: next, most: most - stories.length, known });
    stories.push(...page.stories);
    if (!page.older || page.older.isFull || call === MAX_CALLS) return { stories, older: page.older };
    next = page.older.from;
  }
}

/** Finds at most `most` stories. If the index fails, those that the Desk finds alone. */
export async function findStories(
  c: NewsroomContext,
  search: StorySearch,
  most: number,
): Promise<FoundStories> {
  if (search.fault) return { stories: [], older: null, further: [], isIndexDown: false };
  const asked = await askIndex(c, search.query);
  const known = asked ?? [];
  const page = await walk(c.env, search, known, most);
  const { older } = page;
  const further =
    older && !older.isFull && known.length > 0
      ? await deskOf(c.env).storyLists.knownAfter(search.query, { from: older.from, most, known })
      : [];
  return { ...page, further, isIndexDown: asked === undefined };
}
