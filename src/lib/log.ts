// The log: one JSON object a line, whose fields Workers Logs makes searchable. What a line must not hold is taken out here,
// whoever writes it.

/** Something that happened: its name, and what helps to find out why. */
export type LogEvent = { event: string } & Record<string, string | number | boolean | null | undefined>;

/** Characters of a value; what is longer is cut. */
const MAX_VALUE_LENGTH = 2000;

/** What no line holds: tokens, and what a URL has beside its path, which may be a secret of whoever gave it. */
const SECRETS: [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[^\s"',]+/gi, '$1 …'],
  // An apostrophe may be part of an address; what an address stands between goes with it.
  [/(\/\/)[^\s/@"<>]*@/g, '$1…@'],
  [/(https?:\/\/[^\s?#"<>]*)[?#][^\s"<>]*/gi, '$1?…'],
  [/(\/previews\/)[^\s/"'<>]+/g, '$1…'],
];

/** What a cut may have left of a URL's user and password: that they are some is seen by what follows them alone. */
const SPLIT = /(\/\/)[^\s/@"<>]*$/;

/** A text without secrets, and no longer than a value may be. It is cut first, as a huge one takes time, and so may split one. */
export function redact(text: string): string {
  const isCut = text.length > MAX_VALUE_LENGTH;
  const shown = isCut ? text.slice(0, MAX_VALUE_LENGTH).replace(SPLIT, '$1…') : text;
  const clean = SECRETS.reduce((rest, [secret, instead]) => rest.replace(secret, instead), shown);
  return isCut ? `${clean}… (${text.length} characters)` : clean;
}

/** Characters that JSON may hold as they are, and that move a terminal's cursor or turn its lines round. */
const UNPRINTABLE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Writes a line to the log: as a trouble, unless it is told for `information`. */
export function log(event: LogEvent, level: 'error' | 'info' = 'error'): void {
  const line = JSON.stringify(event, (_name, value) => (typeof value === 'string' ? redact(value) : value));
  console[level === 'error' ? 'error' : 'log'](line.replace(UNPRINTABLE, escaped));
}

const made = new WeakMap<Request, string>();

/** The id of a request: Cloudflare's Ray ID, or one that is made. The answer has it too, so that whoever asks can quote it. */
export function requestId(request: Request): string {
  const ray = request.headers.get('CF-Ray');
  if (ray !== null && /^[\da-f]{16}(-[A-Z]{3})?$/.test(ray)) return ray;
  const id = made.get(request) ?? crypto.randomUUID();
  made.set(request, id);
  return id;
}

/** Writes lines of one request. */
export const loggerOf =
  (request: Request) =>
  (event: LogEvent, level?: 'error' | 'info'): void =>
    log({ request: requestId(request), ...event }, level);

/** The header by which an answer says which request it is to. */
export const REQUEST_ID_HEADER = 'X-Request-Id';
