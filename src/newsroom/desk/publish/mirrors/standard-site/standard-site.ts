import { fingerprint } from '../../../../../lib/fingerprint.ts';
import { KeyValueTable } from '../../../../../lib/key-value-table.ts';
import type { Env } from '../../../../../platform/env.ts';
import { PUBLICATION_KEY } from '../../../../../platform/kv.ts';
import type { Site } from '../../../../../settings/site.ts';
import { recordKey } from '../../../../../site/export/record-key.ts';
import { documentUri, publicationUri } from '../../../../../site/export/record-uri.ts';
import { toDocumentRecord, toPublicationRecord } from '../../../../../site/export/standard-site.ts';
import type { Outbox } from '../../outbox.ts';
import type { Mirror, MirroredStory, MirrorResult } from '../mirror.ts';
import { Session } from './session.ts';
import { type AccountSettings, normalHandle, readAccount } from './settings.ts';
import { XrpcError } from './xrpc.ts';

/** What was last sent of a story: the hash of its record, empty for none; and why the server refused it. */
type SentRecord = { hash: string; refusal: string | null };

/** What was last sent of each story. */
class Records {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  get(story: number): SentRecord | undefined {
    const query = 'SELECT hash, refusal FROM atproto_record WHERE story = ?';
    return this.#sql.exec<SentRecord>(query, story).toArray()[0];
  }

  set(story: number, { hash, refusal }: SentRecord): void {
    const query =
      'INSERT INTO atproto_record (story, hash, refusal) VALUES (?1, ?2, ?3) ON CONFLICT (story) DO UPDATE SET hash = ?2, refusal = ?3';
    this.#sql.exec(query, story, hash, refusal);
  }

  /** Forgets everything, so that every record is sent again. */
  clear(): void {
    this.#sql.exec('DELETE FROM atproto_record');
  }

  /** Returns how many records the repository has, as far as is known. */
  count(): number {
    const query = "SELECT COUNT(*) AS count FROM atproto_record WHERE hash <> '' AND refusal IS NULL";
    return this.#sql.exec<{ count: number }>(query).one().count;
  }
}

/** The version of the records. Raise it when the same story gives another record, so that all are sent again. */
const FORMAT = 1;
/** After this time, in milliseconds, a call begins no other record, because the Desk gives it up after a minute (`mirrors.ts`). */
const SENDING_TIME = 40_000;
/**
 * How many records may be written at once, and the time for each one after that, in milliseconds. An account has 5,000 points an hour
 * and 35,000 a day for all that it writes (https://docs.bsky.app/docs/advanced-guides/rate-limits), and a record takes two of them.
 * At this pace, filling in old stories leaves two thirds of an hour's points, and a sixth of a day's, for what people post.
 */
const [BURST, WRITE_INTERVAL] = [300, 6000];
/** The keys of the account's DID, and of the hash of the publication's record that was last sent. */
const [ACCOUNT, SENT_PUBLICATION] = ['atproto account', 'atproto publication'] as const;
/** The key of the time until which the account's server wants to be left alone. */
const PAUSED_UNTIL = 'atproto pause';
/** The key of the time at which `BURST` records may be written at once again, in milliseconds. */
const FULL_BURST = 'atproto full burst';

/** The fields of the site that decide what is in the records, besides its accent and paper. */
const SHOWN_FIELDS = [
  'url',
  'taggingEntity',
  'title',
  'tagline',
  'subject',
  'subjects',
  'topics',
  'language',
  'usage',
  'evidence',
] as const;

/** Its name among the mirrors, and among what needs attention. */
export const STANDARD_SITE = 'standard.site';
export const STANDARD_SITE_WORDS = {
  title: 'The account on ATProto',
  next: 'Check ATPROTO_HANDLE, ATPROTO_SERVICE and the secret ATPROTO_APP_PASSWORD (docs/operating.md). The Desk retries at least every hour, and at once after a deploy that changes the settings. A story that was refused is sent again when it changes, or by `npm run story -- rebuild`.',
};

/** What the Desk knows of the newsroom's records on ATProto. */
interface StandardSiteState {
  handle: string;
  /** The URI of the publication's record; null until the account was first used. */
  publication: string | null;
  records: number;
  /** Until when its server wants to be left alone (RFC 3339); null if it does not. */
  pausedUntil: string | null;
}

