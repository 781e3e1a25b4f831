import packageJson from '../../../../package.json' with { type: 'json' };
import { log } from '../../../lib/log.ts';
import {
  brokenAddressRule,
  isLoopback,
  reachableUrl,
  withoutTrailingDots,
} from '../../../lib/public-hosts.ts';
import type { Settings } from '../../../settings/settings.ts';
import {
  type Marked,
  type SaidSentence,
  sentence,
  type Told,
  told,
  toldApart,
} from '../../words/translate.ts';
import { type BotKey, botHeaders } from './bot-key.ts';
import { type Download, download } from './download.ts';
import type { Fetched, FetchFailure, FetchFailureKind, PageRequest, Purpose } from './fetched.ts';
import { HostQueue, MAX_WAIT_MS } from './host-queue.ts';
import { Permissions } from './permissions.ts';
import { Policies } from './policies.ts';
import { redirectTarget, Trail } from './redirects.ts';
import { pauseUntil } from './retry-after.ts';
import { MAX_ROBOTS_BYTES } from './robots.ts';

/** The most connections that a Worker may have open at once. */
const MAX_CONNECTIONS = 6;

/** Lets six requests at a time through, in the order in which they came. */
class Connections {
  readonly #waiting: (() => void)[] = [];
  #free = MAX_CONNECTIONS;

  async use<T>(request: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await request();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}

/** How long a server may take to answer, redirects and bodies included, in milliseconds. Waiting for a turn does not count. */
const TIMEOUT_MS = 10_000;
/** The most bytes of a page, after decompression. */
const MAX_PAGE_BYTES = 5e6;

const ACCEPT: Record<Purpose, string> = {
  draft: 'text/html, application/xhtml+xml, application/pdf;q=0.9, */*;q=0.5',
  watch: 'text/html, application/xhtml+xml, application/pdf;q=0.9, */*;q=0.5',
  feed: 'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5',
  archive: 'application/json, */*;q=0.5',
};

interface FetcherOptions {
  sql: SqlStorage;
  settings: Pick<Settings, 'site' | 'isLoopbackAllowed'>;
  /** The key with which requests are signed, if the newsroom has one. */
  key?: Promise<BotKey | undefined>;
  /** The clock, in milliseconds. */
  now?: () => number;
  send?: typeof fetch;
  sleep?: (milliseconds: number) => Promise<void>;
}

/** How one request is sent, whatever it is for. */
interface Manner {
  headers: Record<string, string>;
  maxBytes: number;
  /** Whether a longer body is cut instead of refused. */
  isCut: boolean;
  /** Judges an address before it is asked: why not to, or the pause that its host wishes, in milliseconds. */
  judge: (url: URL) => Promise<FetchFailure | number>;
}

/** Fetches what others publish: one request a host at a time, within bounds, and only what robots may read. */
export class Fetcher {
  readonly #settings: FetcherOptions['settings'];
  readonly #key: FetcherOptions['key'];
  readonly #now: () => number;
  readonly #send: typeof fetch;
  readonly #queue: HostQueue;
  readonly #connections = new Connections();
  readonly #permissions: Permissions;

  constructor({
    sql,
    settings,
    key,
    now = Date.now,
    send = (input, init) => fetch(input, init),
    sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  }: FetcherOptions) {
    this.#settings = settings;
    this.#key = key;
    this.#now = now;
    this.#send = send;
    this.#queue = new HostQueue({ sql, now, sleep });
    const policies = new Policies({ sql, now, fetchPolicy: (url) => this.#fetchPolicy(url) });
    this.#permissions = new Permissions(policies);
  }

  /** Never rejects. */
  async fetchPage(request: PageRequest): Promise<Fetched> {
    try {
      return await this.#fetchJudged(request);
    } catch (error) {
      log({ event: 'fetch-failed', url: request.url, error: String(error) });
      return failure(
        'connection',
        sentence('An error of this program kept it from reading the page. Try again.'),
      );
    }
  }

  async #fetchJudged({ url, purpose, etag, lastModified }: PageRequest): Promise<Fetched> {
    const fetched = await this.#fetch(url, {
      headers: {
        Accept: ACCEPT[purpose],
        ...(etag && { 'If-None-Match': etag }),
        ...(lastModified && { 'If-Modified-Since': lastModified }),
      },
      maxBytes: MAX_PAGE_BYTES,
      isCut: false,
      judge: (address) => this.#permissions.beforehand(address, purpose),
    });
    if (!fetched.ok || purpose !== 'draft') return fetched;
    return (await this.#permissions.refusalOfPage(fetched)) ?? fetched;
  }

