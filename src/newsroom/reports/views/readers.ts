import { toPrintable } from '../../../lib/characters.ts';
import { loggerOf } from '../../../lib/log.ts';
import { storyKey } from '../../../platform/kv.ts';
import { isWithinRate } from '../../../platform/rate-limit.ts';
import type { EdgeContext } from '../../../readers/context.ts';
import { badParameterResponse, handleNotFound } from '../../../readers/errors.ts';
import { makeTextRendition, respondWithRendition } from '../../../readers/rendered/rendition.ts';
import { getValue } from '../../../readers/respond.ts';
import { siteOf } from '../../../readers/site.ts';
import type { Site } from '../../../settings/site.ts';
import { pageCaching } from '../../../site/document/caching.ts';
import { pageHeaders } from '../../../site/document/headers.ts';
import { parseStoredStory, readRecord } from '../../../site/document/stored-record.ts';
import {
  type ReportedStory,
  type ReportForm,
  renderErrorReport,
  reportPath,
  TRAP,
} from '../../../site/page/error-report.tsx';
import { isStorySlug } from '../../../site/story/slug.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { FormTooLarge, readFields } from '../../frame/form-body.ts';
import { KEPT_DAYS, MAX_ERROR, MAX_NAME, MAX_PASSAGE } from '../desk/report.ts';

// The form by which readers report errors. Nothing of a request is kept but its fields.

/** The most bytes of a report: 4,100 characters of four bytes, percent-encoded. */
const MAX_BYTES = 50_000;
const MAX_FIELDS = 10;
/** Seconds after which a network that has sent too many reports may try again. */
const RETRY_SECONDS = 60;

const LIMITS = { passage: MAX_PASSAGE, error: MAX_ERROR, name: MAX_NAME };
const EMPTY: ReportForm = {
  fields: { passage: '', error: '', name: '', thanks: '' },
  limits: LIMITS,
  days: KEPT_DAYS,
};
const NO_STORE = { 'Cache-Control': 'no-store' };

/** A story that readers can report errors of, and the site with which its pages are rendered. */
interface Found {
  story: ReportedStory;
  site: Site;
}

/** Finds the story of an address, even one that was withdrawn; otherwise returns the response. */
async function findStory(c: EdgeContext): Promise<Found | Response> {
  const slug = c.req.param('slug') ?? '';
  if (!isStorySlug(slug)) return handleNotFound(c);
  const key = storyKey(slug);
  const value = await getValue(c, key);
  const site = await siteOf(c, value);
  const record = await readRecord(key, value.bytes, value.metadata);
  const stored = record && (await parseStoredStory(slug, record, site));
  if (!stored) return handleNotFound(c);
  if ('movedTo' in stored) {
    // With the method, so that a report of a story that was just renamed is sent on.
    const headers = { Location: site.url + reportPath(stored.movedTo), ...pageCaching([key]) };
    return new Response(null, { status: 308, headers });
  }
  if ('withdrawn' in stored) {
    const { headline, inLanguage } = stored.withdrawn.story ?? {};
    return { story: { slug, headline, inLanguage }, site };
  }
  // A hand-written story with a future date is not published yet.
  if (Date.parse(stored.datePublished) > Date.now()) return handleNotFound(c);
  return { story: { slug, headline: stored.headline, inLanguage: stored.inLanguage }, site };
}

/** Handles the page with the form. `?passage=` fills in the words that it is about. */
export async function handleReportForm(c: EdgeContext): Promise<Response> {
  const found = await findStory(c);
  if (found instanceof Response) return found;
  const { story, site } = found;
  const passage = (c.req.query('passage') ?? '').slice(0, MAX_PASSAGE);
  const text = renderErrorReport(story, { ...EMPTY, fields: { ...EMPTY.fields, passage } }, site);
  const caching = passage === '' ? pageCaching([storyKey(story.slug)]) : NO_STORE;
  const headers = { ...(await pageHeaders(site)), ...caching, Vary: 'Accept-Encoding' };
  return respondWithRendition(c.req.raw, await makeTextRendition({ text, headers, lastModified: undefined }));
}

/** Returns a field as its reader typed it: a browser sends a line break as two characters, and counts it as one. */
function typedIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? toPrintable(value.replaceAll('\r\n', '\n')).trim() : '';
}

/** Handles a report. Whatever is not taken in is shown again, so that nobody has to write it twice. */
export async function receiveReport(c: EdgeContext): Promise<Response> {
  const isAllowed = await isWithinRate(c.env.REPORT_RATE, c.req.raw);
  const found = await findStory(c);
  if (found instanceof Response) return found;
  const { story, site } = found;
  const form = await readFields(c.req.raw, { bytes: MAX_BYTES, fields: MAX_FIELDS }).catch(
    (error: unknown) => {
      if (error instanceof FormTooLarge) return null;
      return new FormData();
    },
  );
  if (!form) return badParameterResponse('error', '…', `must have at most ${MAX_ERROR} characters`, site);
  const fields = {
    passage: typedIn(form, 'passage'),
    error: typedIn(form, 'error'),
    name: typedIn(form, 'name').replace(/\s+/g, ' '),
    thanks: typedIn(form, 'thanks'),
  };
  const answer = async (status: number, fault?: ReportForm['fault'], more: Record<string, string> = {}) => {
    const again = fault && { ...EMPTY, fields, fault };
    return new Response(renderErrorReport(story, again, site), {
      status,
      headers: { ...(await pageHeaders(site)), ...NO_STORE, ...more },
    });
  };
  // Whoever typed it gets it back, and only a program can send so much.
  const isTooLong = (['passage', 'error', 'name'] as const).some(
    (name) => fields[name].length > LIMITS[name],
  );
  if (isTooLong) return answer(400, 'tooLong');
  if (!isAllowed) return answer(429, 'busy', { 'Retry-After': String(RETRY_SECONDS) });
  // Another site's page may send this form in the name of whoever looks at it.
  const isFromElsewhere = !['same-origin', 'none', undefined].includes(c.req.header('Sec-Fetch-Site'));
  if (fields.error === '' || typedIn(form, TRAP) !== '' || isFromElsewhere) return answer(422, 'unsent');
  const { thanks, ...report } = fields;
  try {
    const added = await deskOf(c.env).reports.add(
      story.slug,
      { ...report, wantsThanks: thanks !== '' },
      Date.now(),
    );
    if (added.ok) return answer(200);
    return added.why === 'missing' ? handleNotFound(c) : answer(503, 'busy');
  } catch (error) {
    loggerOf(c.req.raw)({ event: 'report-failed', error: String(error) });
    return answer(503, 'busy');
  }
}