interface StandardSiteInputs {
  site: () => Site;
  outbox: Outbox;
  onAccount: () => Promise<void>;
}

const hashOf = (record: unknown) => fingerprint(new TextEncoder().encode(JSON.stringify(record)));

/** Whether an error may be due to the record that was sent, and is not known to be due to the account or the connection. */
const mayBeRefusal = (error: unknown): error is XrpcError =>
  error instanceof XrpcError && error.status >= 400 && ![401, 403, 429].includes(error.status);

/** The parts of a URI of a record, `at://did/collection/key`, as the procedures name them. */
function partsOf(uri: string): { repo: string; collection: string; rkey: string } {
  const [repo = '', collection = '', rkey = ''] = uri.slice('at://'.length).split('/');
  return { repo, collection, rkey };
}

/**
 * The newsroom and its stories as records in the repository of an account on ATProto, by the lexicons of https://standard.site. Each
 * story has one record, under a key that never changes. Nothing is posted.
 */
export class StandardSite implements Mirror {
  readonly name = STANDARD_SITE;
  /** With a sign-in and the publication's record, this is less than the 50 requests of the free plan. */
  readonly batch = 20;
  readonly words = STANDARD_SITE_WORDS;
  readonly #keyValues: KeyValueTable;
  readonly #records: Records;
  readonly #session: Session;
  readonly #site: () => Site;
  readonly #outbox: Outbox;
  readonly #onAccount: () => Promise<void>;

  /** `onAccount` is called when the account has another DID than before: pages name it. */
  constructor(sql: SqlStorage, { site, outbox, onAccount }: StandardSiteInputs) {
    this.#keyValues = new KeyValueTable(sql);
    this.#records = new Records(sql);
    this.#session = new Session(this.#keyValues);
    this.#site = site;
    this.#outbox = outbox;
    this.#onAccount = onAccount;
  }

  version(env: Env): string | null {
    try {
      const account = readAccount(env);
      if (!account) return null;
      const { service, handle, password } = account;
      // Another password is tried at once. Only 20 bits of its hash are stored, from which nobody can guess it.
      const mark = recordKey(password).slice(-4);
      const site = this.#site();
      const { accent, paper } = site.brand;
      const shown = JSON.stringify([
        ...SHOWN_FIELDS.map((field) => site[field]),
        accent,
        ...(paper ? [paper] : []),
      ]);
      return JSON.stringify([FORMAT, service, handle, mark, shown]);
    } catch (error) {
      // `send` then throws the same error, which the operator is shown.
      return String(error);
    }
  }

  /** Returns the URI of the publication's record; undefined without an account, or until it was first used. */
  publication(env: Env): string | undefined {
    const did = this.#keyValues.get(ACCOUNT);
    return did && this.version(env) !== null ? publicationUri(did, this.#site()) : undefined;
  }

  /**
   * Returns a function that returns the site as pages show it: with the URI of the publication's record, as soon as it is known. As long
   * as the site is the same, it returns the same object, because rendered forms are kept by it.
   */
  named(env: () => Env): () => Site {
    const publication = () => this.publication(env());
    let last: { of: Site; site: Site } | undefined;
    return () => {
      const of = this.#site();
      if (last?.of !== of) {
        const site = {
          ...of,
          get publication() {
            return publication();
          },
        };
        last = { of, site };
      }
      return last.site;
    };
  }

  state(env: Env, now: number): StandardSiteState | null {
    if (this.version(env) === null) return null;
    const paused = this.#keyValues.get(PAUSED_UNTIL) ?? '';
    return {
      pausedUntil: Date.parse(paused) > now ? paused : null,
      handle: normalHandle(env.ATPROTO_HANDLE),
      publication: this.publication(env) ?? null,
      records: this.#records.count(),
    };
  }

  /** Forgets the session and what was sent. */
  forget(now: number): void {
    this.#session.end();
    this.#forgetRecords(now);
  }

  /** Forgets what was sent, so that every record is sent again, refused ones included, and the publication is named anew. */
  #forgetRecords(now: number): void {
    this.#outbox.add([PUBLICATION_KEY], now);
    this.#records.clear();
    this.#keyValues.set(SENT_PUBLICATION, '');
  }

