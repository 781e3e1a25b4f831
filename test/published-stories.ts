import { expect } from 'vitest';
import type { Desk } from '../src/newsroom/desk/desk.ts';
import { FORMATS, type Format } from '../src/site/edition/scope.ts';
import type { Story } from '../src/site/story/story.ts';
import { ann } from './actors.ts';
import { desk, read } from './newsroom.ts';
import { deskObject, runInside } from './objects.ts';
import { aStory, publish as toArticle } from './samples.ts';
import { walk } from './walk.ts';

// Publishes stories by calls to the Desk, without the API, and finds them again in feeds.

export const formats = Object.keys(FORMATS) as Format[];
export const idOf = (slug: string) => `tag:edgewire.example,2026:stories/${slug}`;

let clock = 0;

/**
 * Returns the time for the next change, in milliseconds: later than any before it, and a minute ago, so that the times of many changes
 * stay in the past.
 */
export function now(): number {
  clock = Math.max(clock + 1, Date.now() - 60_000);
  return clock;
}

/** Saves stories in a Desk, in their order. */
export async function saveStories(instance: Desk, stories: readonly Story[]): Promise<void> {
  for (const each of stories) {
    const options = { expected: 'any' as const, actor: ann, now: now() };
    expect((await instance.save(each, toArticle(each).rendering, options)).ok).toBe(true);
  }
}

/** Publishes stories within one call to the Desk, because a call for each would take most of the time. */
export const publish = (...stories: Story[]): Promise<void> =>
  runInside(deskObject(), (instance: Desk) => saveStories(instance, stories));

/** Publishes a story with this slug, and the headline `About <slug>`. */
export const publishStory = (slug: string, fields: Record<string, unknown> = {}): Promise<void> =>
  publish(aStory({ slug, headline: `About ${slug}`, ...fields }));

export const withdraw = (slug: string, at = now()) =>
  desk().withdraw(slug, { expected: 'any', actor: ann, now: at, reason: 'The source took it back.' });

/** Returns story `n`, with the slug `s-<n>`. */
export const story = (n: number, fields: Record<string, unknown> = {}): Story =>
  aStory({ slug: `s-${n}`, headline: `Story ${n}`, keywords: ['web-feeds'], ...fields });

/** Returns the stories from number `first` to number `last`. */
export const storiesFrom = (first: number, last: number): Story[] =>
  Array.from({ length: last - first + 1 }, (_, index) => story(first + index));

export const publishMany = (first: number, last: number): Promise<void> =>
  publish(...storiesFrom(first, last));

/** Returns the ids of the stories up to a number, newest first. */
export const newestFirst = (last: number, except: number[] = []): string[] =>
  Array.from({ length: last }, (_, index) => last - index)
    .filter((n) => !except.includes(n))
    .map((n) => idOf(`s-${n}`));

/** Walks from a scope's feed to the first page of its archive. Returns the ids of all stories. */
export const walkFeed = (format: Format, scope = '', between?: () => Promise<void>): Promise<string[]> =>
  walk(
    format,
    `https://news.example${scope}/${FORMATS[format].file}`,
    (url) => read(url.replace('https://news.example', '')),
    between,
  );
