import { loggerOf } from '../lib/log.ts';
import { editionKey, storyKey } from '../platform/kv.ts';
import type { EdgeContext } from '../readers/context.ts';
import { readEdition } from '../readers/rendered/edition.ts';
import { historyIn } from '../readers/rendered/history.ts';
import { readRecords } from '../readers/rendered/lazy-document.ts';
import { readPresentStory } from '../readers/rendered/present-story.ts';
import { getValue, readOptions } from '../readers/respond.ts';
import type { Site } from '../settings/site.ts';
import { BrokenValue, parseStoredStory, readRecord } from '../site/document/stored-record.ts';
import type { Edition } from '../site/edition/edition.ts';
import type { Scope } from '../site/edition/scope.ts';
import type { ArticleWithRelated } from '../site/story/article.ts';
import type { StoryHistory } from '../site/story/history/history.ts';
import { isStorySlug } from '../site/story/slug.ts';
import type { Tombstone } from '../site/story/tombstone.ts';

// What agents ask for, from the values in KV that pages and feeds are made of.

/** Why a tool cannot answer, in a sentence for whoever asked. */
export class RefusedCall extends Error {}

/** A request of an agent, and the site as it is now. */
export interface Asking {
  c: EdgeContext;
  site: Site;
}

/** A story that readers can read, with its history if readers can read that; or what is left of one that was withdrawn. */
export type FoundStory = { slug: string } & (
  | { article: ArticleWithRelated; history: StoryHistory | undefined }
  | { withdrawn: Tombstone['withdrawn'] }
);

/** Returns the slug that a slug or an address of a story names, such as that of its page, its Markdown or its history. */
function slugIn(story: string, site: Site): string {
  const url = URL.parse(story);
  const path = url && (url.origin === site.url || url.host === new URL(site.url).host) ? url.pathname : '';
  const slug = url ? (/^\/stories\/([^/.]+)/.exec(path)?.[1] ?? '') : story;
  if (isStorySlug(slug)) return slug;
  throw new RefusedCall(
    `"${story.slice(0, 200)}" is no story of ${site.title}. Name a story by its address, like ${site.url}/stories/a-story, or by the last part of that.`,
  );
}

/** Reads the story that a slug or an address names. Throws `RefusedCall` if there is none. */
export async function readStory({ c, site }: Asking, story: string): Promise<FoundStory> {
  const named = slugIn(story, site);
  const present = await readPresentStory(c, named, site);
  if (present) {
    const { slug, stored, value } = present;
    if ('withdrawn' in stored) return { slug, withdrawn: stored.withdrawn };
    // A hand-written story with a future date is not published yet.
    if (Date.parse(stored.datePublished) <= Date.now())
      return { slug, article: stored, history: site.publicHistory ? await historyIn(value) : undefined };
  }
  throw new RefusedCall(
    `${site.title} has no story "${named}". Ask search_stories for it, or latest for the newest.`,
  );
}

/** Reads stories by their slugs, in one read, without their histories. Those that moved or were withdrawn a moment ago, or are broken, are left out. */
export async function readStories({ c, site }: Asking, slugs: readonly string[]): Promise<FoundStory[]> {
  const records = await readRecords(c.env.STORIES, slugs.map(storyKey));
  const stories = slugs.map(async (slug, index): Promise<FoundStory[]> => {
    const record = records[index]?.record ?? null;
    try {
      const stored = record && (await parseStoredStory(slug, record, site));
      return stored && 'rendering' in stored ? [{ slug, article: stored, history: undefined }] : [];
    } catch (error) {
      if (!(error instanceof BrokenValue)) throw error;
      loggerOf(c.req.raw)({ event: 'kv-value-broken', key: storyKey(slug), error: error.message });
      return [];
    }
  });
  return (await Promise.all(stories)).flat();
}

/** Reads the newest stories of a scope; undefined if there is no such scope. */
export async function readScope({ c, site }: Asking, scope: Scope): Promise<Edition | undefined> {
  const key = editionKey(scope);
  const value = await getValue(c, key);
  const { log } = readOptions(c, Date.now());
  const record = await readRecord(key, value.bytes, value.metadata);
  return readEdition(scope, { record, site, log });
}
