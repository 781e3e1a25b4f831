import { readSettings } from '../settings/settings.ts';
import { isNamed } from '../site/edition/scope.ts';
import { authorInPath, type EdgeContext } from './context.ts';

/** Whether the author in the address is in data/site.json. Somebody who has left that list, or has another slug there now, is not. */
export function isListedAuthor(c: EdgeContext): boolean {
  const scope = authorInPath(c);
  return scope !== undefined && isNamed(readSettings(c.env).site, scope);
}
