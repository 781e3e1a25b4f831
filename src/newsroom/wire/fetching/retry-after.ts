/** The longest pause that a host may ask for, in milliseconds: 30 days. Some send a year by mistake. */
export const MAX_PAUSE_MS = 30 * 86_400_000;
/** The pause after a 429 or 503 that names none, in milliseconds. */
const UNNAMED_PAUSE_MS: Record<number, number> = { 429: 600_000, 503: 60_000 };

/** Parses `Retry-After` (RFC 9110 section 10.2.3), seconds or a date, into a time in milliseconds; undefined if it is neither. */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  const text = value?.trim() ?? '';
  const time = /^\d+$/.test(text) ? now + Number(text) * 1000 : parseHttpDate(text);
  return time === undefined ? undefined : Math.min(Math.max(time, now), now + MAX_PAUSE_MS);
}

/** Parses an HTTP date in any of its three forms (RFC 9110 section 5.6.7). */
function parseHttpDate(text: string): number | undefined {
  if (!/^[a-z]{3,9},? .*\d{2}:\d{2}:\d{2}( GMT| \d{4})$/i.test(text)) return undefined;
  // The form of C's asctime() has no time zone, and means UTC.
  const time = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(time) ? undefined : time;
}

/** Returns when a host may be asked again after such a response, in milliseconds; undefined if it asks for no pause. */
export function pauseUntil(status: number, headers: Headers, now: number): number | undefined {
  if (status < 300 || status === 304) return undefined;
  const asked = parseRetryAfter(headers.get('Retry-After'), now);
  const unnamed = UNNAMED_PAUSE_MS[status];
  return asked ?? (unnamed === undefined ? undefined : now + unnamed);
}
