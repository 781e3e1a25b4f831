import type { Format } from '../../edition/scope.ts';
import { loggerOf } from '../../lib/log.ts';
import { readSettings } from '../../settings.ts';
import type { EdgeContext, ScopeOf } from '../scopes.ts';
import { answer } from './answer.ts';
import { archivedFeedDocument, archivedListingDocument, archivedPreviewDocument } from './archive.ts';
import { numberOf } from './numbers.ts';

/** A page of a scope's archive, as a page or as a feed document. */
export const archive = (scopeOf: ScopeOf, format?: Format) => (c: EdgeContext) => {
  const scope = scopeOf(c);
  const page = numberOf(c.req.param('page'));
  if (!scope || page === undefined) return answer(c, undefined);
  const { site } = readSettings(c.env);
  const log = loggerOf(c.req.raw);
  if (format === undefined) return answer(c, archivedListingDocument(scope, page, site, log));
  const isToBeShown = c.req.header('Sec-Fetch-Dest') === 'document';
  const documentOf = isToBeShown ? archivedPreviewDocument : archivedFeedDocument;
  return answer(c, documentOf(scope, page, format, site, log));
};
