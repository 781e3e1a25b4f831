import type { lookup } from 'node:dns';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import packageJson from '../../../../package.json' with { type: 'json' };
import { brokenAddressRule, isLoopback, withoutTrailingDots } from '../../../lib/public-hosts.ts';
import { download } from '../../../newsroom/wire/fetching/download.ts';
import type { Fetched, FetchFailure, FetchFailureKind } from '../../../newsroom/wire/fetching/fetched.ts';
import { HostQueue } from '../../../newsroom/wire/fetching/host-queue.ts';
import { Policies } from '../../../newsroom/wire/fetching/policies.ts';
import { redirectTarget, Trail } from '../../../newsroom/wire/fetching/redirects.ts';
import { pauseUntil } from '../../../newsroom/wire/fetching/retry-after.ts';
import { isAllowed, MAX_ROBOTS_BYTES, parseRobots } from '../../../newsroom/wire/fetching/robots.ts';
import { FETCHING_TABLES, type FetchingTables } from '../../../newsroom/wire/fetching/tables.ts';
import { forPrograms } from '../../../newsroom/words/translate.ts';
import { createSend } from './send.ts';

const portOf = ({ port, protocol }: URL) => port || (protocol === 'https:' ? '443' : '80');

/** Whether two URLs are on the same host and port. The ports of http and https count as one, because sites move from one to the other. */
function isSameServer(one: URL, other: URL): boolean {
  const isUsual = (url: URL) => url.port === '';
  return (
    withoutTrailingDots(one.hostname) === withoutTrailingDots(other.hostname) &&
    (portOf(one) === portOf(other) || (isUsual(one) && isUsual(other)))
  );
}

/** The servers that the person at the keyboard has named. They may be in a private network, and need no robots.txt. */
class KnownOrigins {
  readonly #urls: readonly URL[];

  constructor(addresses: readonly string[]) {
    this.#urls = addresses.map((address) => URL.parse(address)).filter((url) => url !== null);
  }

  has(url: URL): boolean {
    return this.#urls.some((known) => isSameServer(known, url));
  }
}

/** Opens the tables of what the wire knows of hosts, in memory, as the wire's classes use them. */
function openMemoryTables(): FetchingTables {
  const database = new DatabaseSync(':memory:');
  database.exec(FETCHING_TABLES);
  const exec = (query: string, ...parameters: SQLInputValue[]) => {
    const rows = database.prepare(query).all(...parameters);
    return { toArray: () => rows };
  };
  return { exec } as FetchingTables;
}

/** The pause between two requests to one host, in milliseconds. */
const PAUSE_MS = 500;
/** How long a server may take for its answer, redirects and bodies included, in milliseconds. */
const TIMEOUT_MS = 60_000;
/** How long one address may wait for a host that asks for pauses, in milliseconds, and how often it is asked. */
const [PATIENCE_MS, MAX_ATTEMPTS] = [15 * 60_000, 4];
/** After how many requests in a row without an answer a host is asked no more. */
const MAX_SILENCES = 5;

interface FetchOptions {
  accept: string;
  /** The most bytes of a body, after decompression. */
  maxBytes: number;
  /** The entity tag and `Last-Modified` of the copy that there is. */
  etag?: string | undefined;
  lastModified?: string | undefined;
}

interface PoliteFetcherOptions {
  /** The addresses that the person at the keyboard has named. Their servers may be in a private network, and need no robots.txt. */
  known: readonly string[];
  /** The newsroom's address, so that those who are asked know by whom. */
  contact?: string;
  /** The clock, in milliseconds. */
  now?: () => number;
  sleep?: (milliseconds: number) => Promise<void>;
  /** Resolves names as `dns.lookup` does. */
  resolve?: typeof lookup;
  /** Called before it waits because a host has asked for a pause, with the time left in milliseconds. */
  onPause?: (host: string, milliseconds: number) => void;
}

/** The name under which a host waits its turn: without its port, except on this machine, where the port tells one server from another. */
const hostOf = (url: URL) => (isLoopback(url.hostname) ? url.host : withoutTrailingDots(url.hostname));

