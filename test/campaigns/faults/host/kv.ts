import { type KvEvent, MAX_STALENESS, OUTAGE_CYCLE } from '../faults.ts';
import { pause, steadyNow } from './clock.ts';
import { countFault, happens, isDue, randomUpTo } from './odds.ts';
import { summarizeValue } from './value-summary.ts';

// KV as it may behave: slow, failing, behind its writes, returning partial values.

/** By this time the Desk has given up on a write, in milliseconds. */
const WRITE_TIMEOUT = 11_000;

type Read = KVNamespaceGetWithMetadataResult<ArrayBuffer | null, unknown>;

/** What a key held, from `since` on. */
interface PastValue extends Pick<Read, 'value' | 'metadata'> {
  since: number;
}

/**
 * The program gives up on a read after 5 seconds, so a read that takes longer than this counts as failed. In milliseconds of
 * the program's clock.
 */
const SLOW_READ = 4000;

const pasts = new Map<string, PastValue[]>();
let writes = 0;

/** Records what the key held before a write and after it, as far back as a stale read may see. */
function remember(key: string, before: Omit<PastValue, 'since'>, after: Omit<PastValue, 'since'>): void {
  const past = pasts.get(key) ?? [{ ...before, since: Number.NEGATIVE_INFINITY }];
  past.push({ ...after, since: steadyNow() });
  const known = past.findLastIndex(({ since }) => since < steadyNow() - MAX_STALENESS);
  pasts.set(key, past.slice(Math.max(known, 0)));
}

const bytesOf = (value: string | ArrayBuffer | Uint8Array): ArrayBuffer =>
  typeof value === 'string'
    ? (new TextEncoder().encode(value).buffer as ArrayBuffer)
    : (new Uint8Array(value).slice().buffer as ArrayBuffer);

/** Returns the value in the requested type: bytes or text. */
const decode = ({ value, ...rest }: Read, type: string | undefined) => ({
  ...rest,
  value: value === null || type === 'arrayBuffer' ? value : new TextDecoder().decode(value),
});

/** Returns what was read, or an older value by the odds. */
function maybeStale(key: string, read: Read): Read {
  const past = pasts.get(key);
  if (!past || !isDue('read-stale')) return read;
  const at = steadyNow() - randomUpTo(MAX_STALENESS);
  const found = past.findLast(({ since }) => since <= at);
  if (found && found !== past.at(-1)) countFault('read-stale');
  return { ...read, ...found };
}

/** Makes a namespace that fails by the odds. `onWrite` is called before and after each write of a Durable Object. */
export function faultyKv(kv: KVNamespace, witness: Fetcher, onWrite: () => void): KVNamespace {
  const report = (event: KvEvent) =>
    witness.fetch('http://witness/', { method: 'POST', body: JSON.stringify(event) });
  const reportFailure = (key: string) =>
    report({ id: 0, stage: 'failed', key, content: '', at: steadyNow() });

  async function failDuringOutage(keys: string[]): Promise<void> {
    const isAway = steadyNow() % OUTAGE_CYCLE < OUTAGE_CYCLE / 2;
    if (!isAway || !happens('read-outage')) return;
    await Promise.all(keys.map(reportFailure));
    throw new Error('KV GET failed: 503 Service Unavailable');
  }

  async function maybeTruncated(key: string, read: Read): Promise<Read> {
    if (read.value === null || !happens('read-truncated')) return read;
    await reportFailure(key);
    return { ...read, value: read.value.slice(0, Math.floor(randomUpTo(read.value.byteLength))) };
  }

  async function getWithMetadata(keys: string | string[], options: { type?: string } = {}): Promise<unknown> {
    const isDone = reportIfSlow([keys].flat());
    try {
      return await read(keys, options);
    } finally {
      isDone();
    }
  }

  /** Reports a failed read after `SLOW_READ`, unless the returned function is called before. */
  function reportIfSlow(keys: string[]): () => void {
    let isDone = false;
    const reportAll = () => (isDone ? undefined : Promise.all(keys.map(reportFailure)));
    pause(SLOW_READ)
      .then(reportAll)
      .catch(() => undefined);
    return () => {
      isDone = true;
    };
  }

  async function read(keys: string | string[], options: { type?: string }): Promise<unknown> {
    await failDuringOutage([keys].flat());
    const spoil = async (key: string, found: Read) =>
      decode(await maybeTruncated(key, maybeStale(key, found)), options.type);
    const result = Array.isArray(keys)
      ? new Map(
          await Promise.all(
            Array.from(await readMany(keys), async ([key, each]) => [key, await spoil(key, each)] as const),
          ),
        )
      : await spoil(keys, await kv.getWithMetadata(keys, { ...options, type: 'arrayBuffer' }));
    if (happens('read-slow')) await pause(randomUpTo(2000));
    if (happens('read-hanging')) await new Promise(() => undefined);
    return result;
  }

  /** Reads several keys. KV returns several values only as text, and null for a key without a value. */
  async function readMany(keys: string[]): Promise<Map<string, Read>> {
    const found = await kv.getWithMetadata(keys, { type: 'text' });
    return new Map(
      Array.from(found, ([key, each]) => [
        key,
        {
          metadata: each?.metadata ?? null,
          cacheStatus: null,
          value: each?.value == null ? null : bytesOf(each.value),
        },
      ]),
    );
  }

  async function write(
    key: string,
    value: ArrayBuffer | null,
    metadata: unknown,
    perform: () => Promise<void>,
  ): Promise<void> {
    onWrite();
    if (happens('write-refused')) throw new Error('KV PUT failed: 429 Too Many Requests');
    if (happens('write-late')) await pause(WRITE_TIMEOUT + randomUpTo(60_000));
    const before = await kv.getWithMetadata(key, { type: 'arrayBuffer' });
    const id = ++writes;
    const summary = await summarizeValue(key, value, metadata);
    await report({ ...summary, id, stage: 'begun', key, at: steadyNow() });
    await perform();
    remember(key, before, { value, metadata });
    await report({ ...summary, id, stage: 'done', key, at: steadyNow() });
    onWrite();
    if (happens('write-slow')) await pause(randomUpTo(4000));
    if (happens('write-hanging')) await new Promise(() => undefined);
    if (happens('write-unanswered')) throw new Error('Network connection lost.');
  }

  return {
    getWithMetadata,
    get: async (key: string, type?: 'stream') => {
      const { value } = (await getWithMetadata(key, { type: 'text' })) as { value: string | null };
      return type === 'stream' && value !== null ? new Response(value).body : value;
    },
    list: async (options?: KVNamespaceListOptions) => {
      await failDuringOutage([]);
      return kv.list(options);
    },
    put: (key: string, value: string | ArrayBuffer | Uint8Array, options: KVNamespacePutOptions) =>
      write(key, bytesOf(value), options.metadata, () => kv.put(key, value, options)),
    delete: (key: string) => write(key, null, null, () => kv.delete(key)),
  } as unknown as KVNamespace;
}
