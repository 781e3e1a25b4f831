import { KeyValueTable } from '../../../lib/key-value-table.ts';
import { type Actor, may, whyNotRole } from '../../people/desk/roles.ts';
import {
  type FeedsLine,
  type NewsroomPage,
  type NewsroomResult,
  takeEntries,
} from '../../transfer/desk/newsroom-line.ts';
import type { FetchPage } from '../../wire/fetching/fetched.ts';
import {
  asValue,
  type Marked,
  type SaidSentence,
  sentence,
  type Told,
  told,
  toldApart,
} from '../../words/translate.ts';
import {
  type AddResult,
  type Feed,
  type FeedRefusal,
  type FeedResult,
  type FoundFeed,
  type ImportLine,
  type ImportResult,
  MAX_FEEDS,
} from './feed.ts';
import type { ItemStore } from './feed-item.ts';
import { type FeedRecord, FeedTable, hasValidator, toFeed } from './feed-table.ts';
import { takeAnswer } from './follow-feed.ts';
import { againAfter } from './pace.ts';
import { boundXml, TooLarge } from './parse/bounds.ts';
import { textOf } from './parse/plain-text.ts';
import { readAnswer } from './read-answer.ts';
import type { Hubs } from './websub/hubs.ts';

/** The most feeds of a subscription list that are read. */
const MAX_OUTLINES = 2000;

/** A subscription of a list. */
interface Outline {
  url: string;
  title: string | null;
}

type OpmlResult = { ok: true; outlines: Outline[]; left: number } | ({ ok: false } & Told);

interface Node {
  text?: string;
  title?: string;
  xmlUrl?: string;
  outlines?: Node[];
}

/** Returns the subscriptions of all folders, in the order of the list. */
function flatten(nodes: readonly Node[]): Outline[] {
  return nodes.flatMap(({ xmlUrl, title, text, outlines }) => [
    ...(xmlUrl === undefined ? [] : [{ url: xmlUrl, title: textOf(title ?? text ?? '', 200) || null }]),
    ...flatten(outlines ?? []),
  ]);
}

/** Reads a subscription list in OPML (http://opml.org/spec2.opml), whatever folders it has. Never rejects. */
async function readOpml(text: string): Promise<OpmlResult> {
  const { parseOpml } = await import('feedsmith');
  try {
    const found = flatten((parseOpml(boundXml(text.replace(/^\ufeff/, ''))).body?.outlines ?? []) as Node[]);
    if (found.length === 0)
      return { ok: false, detail: sentence('The list names no feeds: none of its outlines has an xmlUrl.') };
    return {
      ok: true,
      outlines: found.slice(0, MAX_OUTLINES),
      left: Math.max(0, found.length - MAX_OUTLINES),
    };
  } catch (error) {
    const why =
      error instanceof TooLarge
        ? told(
            sentence(
              'This is no OPML that can be read. {reason} Export the list again from your feed reader.',
            ),
            { reason: asValue(error.why) },
          )
        : told(sentence('This is no OPML that can be read. Export the list again from your feed reader.'));
    return { ok: false, ...why };
  }
}

/** Writes feeds as a subscription list in OPML 2.0, in a folder called `title`. The same feeds give the same bytes. */
async function writeOpml(feeds: readonly Feed[], title: string): Promise<string> {
  const { generateOpml } = await import('feedsmith');
  const outlines = feeds.map((feed) => ({
    type: 'rss',
    text: feed.title ?? feed.url,
    title: feed.title ?? feed.url,
    xmlUrl: feed.url,
    ...(feed.home === null ? {} : { htmlUrl: feed.home }),
  }));
  return generateOpml({
    head: { title, docs: 'http://opml.org/spec2.opml' },
    body: { outlines: [{ text: title, outlines }] },
  });
}

/** How long a removed feed is remembered, in milliseconds: until a request without a condition may be repeated. */
const MEMORY = 86_400_000;

/** The name under which the feeds of data/site.json are remembered, to see whether they have changed. */
const FILE_NOTE = 'feeds-in-file';