  async send(stories: readonly MirroredStory[], env: Env): Promise<MirrorResult> {
    const account = readAccount(env);
    if (!account) return {};
    const until = Date.now() + SENDING_TIME;
    const refused: { id: number; why: string }[] = [];
    let [done, written] = [0, 0];
    const rest = () => stories.slice(done).map(({ id }) => id);
    try {
      const publication = await this.#sendPublication(account);
      for (const story of stories) {
        if (Date.now() > until) break;
        const { isWritten, refusal } = await this.#sendStory(story, publication, account);
        if (refusal !== null) refused.push({ id: story.id, why: `${story.slug}: ${refusal}` });
        if (isWritten) written++;
        done++;
      }
    } catch (error) {
      const pause = error instanceof XrpcError ? error.pause : undefined;
      if (pause === undefined) throw error;
      this.#keyValues.set(PAUSED_UNTIL, new Date(Date.now() + pause).toISOString());
      return { refused, unsent: rest(), pause };
    }
    return { refused, unsent: rest(), pause: this.#restAfter(written, Date.now()) };
  }

  /** Counts records that were written. Returns how long to write no more, in milliseconds. */
  #restAfter(written: number, now: number): number {
    const full = Math.max(Number(this.#keyValues.get(FULL_BURST) ?? 0), now) + written * WRITE_INTERVAL;
    this.#keyValues.set(FULL_BURST, String(full));
    return Math.max(0, full - now - BURST * WRITE_INTERVAL);
  }

  /** Sends the publication's record if it has changed. Returns its URI. */
  async #sendPublication(account: AccountSettings): Promise<string> {
    const did = await this.#session.did(account);
    if (did !== this.#keyValues.get(ACCOUNT)) {
      this.#keyValues.set(ACCOUNT, did);
      this.#forgetRecords(Date.now());
      await this.#onAccount();
    }
    const publication = publicationUri(did, this.#site());
    const hash = await hashOf([publication, toPublicationRecord(this.#site())]);
    if (this.#keyValues.get(SENT_PUBLICATION) !== hash) {
      await this.#putPublication(publication, account);
      this.#keyValues.set(SENT_PUBLICATION, hash);
    }
    return publication;
  }

  #putPublication(publication: string, account: AccountSettings): Promise<void> {
    return this.#put(account, publication, toPublicationRecord(this.#site()));
  }

  async #put(account: AccountSettings, uri: string, record: unknown): Promise<void> {
    const parts = partsOf(uri);
    const answer = await this.#session.call(account, 'com.atproto.repo.putRecord', { ...parts, record });
    // A proxy may answer in the server's place, with success.
    if (!String(answer.uri).endsWith(`/${parts.rkey}`))
      throw new XrpcError(
        `${new URL(account.service).host} answered with something other than the URI of a record`,
      );
  }

  /** Sends a story's record if it has changed, or deletes it if readers do not see the story. `refusal` says why the server refused that. */
  async #sendStory(
    { id, identifier, article }: MirroredStory,
    publication: string,
    account: AccountSettings,
  ): Promise<{ isWritten: boolean; refusal: string | null }> {
    const sent = this.#records.get(id);
    const uri = documentUri(publication, identifier);
    const record = article && toDocumentRecord(article, this.#site(), publication);
    // Even a story that was never sent may have a record, from before the Desk was restored from an export.
    const hash = record ? await hashOf(record) : '';
    if (sent?.hash === hash) return { isWritten: false, refusal: sent.refusal };
    try {
      if (record) await this.#put(account, uri, record);
      else await this.#session.call(account, 'com.atproto.repo.deleteRecord', partsOf(uri));
    } catch (error) {
      if (!mayBeRefusal(error)) throw error;
      // If the server takes another record, it is this one that it does not take. Otherwise this throws.
      await this.#putPublication(publication, account);
      // A deletion is tried again, because until then readers find the record; and so is what the server failed at.
      if (record && error.status < 500) this.#records.set(id, { hash, refusal: error.message });
      return { isWritten: true, refusal: error.message };
    }
    this.#records.set(id, { hash, refusal: null });
    return { isWritten: true, refusal: null };
  }
}
