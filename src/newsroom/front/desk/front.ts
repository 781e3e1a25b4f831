import { log } from '../../../lib/log.ts';
import { editionKey } from '../../../platform/kv.ts';
import type { Site } from '../../../settings/site.ts';
import type { HeadlineBlock } from '../../../site/edition/edition.ts';
import type { Invalidations } from '../../desk/ledger/invalidations.ts';
import type { Ledger } from '../../desk/ledger/ledger.ts';
import type { Outbox } from '../../desk/publish/outbox.ts';
import type { People } from '../../people/desk/people.ts';
import type { Actor } from '../../people/desk/roles.ts';
import {
  type FrontLine,
  MAX_NEWSROOM_LINE,
  type NewsroomPage,
  type NewsroomResult,
} from '../../transfer/desk/newsroom-line.ts';
import { sentence, told } from '../../words/translate.ts';
import {
  type AbsentStory,
  type Arrangement,
  type ChoosableStory,
  type FrontRefusal,
  type FrontResult,
  type FrontVersion,
  NOTHING_ARRANGED,
} from './arrangement.ts';

const DAY = 86_400_000;
/** The longest that a story leads, and that an order holds, in days: whoever forgets them does not freeze the page. */
const [LONGEST_LEAD, LONGEST_ORDER] = [90, 7];
/** How many headlines of a topic the page may pass over, because they stand elsewhere on it. */
const SPARE_HEADLINES = 20;
/** How many of the newest stories an editor chooses from. */
const CHOICES = 60;
/** How many versions a list has. */
const LISTED_VERSIONS = 20;
const FRONT_PAGE = editionKey('all');

/** A version as it is stored: with stories by their identifiers. */
interface StoredVersion {
  version: number;
  at: number;
  who: string | null;
  arranged: Arrangement;
}

type Row = Omit<StoredVersion, 'arranged'> & { arranged: string } & Record<string, SqlStorageValue>;

interface Inputs {
  people: People;
  ledger: Ledger;
  outbox: Outbox;
  site: () => Pick<Site, 'topics'>;
}

interface ChangeOptions {
  actor: Actor;
  now: number;
  /** The version that the change replaces. */
  expected: number;
}

/** The front page as the edition of all stories holds it: entries are JSON. */
export interface FrontRows {
  lead: string | null;
  order: string[];
  blocks: HeadlineBlock[];
}

const storiesIn = ({ lead, order }: Arrangement): string[] => [
  ...(lead ? [lead.story] : []),
  ...(order?.stories ?? []),
];

/** Returns the arrangement with other names for its stories, each once. Those without one are left out. */
function renamed(
  { lead, order, blocks }: Arrangement,
  nameOf: (story: string) => string | undefined,
): Arrangement {
  const leads = lead && nameOf(lead.story);
  const stories = [...new Set(order?.stories.flatMap((story) => nameOf(story) ?? []))];
  return {
    lead: lead && leads ? { ...lead, story: leads } : null,
    order: order && stories.length > 0 ? { ...order, stories } : null,
    blocks,
  };
}

const isOver = (part: { until: string } | null, now: number) =>
  part !== null && Date.parse(part.until) <= now;

/** Returns what is left of an arrangement. */
const stillHolds = ({ lead, order, blocks }: Arrangement, now: number): Arrangement => ({
  lead: isOver(lead, now) ? null : lead,
  order: isOver(order, now) ? null : order,
  blocks,
});

const isSame = (one: Arrangement, other: Arrangement) => JSON.stringify(one) === JSON.stringify(other);

const LEAD_TIMES = {
  passed: sentence(
    'A story leads until a time that has passed, so nothing was arranged. Choose a later time.',
  ),
  late: sentence([
    'A story leads for at most {count} day, so nothing was arranged. Choose an earlier time.',
    'A story leads for at most {count} days, so nothing was arranged. Choose an earlier time.',
  ]),
};
const ORDER_TIMES = {
  passed: sentence(
    'An order holds until a time that has passed, so nothing was arranged. Choose a later time.',
  ),
  late: sentence([
    'An order holds for at most {count} day, so nothing was arranged. Choose an earlier time.',
    'An order holds for at most {count} days, so nothing was arranged. Choose an earlier time.',
  ]),
};

