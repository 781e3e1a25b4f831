/** The headers of plain text for one program, which nobody keeps, nor takes for anything else. */
export const PLAIN_TEXT = {
  'Content-Type': 'text/plain; charset=utf-8',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** Answers a program with a line of text. */
export const plainResponse = (status: number, text: string, headers: Record<string, string> = {}): Response =>
  new Response(`${text}\n`, { status, headers: { ...PLAIN_TEXT, ...headers } });

/** Answers that there were too many of something, such as “requests from this address”. */
export const tooManyResponse = (what: string): Response =>
  plainResponse(429, `Too many ${what}. Try again in a minute.`, { 'Retry-After': '60' });
