import type { Format, Scope } from '../../edition/scope.ts';
import { loggerOf } from '../../lib/log.ts';
import { readSettings } from '../../settings.ts';
import type { Site } from '../../site.ts';
import type { EdgeContext } from '../scopes.ts';
import type { CachedValue } from '../values.ts';
import { answer } from './answer.ts';
import { feedDocument, listingDocument, previewDocument, storyDocument } from './documents.ts';
import type { Document, Reading } from './reading.ts';

// What stands in for a finished document where KV has none, and what a browser is shown at a feed's address.

const answerWith = (
  c: EdgeContext,
  make: (site: Site, log: Reading['log']) => Document,
  options: { held?: CachedValue } = {},
) => answer(c, make(readSettings(c.env).site, loggerOf(c.req.raw)), options);

/** The page of a scope. */
export const listing = (c: EdgeContext, scope: Scope, held: CachedValue) =>
  answerWith(c, (site, log) => listingDocument(scope, site, log), { held });

/** A feed of a scope. */
export const feed = (c: EdgeContext, scope: Scope, format: Format, held: CachedValue) =>
  answerWith(c, (site, log) => feedDocument(scope, format, site, log), { held });

/** The page of a story. */
export const story = (c: EdgeContext, slug: string, held: CachedValue) =>
  answerWith(c, (site) => storyDocument(slug, site, Date.now()), { held });

/** What a person sees who opens the address of a feed. */
export const preview = (c: EdgeContext, scope: Scope, format: Format) =>
  answerWith(c, (site, log) => previewDocument(scope, format, site, log));