/** What editors have arranged of the front page, with every version. Nothing of it is in feeds. */
export class Front {
  readonly #sql: SqlStorage;
  readonly #inputs: Inputs;

  constructor(sql: SqlStorage, inputs: Inputs) {
    this.#sql = sql;
    this.#inputs = inputs;
  }

  #rows(condition: string, ...values: SqlStorageValue[]): StoredVersion[] {
    return this.#sql
      .exec<Row>(`SELECT version, at, who, arranged FROM front_version ${condition}`, ...values)
      .toArray()
      .map((row) => ({ ...row, arranged: JSON.parse(row.arranged) }));
  }

  #stored(): StoredVersion {
    const [newest] = this.#rows('ORDER BY version DESC LIMIT 1');
    return newest ?? { version: 0, at: 0, who: null, arranged: NOTHING_ARRANGED };
  }

  /** Returns a version with stories by their present slugs. */
  #named({ version, at, who, arranged }: StoredVersion): FrontVersion {
    const { names } = this.#inputs.ledger;
    return {
      ...renamed(arranged, (story) => names.byIdentifier(story)?.slug),
      version,
      at: version === 0 ? null : new Date(at).toISOString(),
      who,
    };
  }

  /** Returns what is in force. */
  current(): FrontVersion {
    return this.#named(this.#stored());
  }

  /** Lists the newest versions, the last first. */
  versions(): FrontVersion[] {
    return this.#rows('ORDER BY version DESC LIMIT ?', LISTED_VERSIONS).map((each) => this.#named(each));
  }

  /** Lists the stories of the arrangement that readers do not see there. */
  absent(): AbsentStory[] {
    return storiesIn(this.#stored().arranged).flatMap((identifier) => {
      const row = this.#inputs.ledger.names.byIdentifier(identifier);
      if (!row || row.status === 'published') return [];
      return [{ story: row.slug, headline: this.#inputs.ledger.article(row.id).headline, why: row.status }];
    });
  }

  /** Returns the stories with these slugs, and those of the edition, the newest first. Slugs that no story has are left out. */
  choices(slugs: readonly string[]): { named: ChoosableStory[]; newest: ChoosableStory[] } {
    const { names, feedRows } = this.#inputs.ledger;
    const named = slugs.flatMap((each): ChoosableStory[] => {
      const row = names.bySlug(each) ?? names.byFormerSlug(each);
      if (!row) return [];
      const { headline, inLanguage, datePublished } = this.#inputs.ledger.article(row.id);
      return [{ slug: row.slug, headline, inLanguage, datePublished, status: row.status }];
    });
    const newest = feedRows
      .headlines('all', CHOICES)
      .map((story): ChoosableStory => ({ ...story, status: 'published' }));
    return { named, newest };
  }

  /** Arranges this and nothing else. */
  replace(wanted: Arrangement, { actor, now, expected }: ChangeOptions): FrontResult {
    const whyNot = this.#inputs.people.whyNot(actor, 'publish');
    if (whyNot !== undefined) return { ok: false, why: 'role', ...whyNot };
    const current = this.#stored();
    if (current.version !== expected) {
      const what =
        current.who === null
          ? sentence(
              'Yours replaces version {expected} of the front page, but version {version} has been made because a time ended meanwhile.',
            )
          : sentence(
              'Yours replaces version {expected} of the front page, but version {version} has been made by {name} meanwhile.',
            );
      const values = {
        expected: String(expected),
        version: String(current.version),
        name: current.who ?? '',
      };
      return { ok: false, why: 'stale', ...told(what, values) };
    }
    const found = this.#find(wanted, current.arranged);
    if (!found.ok) return found;
    const refusal =
      this.#checkTimes(wanted, current.arranged, now) ?? this.#checkTopics(wanted, current.arranged);
    if (refusal) return refusal;
    if (isSame(found.arranged, current.arranged))
      return { ok: true, version: this.#named(current), changed: false };
    this.#insert(found.arranged, actor.name, now);
    log({ event: 'front-arranged', who: actor.name, stories: storiesIn(wanted).join(' ') }, 'info');
    return { ok: true, version: this.current(), changed: true };
  }

  /** Arranges what an earlier version had, except what is over by now or was withdrawn since. */
  restore(version: number, options: ChangeOptions): FrontResult {
    const [then] =
      version === 0 ? [{ arranged: NOTHING_ARRANGED }] : this.#rows('WHERE version = ?', version);
    if (!then) {
      const what = sentence('There is no version {version} of the front page.');
      return { ok: false, why: 'missing', ...told(what, { version: String(version) }) };
    }
    const known = new Set(this.#inputs.site().topics.map(({ slug }) => slug));
    const left = renamed(stillHolds(then.arranged, options.now), (story) => {
      const row = this.#inputs.ledger.names.byIdentifier(story);
      return row?.status === 'withdrawn' ? undefined : row?.slug;
    });
    return this.replace({ ...left, blocks: left.blocks.filter(({ topic }) => known.has(topic)) }, options);
  }

  /** Finds the identifiers of the stories. One that was withdrawn may stay in its place, but comes into none. */
  #find(wanted: Arrangement, before: Arrangement): { ok: true; arranged: Arrangement } | FrontRefusal {
    const { names } = this.#inputs.ledger;
    const identifiers = new Map<string, string>();
    for (const slug of storiesIn(wanted)) {
      const row = names.bySlug(slug) ?? names.byFormerSlug(slug);
      if (!row) {
        const what = sentence('There is no story “{slug}”, so nothing was arranged.');
        return { ok: false, why: 'missing', ...told(what, { slug }) };
      }
      if (row.status === 'withdrawn' && !storiesIn(before).includes(row.identifier)) {
        const what = sentence(
          'The story “{slug}” is withdrawn, so nothing was arranged. Restore it first, or choose another.',
        );
        return { ok: false, why: 'state', ...told(what, { slug }) };
      }
      identifiers.set(slug, row.identifier);
    }
    return { ok: true, arranged: renamed(wanted, (slug) => identifiers.get(slug)) };
  }

  /** Refuses a time that has passed or is too far away, unless it stands there already. */
  #checkTimes(wanted: Arrangement, before: Arrangement, now: number): FrontRefusal | undefined {
    const parts = [
      { words: LEAD_TIMES, part: wanted.lead, was: before.lead, longest: LONGEST_LEAD },
      { words: ORDER_TIMES, part: wanted.order, was: before.order, longest: LONGEST_ORDER },
    ];
    for (const { words, part, was, longest } of parts) {
      if (!part || part.until === was?.until) continue;
      if (isOver(part, now)) return { ok: false, why: 'time', ...told(words.passed) };
      if (Date.parse(part.until) > now + longest * DAY)
        return { ok: false, why: 'time', ...told(words.late, { count: longest }) };
    }
    return undefined;
  }

  #checkTopics({ blocks }: Arrangement, before: Arrangement): FrontRefusal | undefined {
    const known = new Set([
      ...this.#inputs.site().topics.map(({ slug }) => slug),
      ...before.blocks.map(({ topic }) => topic),
    ]);
    const unknown = blocks.find(({ topic }) => !known.has(topic));
    if (!unknown) return undefined;
    const what = sentence(
      'The newsroom has no topic “{topic}”, so nothing was arranged. Settings list the topics.',
    );
    return { ok: false, why: 'missing', ...told(what, { topic: unknown.topic }) };
  }

  #insert(arranged: Arrangement, who: string | null, now: number, made = now): void {
    const { version, at } = this.#stored();
    // Times of changes only go forward, whatever the clock does.
    const values = [version + 1, Math.max(made, at + 1), who, JSON.stringify(arranged)];
    this.#sql.exec('INSERT INTO front_version (version, at, who, arranged) VALUES (?, ?, ?, ?)', ...values);
    this.#inputs.outbox.add([FRONT_PAGE], now);
  }

  /** Ends what is over. */
  expire(now: number): void {
    const { arranged } = this.#stored();
    const left = stillHolds(arranged, now);
    if (!isSame(left, arranged)) this.#insert(left, null, now);
  }

  /** Returns when the next part of the arrangement is over, in milliseconds. */
  nextExpiry(): number | undefined {
    const { lead, order } = this.#stored().arranged;
    const times = [lead, order].flatMap((part) => (part ? [Date.parse(part.until)] : []));
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** Adds the front page to the keys that a change makes stale, if it shows something that has changed. */
  followed({ slugs, scopes }: Invalidations, stale: Set<string>): Set<string> {
    const { names } = this.#inputs.ledger;
    const { arranged } = this.#stored();
    const isShown =
      arranged.blocks.some(({ topic }) => scopes.includes(`topic:${topic}`)) ||
      storiesIn(arranged).some((story) => slugs.includes(names.byIdentifier(story)?.slug ?? ''));
    return isShown ? stale.add(FRONT_PAGE) : stale;
  }

  /** Returns what the front page shows in other places than by date; undefined if there is nothing. */
  shown(): FrontRows | undefined {
    const { lead, order, blocks } = this.#stored().arranged;
    const entryOf = (identifier: string) => {
      const query = "SELECT entry FROM story WHERE identifier = ? AND status = 'published'";
      return this.#sql.exec<{ entry: string }>(query, identifier).toArray()[0]?.entry;
    };
    const rows = {
      lead: (lead && entryOf(lead.story)) ?? null,
      order: order?.stories.flatMap((story) => entryOf(story) ?? []) ?? [],
      blocks: blocks.map(({ topic, count }) => ({
        topic,
        count,
        stories: this.#inputs.ledger.feedRows.headlines(`topic:${topic}`, count + SPARE_HEADLINES),
      })),
    };
    const isNothing = rows.lead === null && rows.order.length + rows.blocks.length === 0;
    return isNothing ? undefined : rows;
  }

  /** Returns the next lines of an export, each with a version; undefined at its end. */
  exportPage(after: number): NewsroomPage<number> | undefined {
    let text = '';
    let next = after;
    for (const { version, at, who, arranged } of this.#rows(
      'WHERE version > ? ORDER BY version LIMIT 100',
      after,
    )) {
      const front: FrontLine = { format: 1, version, at, who, arranged };
      text += `${JSON.stringify({ front })}\n`;
      next = version;
      if (text.length > MAX_NEWSROOM_LINE) break;
    }
    return text === '' ? undefined : { text, next };
  }

  /** Imports a version as an export has it. One that is known changes nothing; one that does not follow the newest is refused. */
  import(
    { version, at, who, arranged }: FrontLine,
    { actor, now }: Omit<ChangeOptions, 'expected'>,
  ): NewsroomResult {
    const whyNot = this.#inputs.people.whyNot(actor, 'administer');
    if (whyNot !== undefined) return { ok: false, why: 'role', ...whyNot };
    const [known] = this.#rows('WHERE version = ?', version);
    if (known && isSame(known.arranged, arranged)) return { ok: true, changed: false };
    const newest = this.#stored();
    // What has ended here since the version before was imported gives way.
    const endedHere = known?.who === null && version === newest.version;
    if (!endedHere && (known || version !== newest.version + 1)) {
      const detail = `Version ${version} of the front page does not follow what this server has, version ${newest.version}. The front page stays as it is here.`;
      return { ok: false, why: 'taken', detail };
    }
    if (endedHere) this.#sql.exec('DELETE FROM front_version WHERE version = ?', version);
    this.#insert(arranged, who, now, Math.min(at, now));
    return { ok: true, changed: true };
  }
}
