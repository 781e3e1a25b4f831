import { archiveKey, editionKey } from '../platform/kv.ts';
import { readSettings } from '../settings/settings.ts';
import { isNamed, type Scope, summarizedScope } from '../site/edition/scope.ts';
import type { EdgeContext } from './context.ts';
import { getValue } from './respond.ts';
import { siteOf } from './site.ts';

/**
 * Whether the settings list the author or language of an address. Somebody who has left that list, or has another slug there now, is not.
 * What the address will be answered from says whether settings are saved, so nothing else is read for that.
 */
export async function isListed(c: EdgeContext, scope: Scope | undefined): Promise<boolean> {
  if (scope === undefined) return false;
  const page = c.req.param('page');
  const stories = summarizedScope(scope) ?? scope;
  const value = isNamed(readSettings(c.env).site, scope)
    ? await getValue(c, page === undefined ? editionKey(stories) : archiveKey(stories, Number(page)))
    : undefined;
  return isNamed(await siteOf(c, value), scope);
}
