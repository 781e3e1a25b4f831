import { readSettings } from '../settings/settings.ts';
import { isNamed, type Scope } from '../site/edition/scope.ts';
import type { EdgeContext } from './context.ts';

/** Whether data/site.json lists the author or language of an address. Somebody who has left that list, or has another slug there now, is not. */
export const isListed = (c: EdgeContext, scope: Scope | undefined): boolean =>
  scope !== undefined && isNamed(readSettings(c.env).site, scope);
