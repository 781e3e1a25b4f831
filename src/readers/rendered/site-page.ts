import { pageKey } from '../../platform/kv.ts';
import { cachingHeaders } from '../../site/document/caching.ts';
import { renderPageDocument } from '../../site/document/page.ts';
import { parsePage } from '../../site/document/stored-record.ts';
import type { EdgeContext } from '../context.ts';
import { handleMethodNotAllowed, handleOptions } from '../errors.ts';
import { handleUnknownPath } from '../redirect.ts';
import { getValue, respondFinishedFrom } from '../respond.ts';
import type { LazyDocument } from './lazy-document.ts';
import { respondRendered } from './respond.ts';

/** A page of the newsroom's own, where KV has no finished document. */
const sitePageDocument = (slug: string): LazyDocument => ({
  name: pageKey(slug),
  key: pageKey(slug),
  render: async ({ record, printed, site }) => {
    if (record === null) return undefined;
    const page = parsePage(slug, record);
    const { text, headers } = await renderPageDocument(page, site);
    return {
      text,
      headers: { ...headers, ...cachingHeaders('page', pageKey(slug)) },
      lastModified: printed ?? new Date(page.changed),
    };
  },
});

/** Handles the address of a page of the newsroom's own, such as /about. If there is none, it may be an old address. */
export async function handleSitePage(c: EdgeContext, slug: string): Promise<Response> {
  const key = pageKey(slug);
  const value = await getValue(c, key);
  if (!value.bytes) return handleUnknownPath(c);
  if (c.req.method === 'OPTIONS') return handleOptions();
  if (!['GET', 'HEAD'].includes(c.req.method)) return handleMethodNotAllowed(c);
  return respondFinishedFrom(c, key, value, 'page', (broken) =>
    respondRendered(c, sitePageDocument(slug), { value: broken }),
  );
}
