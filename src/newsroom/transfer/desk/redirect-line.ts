import * as z from 'zod';
import {
  faultsFromZod,
  limitFaults,
  type Parsed,
  untilTooManyFaults,
} from '../../../site/story/parse/fault.ts';
import { type ExportedRedirect, exportedRedirectSchema } from '../../redirects/desk/redirect.ts';
import { parseLine } from './export-line.ts';

// The lines of an export for the redirects from old addresses: each has some hundred.

/** The most redirects in a line. */
export const MAX_REDIRECTS_PER_LINE = 500;

/** Redirects from old addresses. */
export const redirectLineSchema = z.strictObject({
  redirects: z.array(exportedRedirectSchema).min(1).max(MAX_REDIRECTS_PER_LINE),
});

/** Makes the line of redirects. */
export const redirectLine = (redirects: readonly ExportedRedirect[]): string =>
  `${JSON.stringify({ redirects })}\n`;

/** The most lists, objects and entries in a line. */
const MAX_LINE_PARTS = 5 * MAX_REDIRECTS_PER_LINE;

/** Parses the line of redirects. */
export function parseRedirectLine(text: string): Parsed<ExportedRedirect[]> {
  const read = parseLine(text, MAX_LINE_PARTS);
  if (!read.ok) return read;
  const { redirects } = read.value;
  const line = Array.isArray(redirects)
    ? { ...read.value, redirects: untilTooManyFaults(redirects, exportedRedirectSchema) }
    : read.value;
  const parsed = redirectLineSchema.safeParse(line);
  return parsed.success
    ? { ok: true, value: parsed.data.redirects }
    : { ok: false, faults: limitFaults(faultsFromZod(parsed.error, line)) };
}
