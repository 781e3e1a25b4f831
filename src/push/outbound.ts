import { isLoopback, isPublicHost, nameOf } from '../lib/hosts.ts';
import type { Settings } from '../settings.ts';

/** How long the other side may take, its answer's body included, in milliseconds. */
export const PATIENCE = 10_000;
/** Connections that a Worker may have open at once. */
const CONNECTIONS = 6;
/** Ports of web servers. On any other port, a request could reach and mislead another kind of service. */
const WEB_PORTS = [80, 443, 8000, 8008, 8080, 8443, 8888];

/** Whether both are on one host, whatever the port; on this machine the port tells the site from its subscribers. */
const isOwn = (url: URL, site: URL) =>
  isLoopback(site.hostname) ? url.host === site.host : nameOf(url.hostname) === nameOf(site.hostname);

/** The rule that a callback breaks, if it breaks one. */
export function refuseCallback(
  callback: string,
  { site, isLoopbackAllowed }: Pick<Settings, 'site' | 'isLoopbackAllowed'>,
): string | undefined {
  const url = URL.parse(callback);
  if (!url || !/^https?:$/.test(url.protocol)) return 'must be an absolute http or https URL';
  if (url.username || url.password) return 'must have no user name or password';
  if (callback.includes('#')) return 'must have no fragment';
  // As it is kept and sent: each letter beyond ASCII is up to nine characters there.
  if (url.href.length > 2000) return 'must have at most 2,000 characters, encoded';
  if ([...url.searchParams.keys()].some((name) => name.startsWith('hub.'))) {
    return "must have no parameters of the hub's own";
  }
  if (isOwn(url, new URL(site.url))) return 'must not be an address of this site';
  if (isLoopbackAllowed && isLoopback(url.hostname)) return undefined;
  if (!isPublicHost(url.hostname)) return 'must be on a host of the public Internet';
  const isWebPort = url.port === '' || WEB_PORTS.includes(Number(url.port));
  return isWebPort ? undefined : `must have one of the ports ${WEB_PORTS.join(', ')}`;
}

/** What another server has answered; or why there is no answer. */
export type Answer = { status: number; text: string | undefined } | { failure: string };

/** Sends requests to other servers: few at once, none for long, no redirect followed, no more read than is asked for. */
export class Outbound {
  readonly #agent: string;
  readonly #waiting: (() => void)[] = [];
  #free = CONNECTIONS;

  constructor(siteUrl: string) {
    this.#agent = `Edgewire (+${siteUrl})`;
  }

  /** Sends a request; reads at most `most` bytes of the answer, and gives no text where there are more. */
  async send(
    url: string,
    request: RequestInit & { headers?: Record<string, string> },
    most = 0,
  ): Promise<Answer> {
    // The clock starts when there is a connection to be had, not while others have them all.
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      const response = await fetch(url, {
        ...request,
        headers: { ...request.headers, 'User-Agent': this.#agent },
        redirect: 'manual',
        signal: AbortSignal.timeout(PATIENCE),
      });
      return { status: response.status, text: await readBounded(response.body, most) };
    } catch (error) {
      const isLate = error instanceof Error && error.name === 'TimeoutError';
      return { failure: isLate ? `no answer within ${PATIENCE / 1000} seconds` : 'no connection' };
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}

/** Reads a body as UTF-8 if it has at most so many bytes; the rest is not waited for. */
export async function readBounded(
  body: ReadableStream<Uint8Array> | null,
  most: number,
): Promise<string | undefined> {
  if (!body) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  const reader = body.getReader();
  try {
    while (bytes <= most && most > 0) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      bytes += value.byteLength;
      if (bytes <= most) text += decoder.decode(value, { stream: true });
    }
    return undefined;
  } finally {
    // Whether the other side hears of it does not matter here.
    reader.cancel().catch(() => undefined);
  }
}
