import { readAtMost } from '../../../../../lib/body.ts';

/** How long a server may take to answer, in milliseconds. */
const TIMEOUT = 10_000;
/** The most bytes that are read of an answer. A session's has the account's DID document. */
const MAX_ANSWER_BYTES = 256_000;
/** The most characters of a server's words that are passed on. */
const MAX_MESSAGE_LENGTH = 300;
/** The pause after a 429 that names no time, and the longest that a server may ask for, in milliseconds: its limits are of a day at most. */
const [UNNAMED_PAUSE, LONGEST_PAUSE] = [300_000, 86_400_000];

/** A server did not do what it was asked. */
export class XrpcError extends Error {
  /** The status of the answer; 0 if there was none. */
  readonly status: number;
  /** The name of the error, such as `ExpiredToken`; empty if the answer has none. */
  readonly code: string;
  /** For how long the server wants to be left alone, in milliseconds; undefined unless the status is 429. */
  readonly pause: number | undefined;

  constructor(
    message: string,
    { status = 0, code = '', pause }: { status?: number; code?: string; pause?: number | undefined } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.pause = pause;
  }
}

/**
 * Returns for how long to leave a server alone, in milliseconds: as `Retry-After` says in seconds or as a date (RFC 9110 section
 * 10.2.3), or until the second since 1970 in `ratelimit-reset`, as the servers of ATProto say; the longer of both.
 */
function pauseOf(headers: Headers, now: number): number {
  const after = headers.get('Retry-After') ?? '';
  const pauses = [
    /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - now,
    Number(headers.get('RateLimit-Reset') ?? Number.NaN) * 1000 - now,
  ].filter((pause) => pause > 0);
  return pauses.length > 0 ? Math.min(Math.max(...pauses), LONGEST_PAUSE) : UNNAMED_PAUSE;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/**
 * Calls a procedure of XRPC (https://atproto.com/specs/xrpc) and returns its output. Throws `XrpcError`. Follows no redirect, because
 * the token must go to nobody else.
 */
export async function callProcedure(
  service: string,
  method: string,
  { input, token }: { input?: unknown; token?: string },
): Promise<Record<string, unknown>> {
  const { host } = new URL(service);
  let response: Response;
  let text: string | undefined;
  try {
    response = await fetch(`${service}/xrpc/${method}`, {
      method: 'POST',
      headers: {
        Accept: 'application/json',
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(input === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(input === undefined ? {} : { body: JSON.stringify(input) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    text = await readAtMost(response.body, MAX_ANSWER_BYTES);
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    throw new XrpcError(
      isLate ? `no answer from ${host} within ${TIMEOUT / 1000} seconds` : `no connection to ${host}`,
    );
  }
  const { ok, status, headers } = response;
  let answer: unknown;
  try {
    answer = text === '' && ok ? {} : JSON.parse(text ?? '');
  } catch {
    // No JSON, or too much of it.
  }
  const fields =
    typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>) : undefined;
  if (ok && fields) return fields;
  const said = ok
    ? 'no JSON, or too much of it'
    : [textOf(fields?.error), textOf(fields?.message)].filter(Boolean).join(': ');
  throw new XrpcError(`${host} answered ${status}${said && ` (${said.slice(0, MAX_MESSAGE_LENGTH)})`}`, {
    status,
    code: textOf(fields?.error),
    pause: status === 429 ? pauseOf(headers, Date.now()) : undefined,
  });
}