interface FeedsOptions {
  fetchPage: FetchPage;
  items: ItemStore;
  hubs: Hubs;
  /** Returns the rule that an address does not satisfy; undefined if the wire may ask it. */
  brokenRule: (address: string) => string | undefined;
}

interface ByWhom {
  actor: Actor;
  /** Milliseconds. */
  now: number;
}

const refusal = (
  why: FeedRefusal['why'],
  what: Marked | Told,
  values?: SaidSentence['values'],
): FeedRefusal => ({ ok: false, why, ...told(what, values) });
const MISSING = refusal(
  'missing',
  sentence('There is no such feed. Somebody may have removed it. Load the list again.'),
);
const FULL = refusal(
  'state',
  sentence(
    'The newsroom follows {count} feeds, which is the most that it can. Remove one that nobody needs first.',
  ),
  { count: MAX_FEEDS },
);

/** What is said of an address that the wire may not ask. */
const NO_ADDRESS = sentence(
  'The wire does not follow this address. It follows only public addresses of the web, at the usual ports, without a password, and none of this site.',
);

/** The feeds that the newsroom follows: those of data/site.json, and those that editors add. */
export class Feeds {
  readonly #table: FeedTable;
  readonly #notes: KeyValueTable;
  readonly #options: FeedsOptions;

  constructor(sql: SqlStorage, options: FeedsOptions) {
    this.#table = new FeedTable(sql);
    this.#notes = new KeyValueTable(sql);
    this.#options = options;
  }

