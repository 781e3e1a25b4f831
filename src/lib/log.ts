// Writes the log: one JSON object a line, whose fields Workers Logs makes searchable. Every line loses its secrets here, so
// no caller has to think of them.

/** Something that happened: its name, and whatever helps to find the cause. */
export type LogEvent = { event: string } & Record<string, string | number | boolean | null | undefined>;

/** The most characters of a value; `redact` cuts longer ones. */
const MAX_VALUE_LENGTH = 2000;

/** Tokens, and every part of a URL that may be a secret: user, password, query, fragment, the name of a preview. */
const SECRETS: [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[^\s"',]+/gi, '$1 …'],
  // An apostrophe may be part of a URL, so only quotes and angle brackets end one.
  [/(\/\/)[^\s/@"<>]*@/g, '$1…@'],
  [/(https?:\/\/[^\s?#"<>]*)[?#][^\s"<>]*/gi, '$1?…'],
  [/(\/previews\/)[^\s/"'<>]+/g, '$1…'],
];

/** Part of a URL's user and password at the cut, where the `@` that identifies them is missing. */
const SPLIT = /(\/\/)[^\s/@"<>]*$/;

/** Removes secrets from a text and cuts it to the length of a value. Cuts first, because a huge text takes time. */
export function redact(text: string): string {
  const isCut = text.length > MAX_VALUE_LENGTH;
  const shown = isCut ? text.slice(0, MAX_VALUE_LENGTH).replace(SPLIT, '$1…') : text;
  const clean = SECRETS.reduce((rest, [secret, instead]) => rest.replace(secret, instead), shown);
  return isCut ? `${clean}… (${text.length} characters)` : clean;
}

/** Characters that JSON need not escape, but that move a terminal's cursor or reorder its text. */
const UNPRINTABLE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Writes a line to the log. At error level by default. */
export function log(event: LogEvent, level: 'error' | 'info' = 'error'): void {
  const line = JSON.stringify(event, (_name, value) => (typeof value === 'string' ? redact(value) : value));
  console[level === 'error' ? 'error' : 'log'](line.replace(UNPRINTABLE, escaped));
}

const mintedIds = new WeakMap<Request, string>();

/** Returns the id of a request: Cloudflare's Ray ID, or a UUID. The response has it too, for users to quote. */
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
