import { type Event, OUTAGE_CYCLE, STALE } from '../faults.ts';
import { pause, steadyNow } from './clock.ts';
import { note, some, strikes, threatens } from './odds.ts';
import { saidBy } from './said.ts';

// KV as it may be seen from a place of the network: slow, failing, behind, cut short.

/** When the Desk has given up a write, in milliseconds. */
const GIVEN_UP = 11_000;

type Read = KVNamespaceGetWithMetadataResult<ArrayBuffer | null, unknown>;

/** What a key held, and since when. */
interface Past extends Pick<Read, 'value' | 'metadata'> {
  since: number;
}

/** A read that takes longer is as one that fails, as the program waits for 5 seconds; in milliseconds of the program's. */
const LONG = 4000;

const pasts = new Map<string, Past[]>();
let writes = 0;

/** Keeps what the key held before and holds from now on, as far as a read may be behind. */
function remember(key: string, before: Omit<Past, 'since'>, after: Omit<Past, 'since'>): void {
  const past = pasts.get(key) ?? [{ ...before, since: Number.NEGATIVE_INFINITY }];
  past.push({ ...after, since: steadyNow() });
  const known = past.findLastIndex(({ since }) => since < steadyNow() - STALE);
  pasts.set(key, past.slice(Math.max(known, 0)));
}

/** A value as it is put, as bytes. */
const bytesOf = (value: string | ArrayBuffer | Uint8Array): ArrayBuffer =>
  typeof value === 'string'
    ? (new TextEncoder().encode(value).buffer as ArrayBuffer)
    : (new Uint8Array(value).slice().buffer as ArrayBuffer);

/** A value as it is asked for: as bytes, or as text. */
const asked = ({ value, ...rest }: Read, type: string | undefined) => ({
  ...rest,
  value: value === null || type === 'arrayBuffer' ? value : new TextDecoder().decode(value),
});

/** What a read gives that found this. */
function asSeen(key: string, read: Read): Read {
  const past = pasts.get(key);
  if (!past || !threatens('read-stale')) return read;
  const at = steadyNow() - some(STALE);
  const found = past.findLast(({ since }) => since <= at);
  if (found && found !== past.at(-1)) note('read-stale');
  return { ...read, ...found };
}

/** The namespace under faults. `onWrite` is told before and after each write that a Durable Object makes. */
export function faultyKv(kv: KVNamespace, witness: Fetcher, onWrite: () => void): KVNamespace {
  const tell = (event: Event) =>
    witness.fetch('http://witness/', { method: 'POST', body: JSON.stringify(event) });
  const tellFailed = (key: string) => tell({ id: 0, stage: 'failed', key, says: '', at: steadyNow() });

  async function reach(keys: string[]): Promise<void> {
    const isAway = steadyNow() % OUTAGE_CYCLE < OUTAGE_CYCLE / 2;
    if (!isAway || !strikes('read-outage')) return;
    await Promise.all(keys.map(tellFailed));
    throw new Error('KV GET failed: 503 Service Unavailable');
  }

  async function cutSome(key: string, read: Read): Promise<Read> {
    if (read.value === null || !strikes('read-truncated')) return read;
    await tellFailed(key);
    return { ...read, value: read.value.slice(0, Math.floor(some(read.value.byteLength))) };
  }

  async function getWithMetadata(keys: string | string[], options: { type?: string } = {}): Promise<unknown> {
    const isDone = tellLate([keys].flat());
    try {
      return await read(keys, options);
    } finally {
      isDone();
    }
  }

  /** Tells of a read that takes so long that the program may give up on it. */
  function tellLate(keys: string[]): () => void {
    let isDone = false;
    const tellAll = () => (isDone ? undefined : Promise.all(keys.map(tellFailed)));
    pause(LONG)
      .then(tellAll)
      .catch(() => undefined);
    return () => {
      isDone = true;
    };
  }

  async function read(keys: string | string[], options: { type?: string }): Promise<unknown> {
    await reach([keys].flat());
    const see = async (key: string, found: Read) =>
      asked(await cutSome(key, asSeen(key, found)), options.type);
    const given = Array.isArray(keys)
      ? new Map(
          await Promise.all(
            Array.from(await readMany(keys), async ([key, each]) => [key, await see(key, each)] as const),
          ),
        )
      : await see(keys, await kv.getWithMetadata(keys, { ...options, type: 'arrayBuffer' }));
    if (strikes('read-slow')) await pause(some(2000));
    if (strikes('read-hanging')) await new Promise(() => undefined);
    return given;
  }

  /** KV gives many values as text alone. */
  async function readMany(keys: string[]): Promise<Map<string, Read>> {
    const found = await kv.getWithMetadata(keys, { type: 'text' });
    return new Map(
      Array.from(found, ([key, each]) => [
        key,
        { ...each, value: each.value === null ? null : bytesOf(each.value) },
      ]),
    );
  }

  async function write(
    key: string,
    value: ArrayBuffer | null,
    metadata: unknown,
    make: () => Promise<void>,
  ): Promise<void> {
    onWrite();
    if (strikes('write-refused')) throw new Error('KV PUT failed: 429 Too Many Requests');
    if (strikes('write-late')) await pause(GIVEN_UP + some(60_000));
    const before = await kv.getWithMetadata(key, { type: 'arrayBuffer' });
    const id = ++writes;
    const said = await saidBy(key, value, metadata);
    await tell({ ...said, id, stage: 'begun', key, at: steadyNow() });
    await make();
    remember(key, before, { value, metadata });
    await tell({ ...said, id, stage: 'done', key, at: steadyNow() });
    onWrite();
    if (strikes('write-slow')) await pause(some(4000));
    if (strikes('write-hanging')) await new Promise(() => undefined);
    if (strikes('write-unanswered')) throw new Error('Network connection lost.');
  }

  return {
    getWithMetadata,
    get: async (key: string, type?: 'stream') => {
      const { value } = (await getWithMetadata(key, { type: 'text' })) as { value: string | null };
      return type === 'stream' && value !== null ? new Response(value).body : value;
    },
    list: async (options?: KVNamespaceListOptions) => {
      await reach([]);
      return kv.list(options);
    },
    put: (key: string, value: string | ArrayBuffer | Uint8Array, options: KVNamespacePutOptions) =>
      write(key, bytesOf(value), options.metadata, () => kv.put(key, value, options)),
    delete: (key: string) => write(key, null, null, () => kv.delete(key)),
  } as unknown as KVNamespace;
}
