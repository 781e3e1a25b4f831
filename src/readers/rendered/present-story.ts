import { storyKey } from '../../platform/kv.ts';
import type { Site } from '../../settings/site.ts';
import { parseStoredStory, readRecord } from '../../site/document/stored-record.ts';
import type { EdgeContext } from '../context.ts';
import { getValue } from '../respond.ts';

/** How many redirects are followed: from a former slug, and from a story that was merged into another. */
const MAX_REDIRECTS = 3;

/** Reads the story at a slug, or at the one to which that leads; undefined if there is none. */
export async function readPresentStory(c: EdgeContext, named: string, site: Site) {
  let slug = named;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const key = storyKey(slug);
    const value = await getValue(c, key);
    const record = await readRecord(key, value.bytes, value.metadata);
    const stored = record && (await parseStoredStory(slug, record, site));
    if (!stored) return undefined;
    if (!('movedTo' in stored)) return { slug, stored, value };
    slug = stored.movedTo;
  }
  return undefined;
}