  /** Follows what data/site.json lists, and no longer what it listed before, unless an editor added that too. */
  syncFile(listed: readonly { url: string; title: string | null }[], now: number): void {
    const note = JSON.stringify(listed);
    if (
      this.#notes.get(FILE_NOTE) === note ||
      (listed.length === 0 && this.#notes.get(FILE_NOTE) === undefined)
    )
      return;
    const addresses = new Set<string>();
    for (const { url, title } of listed) {
      const address = new URL(url).href;
      const known = this.#table.at(address);
      addresses.add(known?.address ?? address);
      if (!known) {
        if (this.#table.count() < MAX_FEEDS)
          this.#table.add({ address, title, inFile: true, addedBy: null, added: now });
      } else if (known.state === 'removed') this.#restore(known, { inFile: true, addedBy: null }, now);
      else if (!known.inFile) this.#table.change(known.id, { inFile: true });
    }
    for (const record of this.#table.list()) {
      if (!record.inFile || addresses.has(record.address)) continue;
      if (record.addedBy === null) this.#remove(record, now);
      else this.#table.change(record.id, { inFile: false });
    }
    this.#notes.set(FILE_NOTE, note);
  }

  list(now: number): Feed[] {
    return this.#table.list().map((record) => this.#show(record, now));
  }

  /**
   * Follows a feed: asks for it once, at once, and takes its items in. An address that is followed already stays as it is. Refuses an
   * address that is no feed's; if it is a page's, with the feeds that the page names.
   */
  async add({ url, title }: { url: string; title: string | null }, by: ByWhom): Promise<AddResult> {
    const { actor, now } = by;
    const address = this.#readAddress(url, actor);
    if (typeof address !== 'string') return address;
    const known = this.#follow(address, title, by);
    if (known) return known;
    const answer = await readAnswer(await this.#options.fetchPage({ url: address, purpose: 'feed' }), now);
    // Somebody else may have added it in the meantime.
    const added = this.#follow(address, title, by);
    if (added) return added;
    if (answer.kind === 'failed') {
      const { found } = answer;
      return {
        ...refusal('invalid', notAdded(address, answer, found)),
        ...(found.length > 0 ? { found } : {}),
      };
    }
    if (answer.kind === 'gone' || answer.kind === 'postponed')
      return refusal(answer.kind === 'gone' ? 'invalid' : 'state', sentence('{address}: {reason}'), {
        ...{ address, reason: asValue(answer) },
      });
    const made = this.#table.add({ address, title, inFile: false, addedBy: actor.name, added: now });
    const options = { now, wasConditional: false, isPushed: false, table: this.#table };
    const taken = takeAnswer(made, answer, options);
    this.#table.change(made.id, taken.changes);
    this.#options.items.add(taken.items, now);
    const record = this.#table.find(made.id) ?? made;
    if (answer.kind === 'feed') this.#options.hubs.discover(record, answer, now);
    return { ok: true, feed: this.#show(record, now), isNew: true };
  }

  /** Follows a feed without asking for it first; the poller does that. Returns what `add` does. */
  addUnasked({ url, title }: { url: string; title: string | null }, by: ByWhom): AddResult {
    const { actor, now } = by;
    const address = this.#readAddress(url, actor);
    if (typeof address !== 'string') return address;
    const known = this.#follow(address, title, by);
    if (known) return known;
    const made = this.#table.add({ address, title, inFile: false, addedBy: actor.name, added: now });
    return { ok: true, feed: this.#show(made, now), isNew: true };
  }

  /** Follows the feeds of a subscription list (OPML), and says of each what came of it. They are asked one after the other. */
  async importOpml(text: string, by: ByWhom): Promise<ImportResult> {
    if (!may(by.actor.role, 'curate')) return refusal('role', whyNotRole(by.actor, 'curate'));
    const read = await readOpml(text);
    if (!read.ok) return refusal('invalid', told(read));
    const lines = read.outlines.map(({ url, title }): ImportLine => {
      const added = this.addUnasked({ url, title }, by);
      if (!added.ok) return { url, title, result: 'refused', ...told(added) };
      return { url, title, result: added.isNew ? 'added' : 'known', detail: null };
    });
    const more = told(sentence('The list has {count} more. Import it again in parts.'), { count: read.left });
    return {
      ok: true,
      lines: read.left > 0 ? [...lines, { url: '', title: null, result: 'refused', ...more }] : lines,
    };
  }

  /** Returns the feeds as a subscription list (OPML). */
  async exportOpml(title: string, now: number): Promise<string> {
    return writeOpml(this.list(now), title);
  }

  /** Returns a line of a backup for the feeds behind this address; undefined at their end. */
  exportPage(after: string): NewsroomPage<string> | undefined {
    const listed = takeEntries(entriesOf(this.#table.behind(after)));
    const last = listed.at(-1);
    const feeds: FeedsLine = { format: 1, feeds: listed };
    return last && { text: `${JSON.stringify({ feeds })}\n`, next: last.address };
  }

  /**
   * Imports the feeds of a backup. One that is followed here since before the backup's stays as it is; so does one that was imported
   * already. One that data/site.json has brought back anew becomes as it was: muted, perhaps.
   */
  import({ feeds }: FeedsLine, { actor, now }: ByWhom): NewsroomResult {
    if (!may(actor.role, 'administer')) return { ok: false, why: 'role', ...whyNotRole(actor, 'administer') };
    let changed = false;
    let left = 0;
    for (const { address, inFile: _inFile, ...feed } of feeds) {
      const known = this.#table.at(address);
      if (known && (known.state === 'removed' || known.added <= feed.added || known.addedBy !== null))
        continue;
      // What only the file listed comes back with the file.
      if (!known && feed.addedBy === null) continue;
      if (!known && this.#table.count() >= MAX_FEEDS) {
        left++;
        continue;
      }
      const title = known?.title ?? feed.title;
      const made =
        known ?? this.#table.add({ address, title, inFile: false, addedBy: feed.addedBy, added: feed.added });
      const next = feed.state === 'active' ? (made.next ?? now) : null;
      if (feed.state !== 'active') this.#options.hubs.leave(made.id, now);
      this.#table.change(made.id, { ...feed, title, next });
      changed = true;
    }
    return left === 0
      ? { ok: true, changed }
      : { ok: false, why: 'state', detail: `${left} feeds were left out. ${FULL.detail}` };
  }

  /** Silences a feed: it is asked no more, and its hub is told. */
  mute(id: string, { actor, now }: ByWhom): FeedResult {
    return this.#change(id, actor, now, (record) => {
      this.#options.hubs.leave(id, now);
      this.#table.change(record.id, { state: 'muted', next: null });
    });
  }

  /** Asks a muted or stopped feed again, as soon as the rules of the pace allow. */
  unmute(id: string, { actor, now }: ByWhom): FeedResult {
    return this.#change(id, actor, now, (record) => {
      if (record.state === 'active') return;
      const next = againAfter({ ...record, now, hasValidator: hasValidator(record) });
      this.#table.change(record.id, { state: 'active', failures: 0, next });
    });
  }

  /** Follows a feed no longer. What it reported stays. Refuses one that data/site.json lists, which would come back. */
  remove(id: string, { actor, now }: ByWhom): FeedResult {
    const record = this.#table.find(id);
    if (record?.inFile && record.state !== 'removed' && may(actor.role, 'curate')) {
      return refusal(
        'state',
        sentence(
          'The newsroom was deployed with {address} ({file}), so it would come back. Mute it, or ask whoever deploys it to take it out.',
        ),
        { address: record.address, file: 'wire.feeds in data/site.json' },
      );
    }
    return this.#change(id, actor, now, (each) => this.#remove(each, now));
  }

  #show(record: FeedRecord, now: number): Feed {
    return toFeed(record, { isPushed: this.#options.hubs.isPushed(record.id, now), now });
  }

  #readAddress(url: string, actor: Actor): string | FeedRefusal {
    if (!may(actor.role, 'curate')) return refusal('role', whyNotRole(actor, 'curate'));
    const rule = this.#options.brokenRule(url.trim());
    if (rule !== undefined) return refusal('invalid', toldApart(NO_ADDRESS, {}, `The address ${rule}.`));
    const address = new URL(url.trim());
    address.hash = '';
    return address.href;
  }

  /** Returns the feed that has an address, which is then followed by editors too; a refusal if no more can be added; else undefined. */
  #follow(address: string, title: string | null, { actor, now }: ByWhom): AddResult | undefined {
    const known = this.#table.at(address);
    if (!known && this.#table.count() >= MAX_FEEDS) return FULL;
    if (!known) return undefined;
    const isNew = known.state === 'removed';
    if (isNew) this.#restore(known, { inFile: false, addedBy: actor.name }, now);
    else if (known.addedBy === null) this.#table.change(known.id, { addedBy: actor.name });
    if (title !== null && title !== known.title) this.#table.change(known.id, { title });
    return { ok: true, feed: this.#show(this.#table.find(known.id) ?? known, now), isNew };
  }

  #change(id: string, actor: Actor, now: number, change: (record: FeedRecord) => void): FeedResult {
    if (!may(actor.role, 'curate')) return refusal('role', whyNotRole(actor, 'curate'));
    const record = this.#table.find(id);
    if (!record || record.state === 'removed') return MISSING;
    change(record);
    return { ok: true, feed: this.#show(this.#table.find(id) ?? record, now) };
  }

  #remove(record: FeedRecord, now: number): void {
    this.#options.hubs.leave(record.id, now);
    this.#table.change(record.id, { state: 'removed', inFile: false, addedBy: null, next: now + MEMORY });
  }

  #restore(record: FeedRecord, who: Pick<FeedRecord, 'inFile' | 'addedBy'>, now: number): void {
    const next = againAfter({ ...record, now, hasValidator: hasValidator(record) });
    this.#table.change(record.id, { ...who, state: 'active', failures: 0, next });
  }
}

function* entriesOf(records: Iterable<FeedRecord>): Generator<FeedsLine['feeds'][number]> {
  for (const { address, url, title, home, state, inFile, addedBy, added } of records)
    yield { address, url, title, home, state: state === 'removed' ? 'muted' : state, inFile, addedBy, added };
}

/** Says why a feed was not added, and which feeds its page names. */
function notAdded(address: string, why: Told, found: readonly FoundFeed[]): Told {
  const values = {
    address,
    reason: asValue(why),
    count: found.length,
    feeds: found.map(({ url, title }) => (title === null ? url : `${url} (${title})`)).join(', '),
  };
  if (found.length === 0) return told(sentence('{address} was not added. {reason}'), values);
  return told(
    sentence([
      '{address} was not added. {reason} It names a feed: {feeds}. Add that one.',
      '{address} was not added. {reason} It names feeds: {feeds}. Add one of these.',
    ]),
    values,
  );
}
