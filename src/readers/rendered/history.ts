import { gunzip } from '../../lib/gzip.ts';
import { KEYS_KEY, storyKey, Unavailable } from '../../platform/kv.ts';
import { historyUrl } from '../../settings/site.ts';
import { cachingHeaders, PAGE_CACHE_CONTROL } from '../../site/document/caching.ts';
import { compressedBytes, openContainer } from '../../site/document/container.ts';
import { dataHeaders } from '../../site/document/headers.ts';
import { renderHistory } from '../../site/document/history.ts';
import type { StoryHistory } from '../../site/story/history/history.ts';
import { isStorySlug } from '../../site/story/slug.ts';
import type { EdgeContext } from '../context.ts';
import { handleNotFound, noHistoryResponse } from '../errors.ts';
import type { CachedValue } from '../kv-cache.ts';
import { getValue, respondFinishedFrom } from '../respond.ts';
import { siteOf } from '../site.ts';
import type { LazyDocument } from './lazy-document.ts';
import { respondRendered } from './respond.ts';
import { storyVariant } from './story.ts';

/** Returns the handler of a story's history, which the Desk has finished beside the story's page. */
export const historyHandler = (name: 'history' | 'history.json') => async (c: EdgeContext) => {
  const slug = c.req.param('slug') ?? '';
  if (!isStorySlug(slug)) return handleNotFound(c);
  const key = storyKey(slug);
  const read = await getValue(c, key);
  const site = await siteOf(c, read);
  if (!site.publicHistory) return handleNotFound(c);
  return respondFinishedFrom(c, key, read, name, async (value) => {
    // Somebody put the record into KV, and the Desk has not taken it over yet.
    if (value.bytes && !value.metadata) return noHistoryResponse(site);
    return respondRendered(c, historyDocument(slug, name, value), { value });
  });
};

/** The document where KV has none that is finished: a redirect, a withdrawal notice, or the page of a story that never changed. */
const historyDocument = (slug: string, name: 'history' | 'history.json', value: CachedValue): LazyDocument =>
  storyVariant(slug, {
    variant: name,
    urlOf: (site, current) => historyUrl(site, current, name === 'history' ? '' : '.json'),
    render: async (_article, site) => {
      const history = await historyIn(value);
      // An earlier version of the program wrote the value, or it is damaged.
      if (!history || name !== 'history') throw new Unavailable(`${storyKey(slug)} has no ${name} (yet)`);
      return renderHistory(history, site);
    },
    headers: cachingHeaders(name, storyKey(slug)),
  });

/** Returns the history in a story's value; undefined if it has none. */
export async function historyIn({ bytes, documents }: CachedValue): Promise<StoryHistory | undefined> {
  if (!bytes || !documents) return undefined;
  const container = openContainer(bytes);
  const part = container.table.documents['history.json'];
  return part && JSON.parse(new TextDecoder().decode(await gunzip(compressedBytes(container, part))));
}

/** The public keys that have signed revisions: a JWK Set, which is empty until the first is used. */
const keysDocument: LazyDocument = {
  name: KEYS_KEY,
  key: KEYS_KEY,
  render: async ({ record, printed }) => ({
    text: record?.json ?? '{"keys":[]}',
    headers: {
      ...dataHeaders('application/jwk-set+json', 60, [KEYS_KEY]),
      'Cache-Control': PAGE_CACHE_CONTROL,
    },
    lastModified: printed,
  }),
};

/** Handles the list of public keys. */
export const handleKeys = (c: EdgeContext) => respondRendered(c, keysDocument);
