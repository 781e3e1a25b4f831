import * as z from 'zod';
import { sitePageSchema } from '../../../site/site-page/site-page.ts';
import type { Precondition } from '../../desk/ledger/change-result.ts';
import { time } from '../../desk/time.ts';
import { forPrograms, sentence, type Told, told } from '../../words/translate.ts';

/** What a revision of a page is known by. */
const head = {
  slug: z.string(),
  revision: z.int().min(1),
  at: time.describe('When the revision was made'),
  who: z.string().describe('Who made it'),
};

/** What a page was from a time on. */
export const pageRevisionSchema = z.strictObject({
  ...head,
  record: sitePageSchema.nullable().describe('null if the revision withdrew the page'),
});
export type PageRevision = z.infer<typeof pageRevisionSchema>;

/** A page as lists show it. A withdrawn one has its last title. */
export const summarySchema = z.strictObject({
  ...head,
  status: z.enum(['published', 'withdrawn']),
  title: z.string(),
  inLanguage: z.string().nullable(),
});
export type PageSummary = z.infer<typeof summarySchema>;

/** The place in an export behind a revision of a page. */
export type PageCursor = Pick<PageRevision, 'slug' | 'revision'>;

/** The place before the first revision of a page. */
export const PAGES_START: PageCursor = { slug: '', revision: 0 };

/** A revision as an export has it, with the time of the one before. */
export interface ExportedPageRevision extends PageRevision {
  previous: string | null;
}

/** Why a change of a page is refused. Nothing was changed. */
export interface PageRefusal extends Told {
  ok: false;
  why: 'role' | 'missing' | 'stale' | 'taken' | 'state' | 'time';
  /** The newest revision. */
  current?: Omit<PageRevision, 'record' | 'slug'>;
}

/** A change that was made. `changed` is false if the page was the same already. */
export type PageResult = { ok: true; page: PageRevision; changed: boolean } | PageRefusal;

/** Returns why a change does not apply to the newest revision of a page, or undefined if it does. */
export function whyPageStale(
  slug: string,
  current: PageRevision | undefined,
  expected: Precondition,
): Told | undefined {
  const isThere = current !== undefined && current.record !== null;
  if (expected === 'any') return undefined;
  if (expected === 'new') {
    return isThere
      ? told(sentence('The page "{slug}" already exists, at revision {revision}.'), {
          slug,
          revision: String(current.revision),
        })
      : undefined;
  }
  if (expected === 'unstated') {
    return isThere
      ? told(
          forPrograms(
            `The page "${slug}" exists, at revision ${current.revision}. State the revision that yours replaces, as in If-Match: "${current.revision}".`,
          ),
        )
      : undefined;
  }
  const missing = told(sentence('There is no page "{slug}", so there is nothing to replace.'), { slug });
  if (expected === 'existing') return isThere ? undefined : missing;
  if (!current) return missing;
  if (expected.revision === current.revision) return undefined;
  return told(
    sentence(
      'Yours replaces revision {expected} of the page "{slug}", but {name} has made revision {revision}.',
    ),
    { expected: String(expected.revision), slug, name: current.who, revision: String(current.revision) },
  );
}
