import { loggerOf } from '../lib/log.ts';
import { printedAt, SITE_KEY } from '../platform/kv.ts';
import { readSettings, readSettingsWith } from '../settings/settings.ts';
import type { Site } from '../settings/site.ts';
import type { CachedValue } from './kv-cache.ts';
import { getValue, kvCache, type ReadContext } from './respond.ts';

function siteIn(c: ReadContext, { bytes }: CachedValue): Site {
  if (!bytes) return readSettings(c.env).site;
  try {
    return readSettingsWith(c.env, JSON.parse(new TextDecoder().decode(bytes))).site;
  } catch (error) {
    loggerOf(c.req.raw)({ event: 'kv-value-broken', key: SITE_KEY, error: String(error) });
    return readSettings(c.env).site;
  }
}

/** A site, and when what is saved of it was written to KV; undefined if nothing is. */
export interface DatedSite {
  site: Site;
  printed: Date | undefined;
}

/**
 * Returns the site with which a document is rendered: as data/site.json has it, with what the newsroom has saved. `value` is what the
 * document is rendered from; it says whether anything is saved. Without it, KV is asked. If it does not answer, the file stands in.
 */
export async function datedSiteOf(c: ReadContext, value?: CachedValue): Promise<DatedSite> {
  const ofFile = () => ({ site: readSettings(c.env).site, printed: undefined });
  if (value?.bytes && !value.metadata?.saved) return ofFile();
  try {
    const read = await getValue(c, SITE_KEY);
    kvCache.keepAbsent(SITE_KEY, read);
    return { site: siteIn(c, read), printed: read.metadata && printedAt(read.metadata) };
  } catch {
    // `getValue` has logged it.
    return ofFile();
  }
}

/** Returns the site with which a document is rendered, as `datedSiteOf` does. */
export const siteOf = async (c: ReadContext, value?: CachedValue): Promise<Site> =>
  (await datedSiteOf(c, value)).site;

/** Returns the site without asking KV: as this isolate knows it. */
export function knownSite(c: ReadContext): Site {
  const known = kvCache.getFresh(SITE_KEY, Date.now(), Number.POSITIVE_INFINITY);
  return known ? siteIn(c, known) : readSettings(c.env).site;
}