  /** Reads a robots.txt or a licence, which are for robots. */
  #fetchPolicy(url: string): Promise<Fetched> {
    this.#queue.prune();
    return this.#fetch(url, {
      headers: { Accept: 'text/plain, application/rsl+xml, */*;q=0.5' },
      maxBytes: MAX_ROBOTS_BYTES,
      isCut: true,
      judge: async () => 0,
    });
  }

  /** Asks for an address and those that it redirects to. */
  async #fetch(address: string, manner: Manner): Promise<Fetched> {
    const start = URL.parse(address);
    if (!start)
      return failure('address', sentence('“{address}” is no address that begins with http.'), {
        address: address.slice(0, MAX_SHOWN),
      });
    const trail = new Trail(start);
    let url = start;
    let left = TIMEOUT_MS;
    for (;;) {
      const rule = brokenAddressRule(url, {
        siteUrl: this.#settings.site.url,
        isLoopbackAllowed: this.#settings.isLoopbackAllowed,
      });
      if (rule) return { ok: false, kind: 'address', ...addressDetail(start, url, rule) };
      const pause = await manner.judge(url);
      if (typeof pause !== 'number') return pause;
      const turn = await this.#queue.ask(hostOf(url), pause, async () => {
        const { result, duration } = await this.#connections.use(() => this.#request(url, manner, left));
        left -= duration;
        const freeAt = result.ok ? pauseUntil(result.status, result.headers, this.#now()) : undefined;
        return { result: { ...result, freeAt }, ...(freeAt !== undefined && { freeAt }) };
      });
      if (!turn.ok) return later(url, { retryAt: turn.freeAt, now: this.#now() });
      const { result } = turn;
      if (!result.ok)
        return failure(result.kind, result.reason, { host: url.host, most: manner.maxBytes / 1e6 });
      const { status, headers, freeAt } = result;
      const target = redirectTarget(status, headers.get('Location'), url);
      if (!target) {
        if (freeAt !== undefined && [429, 503].includes(status)) return askedForPause(url, freeAt, status);
        return {
          ok: true,
          url: url.href,
          movedTo: trail.movedTo,
          status,
          headers: Object.fromEntries(headers),
          body: result.body,
          readAt: this.#now(),
          ...(freeAt !== undefined && { retryAt: freeAt }),
        };
      }
      const fault = trail.follow(status, target);
      if (fault) return failure('redirects', REDIRECT_DETAIL[fault], { address: shown(start) });
      if (left <= 0)
        return failure('timeout', sentence('{host} took too long. Try again later.'), { host: url.host });
      url = target;
    }
  }

  /** Sends one request, and measures how long it took, in milliseconds. */
  async #request(
    url: URL,
    { headers, maxBytes, isCut }: Manner,
    timeout: number,
  ): Promise<{ result: Download; duration: number }> {
    const begun = this.#now();
    const reached = reachableUrl(url);
    const key = await this.#key;
    const result = await download(reached.href.replace(/#.*$/s, ''), {
      send: this.#send,
      headers: {
        ...headers,
        ...(key && (await botHeaders(reached, key, this.#settings.site, new Date(begun)))),
        'User-Agent': `Edgewire/${packageJson.version} (+${this.#settings.site.url})`,
      },
      timeout,
      maxBytes,
      isCut,
    });
    return { result, duration: this.#now() - begun };
  }
}

/** The name under which a host waits its turn: without its port, except on this machine, where the port tells one server from another. */
const hostOf = (url: URL) => (isLoopback(url.hostname) ? url.host : withoutTrailingDots(url.hostname));

const failure = (
  kind: FetchFailureKind,
  what: Marked<string>,
  values?: SaidSentence['values'],
): FetchFailure => ({ ok: false, kind, ...told(what, values) });

function later(url: URL, { retryAt, now }: { retryAt: number; now: number }): FetchFailure {
  const what =
    retryAt - now > MAX_WAIT_MS
      ? sentence('{host} has asked for a pause. Try again after {time}.')
      : sentence('{host} has many requests waiting for it. Try again after {time}.');
  return { ...failure('later', what, { host: hostOf(url), time: timeOf(retryAt) }), retryAt };
}

const timeOf = (milliseconds: number) =>
  `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const askedForPause = (url: URL, retryAt: number, status: number): FetchFailure => ({
  ...failure('later', sentence('{host} asks for a pause (status {status}). Try again after {time}.'), {
    host: hostOf(url),
    status: String(status),
    time: timeOf(retryAt),
  }),
  retryAt,
  status,
});

/** The most characters of an address in a sentence. */
const MAX_SHOWN = 300;

/** Returns an address as a sentence shows it: not too long, and without a password. */
function shown(url: URL): string {
  const copy = new URL(url);
  copy.username = '';
  copy.password = '';
  return copy.href.slice(0, MAX_SHOWN);
}

function addressDetail(start: URL, url: URL, rule: string): Told {
  const address = shown(url);
  return url === start
    ? toldApart(
        sentence(
          'The wire does not call {address}. It calls only public addresses of the web, at the usual ports, without a password, and none of this site.',
        ),
        { address },
        `The wire does not call ${address}: an address ${rule}.`,
      )
    : toldApart(
        sentence(
          '{start} redirects to {address}, which the wire does not call. It calls only public addresses of the web, at the usual ports, without a password, and none of this site.',
        ),
        { start: shown(start), address },
        `${shown(start)} redirects to ${address}, which the wire does not call: an address ${rule}.`,
      );
}

const REDIRECT_DETAIL = {
  circle: sentence(
    '{address} redirects in a circle. Open it in a browser, and use the address that it leads to.',
  ),
  'too many': sentence(
    '{address} redirects more than five times. Open it in a browser, and use the address that it leads to.',
  ),
};
