// Writes the log: one JSON object per line, because Workers Logs makes its fields searchable. Secrets are removed from every
// line, so callers need not remove them.

/** An event: its name, and values that help to find its cause. */
export type LogEvent = { event: string } & Record<string, string | number | boolean | null | undefined>;

/** The most characters of a value; `redact` cuts longer ones. */
const MAX_VALUE_LENGTH = 2000;

/** Patterns of tokens and of the parts of a URL that may be secret: user, password, query, fragment, the name of a preview. */
const SECRETS: [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[^\s"',]+/gi, '$1 …'],
  // An apostrophe may be part of a URL, so it does not end one; white space, double quotes and angle brackets do.
  [/(\/\/)[^\s/@"<>]*@/g, '$1…@'],
  [/(https?:\/\/[^\s?#"<>]*)[?#][^\s"<>]*/gi, '$1?…'],
  [/(\/previews\/)[^\s/"'<>]+/g, '$1…'],
];

/** Matches the beginning of a URL's user and password at the end of a cut text, which lacks the `@` after them. */
const SPLIT = /(\/\/)[^\s/@"<>]*$/;

/** Cuts a text to `MAX_VALUE_LENGTH`, then removes secrets. In the other order, a huge text would take too long. */
export function redact(text: string): string {
  const isCut = text.length > MAX_VALUE_LENGTH;
  const shown = isCut ? text.slice(0, MAX_VALUE_LENGTH).replace(SPLIT, '$1…') : text;
  const clean = SECRETS.reduce((rest, [secret, instead]) => rest.replace(secret, instead), shown);
  return isCut ? `${clean}… (${text.length} characters)` : clean;
}

/** Characters that JSON may contain unescaped, but that move a terminal's cursor or reorder its text. */
const UNPRINTABLE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Writes a line to the log, by default at error level. */
export function log(event: LogEvent, level: 'error' | 'info' = 'error'): void {
  const line = JSON.stringify(event, (_name, value) => (typeof value === 'string' ? redact(value) : value));
  console[level === 'error' ? 'error' : 'log'](line.replace(UNPRINTABLE, escaped));
}

const mintedIds = new WeakMap<Request, string>();

/** Returns the id of a request: Cloudflare's Ray ID, or a UUID. The response carries it too, so that users can quote it. */
export function requestId(request: Request): string {
  const ray = request.headers.get('CF-Ray');
  if (ray !== null && /^[\da-f]{16}(-[A-Z]{3})?$/.test(ray)) return ray;
  const id = mintedIds.get(request) ?? crypto.randomUUID();
  mintedIds.set(request, id);
  return id;
}

/** Returns a `log` that adds the request's id to every line. */
export const loggerOf =
  (request: Request) =>
  (event: LogEvent, level?: 'error' | 'info'): void =>
    log({ request: requestId(request), ...event }, level);

/** The response header with the request's id. */
export const REQUEST_ID_HEADER = 'X-Request-Id';
