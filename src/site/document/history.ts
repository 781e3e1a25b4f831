import { toPrintableJson } from '../../lib/characters.ts';
import { type Site, storyUrl } from '../../settings/site.ts';
import { EXTENSIONS_PATH, KEYS_PATH } from '../edition/paths.ts';
import { renderHistoryPage } from '../page/history/page.tsx';
import type { Article } from '../story/article.ts';
import {
  publicRevision,
  type SealedRevisions,
  type StoryHistory,
  type UsedKey,
} from '../story/history/history.ts';
import { thumbprint } from '../story/history/statement.ts';
import { link, pageHeaders } from './headers.ts';
import type { RenderedDocument } from './rendered-document.ts';

// The history of a story, as a page and as JSON, and the public keys that have signed it.

export async function makeHistory(
  { identifier, slug, headline, inLanguage }: Article,
  { omitted, revisions }: SealedRevisions,
  site: Site,
): Promise<StoryHistory> {
  return {
    about: `${site.url}${EXTENSIONS_PATH}#history`,
    story: identifier,
    url: storyUrl(site, slug),
    headline,
    inLanguage,
    keys: site.url + KEYS_PATH,
    omitted,
    revisions: await Promise.all(revisions.map((each) => publicRevision(each, site.historyNames))),
  };
}

/** Renders a story's history as JSON. */
export const renderHistoryJson = async (history: StoryHistory): Promise<RenderedDocument> => ({
  text: toPrintableJson(JSON.stringify(history)),
  headers: {
    'Content-Type': 'application/json',
    'X-Content-Type-Options': 'nosniff',
    Link: link(history.url, 'describes', 'text/html'),
  },
});

/** Renders the page with a story's history. */
export const renderHistory = async (history: StoryHistory, site: Site): Promise<RenderedDocument> => ({
  text: renderHistoryPage(history, site),
  headers: {
    ...(await pageHeaders(site)),
    Link: link(`${history.url}/history.json`, 'alternate', 'application/json'),
  },
});

const iso = (time: number) => new Date(time).toISOString();

/**
 * Returns public keys as a JWK Set (RFC 7517, RFC 8037), from a list that begins with the newest. Says when each was first used,
 * and when it was last used if another has replaced it.
 */
export async function renderKeys(used: readonly UsedKey[]): Promise<string> {
  const keys = used.map(async ({ key, first, last }, index) => ({
    kty: 'OKP',
    crv: 'Ed25519',
    x: key,
    kid: await thumbprint(key),
    use: 'sig',
    firstUsed: iso(first),
    ...(index > 0 ? { lastUsed: iso(last) } : {}),
  }));
  return JSON.stringify({ keys: await Promise.all(keys) });
}
