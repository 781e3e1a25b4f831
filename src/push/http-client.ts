import { readAtMost } from '../lib/body.ts';

/** How long a server may take to respond, including the body, in milliseconds. */
const RESPONSE_TIMEOUT_MS = 10_000;
/** A request with a large body takes longer: it has a second more for each so many bytes, but no longer than this in all. */
const BYTES_PER_SECOND = 32_000;
export const LONGEST_TIMEOUT_MS = 36_000;
/** The most connections that a Worker may have open at once. */
export const MAX_CONNECTIONS = 6;

/** The result of a request: the body of a 2xx response, unless it is longer than `maxBytes`; or why the request failed. */
export type OutboundResult =
  | { ok: true; text: string | undefined }
  | { ok: false; failure: string; status?: number };

/**
 * Sends requests to callbacks and to other hubs: at most six at once, each for a bounded time. Does not follow redirects, because
 * they could lead to a host that the callback rules forbid.
 */
export class HttpClient {
  readonly #agent: string;
  readonly #timeout: number;
  readonly #waiting: (() => void)[] = [];
  #free = MAX_CONNECTIONS;

  constructor(siteUrl: string, timeout = RESPONSE_TIMEOUT_MS) {
    this.#timeout = timeout;
    this.#agent = `Edgewire (+${siteUrl})`;
  }

  /**
   * Sends a request. Reads up to `maxBytes` of the response's body; by default none. Never rejects: the result is a `failure`, in
   * words, for any error and any status other than 2xx.
   */
  async send(
    url: string,
    request: RequestInit & { headers?: Record<string, string> },
    maxBytes = 0,
  ): Promise<OutboundResult> {
    // The timeout begins once a connection is free.
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const { body } = request;
    const size = body instanceof Uint8Array ? body.byteLength : 0;
    const timeout = Math.min(this.#timeout + (size / BYTES_PER_SECOND) * 1000, LONGEST_TIMEOUT_MS);
    try {
      const response = await fetch(url, {
        ...request,
        headers: { ...request.headers, 'User-Agent': this.#agent },
        redirect: 'manual',
        signal: AbortSignal.timeout(timeout),
      });
      const text = await readAtMost(response.body, maxBytes);
      const { ok, status } = response;
      return ok ? { ok, text } : { ok, failure: `status ${status}`, status };
    } catch (error) {
      const isLate = error instanceof Error && error.name === 'TimeoutError';
      return {
        ok: false,
        failure: isLate ? `no answer within ${Math.round(timeout / 1000)} seconds` : 'no connection',
      };
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}
