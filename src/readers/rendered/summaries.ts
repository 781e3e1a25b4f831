import { type Format, summariesScope } from '../../site/edition/scope.ts';
import type { EdgeHandler, ScopeFinder } from '../context.ts';
import { handleNotFound } from '../errors.ts';
import { isListed } from '../listed-scope.ts';
import { asksForPreview } from '../respond.ts';
import { feedDocument, previewDocument } from './edition.ts';
import { respondRendered } from './respond.ts';

/**
 * Returns the handler of a summary feed, which is rendered from the edition when it is read: publishing writes nothing for it, and caches
 * keep it as they keep other feeds. A browser that navigates to it gets a preview.
 */
export const summariesHandler =
  (findScope: ScopeFinder, format: Format): EdgeHandler =>
  async (c) => {
    const scope = findScope(c);
    const summaries = scope && summariesScope(scope);
    if (!summaries || !(await isListed(c, summaries))) return handleNotFound(c);
    const documentOf = asksForPreview(c.req.raw) ? previewDocument : feedDocument;
    return respondRendered(c, documentOf(summaries, format));
  };