const failure = (kind: FetchFailureKind, detail: string): FetchFailure => ({
  ok: false,
  kind,
  detail: forPrograms(detail),
});

const REDIRECT_DETAIL = { circle: 'redirects in a circle', 'too many': 'redirects more than five times' };

/**
 * Fetches what an old site and others publish: one request a host at a time with a pause after it, pauses that hosts ask for obeyed, and
 * nothing in a private network.
 */
export class PoliteFetcher {
  readonly #options: PoliteFetcherOptions;
  readonly #known: KnownOrigins;
  readonly #now: () => number;
  readonly #sleep: (milliseconds: number) => Promise<void>;
  readonly #queue: HostQueue;
  readonly #policies: Policies;
  /** How many requests in a row each host has left without an answer. */
  readonly #silences = new Map<string, number>();
  /** Where the names lead that are refused for that, in words. */
  readonly #privateNames = new Map<string, string>();

  constructor(options: PoliteFetcherOptions) {
    this.#options = options;
    this.#known = new KnownOrigins(options.known);
    this.#now = options.now ?? Date.now;
    this.#sleep = options.sleep ?? ((milliseconds) => new Promise((done) => setTimeout(done, milliseconds)));
    const sql = openMemoryTables();
    this.#queue = new HostQueue({
      sql,
      now: this.#now,
      sleep: this.#sleep,
      pauseOf: (host) => (isLoopback(host.replace(/:\d+$/, '')) ? 0 : PAUSE_MS),
    });
    this.#policies = new Policies({
      sql,
      now: this.#now,
      fetchPolicy: (url) =>
        this.#fetchOnce(url, { accept: 'text/plain, */*;q=0.5', maxBytes: MAX_ROBOTS_BYTES }, true),
    });
  }

  /** Fetches an address, and waits if its host asks for that. Never rejects. The failure's `detail` completes "The address …". */
  async fetch(address: string, options: FetchOptions): Promise<Fetched> {
    const until = this.#now() + PATIENCE_MS;
    for (let attempt = 1; ; attempt++) {
      const fetched = await this.#fetchOnce(address, options);
      if (fetched.ok || fetched.kind !== 'later') return fetched;
      const { retryAt = Number.POSITIVE_INFINITY } = fetched;
      if (retryAt > until || attempt === MAX_ATTEMPTS) return fetched;
      const left = Math.max(retryAt - this.#now(), 0);
      this.#options.onPause?.(new URL(address).host, left);
      await this.#sleep(left);
    }
  }

  /** Returns why an address is not asked, or the pause that its host wishes, in milliseconds. */
  async #judge(url: URL): Promise<FetchFailure | number> {
    if (this.#known.has(url)) return 0;
    const policy = await this.#policies.read(`${url.origin}/robots.txt`);
    if (!policy.ok) {
      const where = this.#privateNames.get(url.hostname);
      if (where !== undefined) return failure('address', where);
      return (
        policy.later ??
        failure(
          'robots',
          `was not asked for: ${url.host} could not be reached, or did not give out its robots.txt`,
        )
      );
    }
    const robots = parseRobots(policy.text);
    return isAllowed(robots, url)
      ? robots.crawlDelay
      : failure('robots', `must not be read by programs: ${url.origin}/robots.txt says so`);
  }

  /** Returns why an address must not be asked, whatever its server permits. */
  #refusalOf(url: URL): FetchFailure | undefined {
    const silences = this.#silences.get(hostOf(url)) ?? 0;
    if (silences >= MAX_SILENCES) {
      return failure(
        'connection',
        `was not asked, because ${url.host} left ${MAX_SILENCES} requests in a row unanswered`,
      );
    }
    if (this.#known.has(url) && /^https?:$/.test(url.protocol) && !url.username && !url.password)
      return undefined;
    const rule = brokenAddressRule(url, { siteUrl: 'http://invalid', isLoopbackAllowed: false });
    return rule === undefined ? undefined : failure('address', `is never asked: it ${rule}`);
  }

  async #fetchOnce(address: string, options: FetchOptions, isPolicy = false): Promise<Fetched> {
    const start = URL.parse(address);
    if (!start) return failure('address', 'is no address that begins with http');
    const trail = new Trail(start);
    const end = { left: TIMEOUT_MS };
    for (let url = start; ; ) {
      const refusal = this.#refusalOf(url);
      if (refusal)
        return url === start
          ? refusal
          : failure(refusal.kind, `redirects to ${url.href}, which ${refusal.detail}`);
      const pause = isPolicy ? 0 : await this.#judge(url);
      if (typeof pause !== 'number') return pause;
      const turn = await this.#queue.ask(hostOf(url), pause, async () => {
        const fetched = await this.#request(url, options, { end, isCut: isPolicy });
        const freeAt = fetched.ok ? fetched.retryAt : undefined;
        return { result: fetched, ...(freeAt !== undefined && { freeAt }) };
      });
      if (!turn.ok)
        return {
          ...failure('later', 'was not asked, because its server wants a pause'),
          retryAt: turn.freeAt,
        };
      const { result } = turn;
      if (!result.ok) return result;
      const { status, headers, retryAt } = result;
      const target = redirectTarget(status, headers.location ?? null, url);
      if (!target) {
        if (retryAt !== undefined && [429, 503].includes(status))
          return {
            ...failure('later', `got the answer ${status}: its server wants a pause`),
            retryAt,
            status,
          };
        return { ...result, movedTo: trail.movedTo };
      }
      const fault = trail.follow(status, target);
      if (fault) return failure('redirects', REDIRECT_DETAIL[fault]);
      if (end.left <= 0) return failure('timeout', 'took too long');
      url = target;
    }
  }

  /** Sends one request. Takes the time that it took, in milliseconds, from what is left. */
  async #request(
    url: URL,
    { accept, maxBytes, etag, lastModified }: FetchOptions,
    { end, isCut }: { end: { left: number }; isCut: boolean },
  ): Promise<Fetched> {
    const begun = this.#now();
    let privateAddress: string | undefined;
    const { resolve, contact } = this.#options;
    const result = await download(url.href.replace(/#.*$/s, ''), {
      send: createSend({
        isPrivateAllowed: this.#known.has(url),
        onRefusal: (address) => {
          privateAddress = address;
        },
        ...(resolve && { resolve }),
      }),
      headers: {
        Accept: accept,
        'User-Agent': `Edgewire/${packageJson.version} (move-in${contact === undefined ? '' : `; +${contact}`})`,
        ...(etag !== undefined && { 'If-None-Match': etag }),
        ...(lastModified !== undefined && { 'If-Modified-Since': lastModified }),
      },
      timeout: end.left,
      maxBytes,
      isCut,
    });
    const readAt = this.#now();
    end.left -= readAt - begun;
    if (privateAddress !== undefined) {
      const where = privateNameDetail(url.hostname, privateAddress);
      this.#privateNames.set(url.hostname, where);
      return failure('address', where);
    }
    const host = hostOf(url);
    if (!result.ok) {
      if (result.kind !== 'size') this.#silences.set(host, (this.#silences.get(host) ?? 0) + 1);
      return failure(result.kind, DETAILS[result.kind](url, maxBytes));
    }
    this.#silences.delete(host);
    const { status, headers, body } = result;
    const retryAt = pauseUntil(status, headers, readAt);
    return {
      ok: true,
      url: url.href,
      movedTo: null,
      status,
      headers: Object.fromEntries(headers),
      body,
      readAt,
      ...(retryAt !== undefined && { retryAt }),
    };
  }
}

const privateNameDetail = (name: string, address: string) =>
  `is never asked: the name ${name} leads to ${isLoopback(address) || address === '::1' ? 'this machine' : 'a private network'} (${address})`;

const DETAILS: Record<'timeout' | 'size' | 'connection', (url: URL, maxBytes: number) => string> = {
  timeout: ({ host }) =>
    `could not be read: ${host} did not answer in full within ${TIMEOUT_MS / 1000} seconds`,
  size: (_, maxBytes) => `has more than ${maxBytes / 1e6} MB`,
  connection: ({ host }) => `could not be read: ${host} gave no answer, or broke off in the middle of one`,
};
