import * as z from 'zod';
import { isCompressed, readAtMost } from '../lib/body.ts';
import { isWithinRate } from '../platform/rate-limit.ts';
import { answerSearch, SearchUnavailable, TooManySearches } from '../search/answer.ts';
import { type Site, storyUrl } from '../settings/site.ts';
import { CORS } from '../site/document/caching.ts';
import { withUsagePolicy } from '../site/document/headers.ts';
import { summaryText } from '../site/edition/content.ts';
import type { FeedEntry } from '../site/edition/edition.ts';
import { parseSearch, RESULTS_PER_PAGE } from '../site/edition/search.ts';
import { storyAsData } from '../site/page/story/structured-data.ts';
import { MAX_QUERY_LENGTH } from '../site/query/terms.ts';
import { type Asking, RefusedCall } from './read.ts';

// NLWeb (https://github.com/nlweb-ai/NLWeb): a question in words, answered with a list of stories. No model has a part in it, so that
// `summarize` and `generate` are answered with the list, too.

const VERSION = '0.55';
const MAX_REQUEST_BYTES = 16_384;
/** The most earlier questions that are looked at. */
const MAX_PREVIOUS = 10;
const RETRY_SECONDS = 30;

/** Whether a text or a value means no. */
const isNo = (value: unknown) =>
  value === false || value === 0 || (typeof value === 'string' && /^(?:0|false)$/i.test(value));

const texts = z
  .union([z.string().max(2000), z.array(z.string().max(500)).max(MAX_PREVIOUS)])
  .transform((value) => (typeof value === 'string' ? value.split(',') : value).map((each) => each.trim()))
  .default([]);
/** A request, whose body is flat, or has what newer clients say under `query` and `prefer`. */
const requestSchema = z.object({
  query: z.union([z.string(), z.object({ text: z.string() }).transform(({ text }) => text)]),
  site: texts,
  prev: texts,
  query_id: z.string().max(200).optional(),
  streaming: z.unknown().optional(),
  prefer: z.object({ streaming: z.unknown().optional() }).optional(),
});

type Question = z.output<typeof requestSchema>;

const headersOf = (site: Site, type: string, more: Record<string, string> = {}) => ({
  ...withUsagePolicy({}, site),
  ...CORS,
  'Content-Type': type,
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  ...more,
});

const meta = (type: 'answer' | 'failure') => ({ response_type: type, version: VERSION });

const failure = (site: Site, status: number, code: string, message: string, more?: Record<string, string>) =>
  Response.json(
    { _meta: meta('failure'), error: { code, message } },
    { status, headers: headersOf(site, 'application/json', more) },
  );

/** Reads the question of a request. Throws `RefusedCall` if there is none. */
async function readQuestion(request: Request): Promise<Question> {
  let asked: object = Object.fromEntries(new URL(request.url).searchParams);
  if (request.method === 'POST') {
    const text = isCompressed(request.headers)
      ? undefined
      : await readAtMost(request.body, MAX_REQUEST_BYTES);
    if (text === undefined)
      throw new RefusedCall(`A request has at most ${MAX_REQUEST_BYTES} bytes, without compression.`);
    try {
      asked = { ...asked, ...JSON.parse(text) };
    } catch {
      throw new RefusedCall('The body is not JSON. Send {"query": "…"}.');
    }
  }
  const parsed = requestSchema.safeParse(asked);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new RefusedCall(`"${issue?.path.join('.')}" is missing or wrong. Send query, a question in words.`);
  }
  const { query } = parsed.data;
  if (query.trim() === '' || query.length > MAX_QUERY_LENGTH)
    throw new RefusedCall(`"query" must have 1 to ${MAX_QUERY_LENGTH} characters.`);
  return parsed.data;
}

/** Searches for a question with the words of the one before it, or without them if no story has all of both. */
async function findAnswers({ c, site }: Asking, { query, prev }: Question) {
  // Counted here, because two searches may be made for one question.
  if (!(await isWithinRate(c.env.SEARCH_RATE, c.req.raw))) throw new TooManySearches();
  const find = async (words: string) => {
    const parsed = parseSearch(new URLSearchParams({ q: words }));
    if (!parsed.ok) return undefined;
    const part = { offset: 0, limit: RESULTS_PER_PAGE, isForgiving: true };
    return { words, ...(await answerSearch(c, site, parsed.search, part, true)) };
  };
  const before = prev.findLast((each) => each !== '');
  const together = `${before} ${query}`;
  if (before === undefined || together.length > MAX_QUERY_LENGTH) return find(query);
  const found = await find(together);
  return found && found.count > 0 && !found.isPartial && found.mended.length === 0 ? found : find(query);
}

const resultOf = (entry: FeedEntry, index: number, site: Site) => ({
  url: storyUrl(site, entry.slug),
  name: entry.headline,
  site: new URL(site.url).host,
  // The search ranks, and gives no marks: this only says the order.
  score: 100 - index,
  description: summaryText(entry, site),
  schema_object: storyAsData(entry, site),
});

/** Answers a question: with a stream of events, unless the client wants JSON. */
export async function answerQuestion(asking: Asking): Promise<Response> {
  const { c, site } = asking;
  const { method } = c.req.raw;
  if (method === 'OPTIONS')
    return new Response(null, {
      status: 204,
      headers: {
        ...CORS,
        'Access-Control-Allow-Methods': 'GET, POST',
        'Access-Control-Allow-Headers': 'Content-Type',
        'Access-Control-Max-Age': '86400',
      },
    });
  if (!['GET', 'HEAD', 'POST'].includes(method))
    return failure(site, 405, 'METHOD_NOT_ALLOWED', 'Ask by GET or POST.', { Allow: 'GET, POST, OPTIONS' });
  try {
    const question = await readQuestion(c.req.raw);
    const { host } = new URL(site.url);
    const foreign = question.site.find((each) => !['', 'all', host, site.url, site.title].includes(each));
    const found = foreign === undefined ? await findAnswers(asking, question) : undefined;
    const results = (found?.stories ?? []).map(({ entry }, index) => resultOf(entry, index, site));
    const id = question.query_id ?? crypto.randomUUID();
    const understood = found && found.words !== question.query ? { decontextualized_query: found.words } : {};
    const head = { query_id: id, _meta: meta('answer'), ...understood };
    if (isNo(question.streaming) || isNo(question.prefer?.streaming ?? true))
      return Response.json({ ...head, results }, { headers: headersOf(site, 'application/json') });
    const events = [
      { event: 'start', data: head },
      ...results.map((item, index) => ({ event: 'result', data: { index, item } })),
      { event: 'complete', data: { query_id: id, _meta: meta('answer') } },
    ];
    const stream = events.map(
      ({ event, data }) => `event: ${event}\ndata: ${JSON.stringify({ message_type: event, ...data })}\n\n`,
    );
    return new Response(stream.join(''), { headers: headersOf(site, 'text/event-stream; charset=utf-8') });
  } catch (error) {
    if (error instanceof RefusedCall) return failure(site, 400, 'INVALID_REQUEST', error.message);
    if (error instanceof TooManySearches)
      return failure(site, 429, 'RATE_LIMITED', 'Too many questions. Try again in a minute.', {
        'Retry-After': '60',
      });
    if (error instanceof SearchUnavailable)
      return failure(site, 503, 'UNAVAILABLE', 'The search does not answer. Try again in half a minute.', {
        'Retry-After': String(RETRY_SECONDS),
      });
    throw error;
  }
}
