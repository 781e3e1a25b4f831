/** The validators of a representation (RFC 9110 section 8.8): its entity tag, with quotes, and when it last changed. */
export interface Validators {
  etag: string;
  lastModified: Date | undefined;
}

const HTTP_DATES = [
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/,
];

/** Parses an HTTP-date in any of its three forms (RFC 9110 section 5.6.7). Returns milliseconds, or undefined if it is not valid. */
function parseHttpDate(value: string | null): number | undefined {
  if (value === null || !HTTP_DATES.some((form) => form.test(value))) return undefined;
  // All forms are in UTC, but the asctime form does not say so.
  const time = Date.parse(value.endsWith('GMT') ? value : `${value} GMT`);
  return Number.isNaN(time) ? undefined : time;
}

const opaque = (etag: string) => etag.replace(/^W\//, '');

/** Returns the entity tags in a list. A tag may contain commas (RFC 9110 section 8.8.3). */
export const parseEntityTags = (list: string) => list.match(/(?:W\/)?"[\x21\x23-\x7E\x80-\xFF]*"/g) ?? [];

/** Whether a list of entity tags matches one by weak comparison (RFC 9110 section 8.8.3.2). */
const matchesWeakly = (list: string, etag: string) =>
  list === etag || list.trim() === '*' || parseEntityTags(list).some((tag) => opaque(tag) === opaque(etag));

/** Whether a list of entity tags matches one by strong comparison (RFC 9110 section 8.8.3.2): a weak tag matches nothing. */
const matchesStrongly = (list: string, etag: string) =>
  list.trim() === '*' || parseEntityTags(list).some((tag) => tag === etag && !tag.startsWith('W/'));

const seconds = (time: number) => Math.floor(time / 1000);

/**
 * Evaluates the preconditions of a GET or HEAD request in the order of RFC 9110 section 13.2.2. Returns 200 to send the
 * representation, 304 if the client has it already, and 412 if a precondition fails.
 */
export function evaluatePreconditions(headers: Headers, { etag, lastModified }: Validators): 200 | 304 | 412 {
  const changed = lastModified && seconds(lastModified.getTime());
  const ifMatch = headers.get('If-Match');
  const ifNoneMatch = headers.get('If-None-Match');
  if (ifMatch !== null) {
    if (!matchesStrongly(ifMatch, etag)) return 412;
  } else {
    const unmodifiedSince = parseHttpDate(headers.get('If-Unmodified-Since'));
    if (unmodifiedSince !== undefined && changed !== undefined && changed > seconds(unmodifiedSince))
      return 412;
  }
  if (ifNoneMatch !== null) return matchesWeakly(ifNoneMatch, etag) ? 304 : 200;
  const modifiedSince = parseHttpDate(headers.get('If-Modified-Since'));
  return modifiedSince !== undefined && changed !== undefined && changed <= seconds(modifiedSince)
    ? 304
    : 200;
}
