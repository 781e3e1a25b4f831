import * as z from 'zod';
import { parsePageRecord } from '../../../site/site-page/parse.ts';
import { pageSlug, sitePageSchema } from '../../../site/site-page/site-page.ts';
import { timestamp } from '../../../site/story/fields.ts';
import { faultsFromZod, limitFaults, type Parsed } from '../../../site/story/parse/fault.ts';
import type { ExportedPageRevision } from '../../pages/desk/page-revision.ts';
import { MAX_REVISION, parseLine } from './export-line.ts';

// The lines of an export for the newsroom's own pages: one for each revision, in their order.

/** A revision of a page. */
export const pageLineSchema = z.strictObject({
  page: z.strictObject({
    slug: pageSlug,
    revision: z.int().min(1).max(MAX_REVISION),
    at: timestamp,
    who: z.string().max(200),
    previous: timestamp.nullable().describe('When the revision before it was made; null for the first'),
    record: sitePageSchema.nullable().describe('null if the revision withdrew the page'),
  }),
});

/** Makes the line of a revision. */
export function pageLine({ slug, revision, at, who, previous, record }: ExportedPageRevision): string {
  const page: z.output<typeof pageLineSchema>['page'] = { slug, revision, at, who, previous, record };
  return `${JSON.stringify({ page })}\n`;
}

/** The most lists, objects and entries in the line of a page. */
const MAX_LINE_PARTS = 100;

/** Parses the line of a revision. */
export function parsePageLine(text: string): Parsed<ExportedPageRevision> {
  const read = parseLine(text, MAX_LINE_PARTS);
  if (!read.ok) return read;
  const parsed = pageLineSchema.safeParse(read.value);
  if (!parsed.success) return { ok: false, faults: faultsFromZod(parsed.error, read.value) };
  const { page } = parsed.data;
  const checked = page.record && parsePageRecord(page.record);
  if (checked && !checked.ok) {
    const faults = checked.faults.map((fault) => ({ ...fault, field: `page.record.${fault.field}` }));
    return { ok: false, faults: limitFaults(faults) };
  }
  if (page.record && page.record.slug !== page.slug) {
    const rule = 'must be the slug of the page';
    return {
      ok: false,
      faults: [{ field: 'page.record.slug', value: JSON.stringify(page.record.slug), rule }],
    };
  }
  return { ok: true, value: page };
}
