import { accountsIn, ownAccount, sharingAccounts } from '../../../../fediverse/documents/accounts.ts';
import {
  announceActivity,
  createActivity,
  deleteActivity,
  updateActivity,
} from '../../../../fediverse/documents/activities.ts';
import { type Activity, printActivity } from '../../../../fediverse/documents/activity-streams.ts';
import { articleObject, objectId } from '../../../../fediverse/documents/article.ts';
import { withdrawalNote } from '../../../../fediverse/documents/withdrawal-note.ts';
import type { Env } from '../../../../platform/env.ts';
import { clientOf } from '../../../../platform/object-client.ts';
import type { Site } from '../../../../settings/site.ts';
import { toEntry } from '../../../../site/edition/edition.ts';
import type { Article } from '../../../../site/story/article.ts';
import { recordHash } from '../../../../site/story/history/statement.ts';
import { picturesShown, withPictures } from '../../../../site/story/pictured-article.ts';
import { withoutReview } from '../../../../site/story/review.ts';
import type { Media } from '../../../pictures/desk/media.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { StoryRow } from '../../ledger/story-row.ts';
import type { Mirror, MirroredStory, MirrorResult } from './mirror.ts';

/** Its name among the mirrors, and among what needs attention. */
export const FEDIVERSE = 'fediverse';
export const FEDIVERSE_WORDS = {
  title: 'The followers in the fediverse',
  next: 'The Desk retries at least every hour. The log of the Durable Object Followers says why it fails.',
};

/** How old a story may be that followers are sent as news, in milliseconds. Those of an import are older. */
const NEWS_MS = 2 * 86_400_000;

/** What happened, as followers are told. */
export type ActivityKind = 'create' | 'announce' | 'update' | 'delete' | 'note' | 'move';

/** An activity for the followers of some accounts of this site. */
export interface SentActivity {
  /** Its id, an address. One that was added is not added again. */
  address: string;
  kind: ActivityKind;
  /** The story that it is about, by its number in the Desk; null if it is about none. */
  story: number | null;
  /** The actor of this site who sends it. */
  sender: string;
  /** The actors whose followers get it. */
  audience: readonly string[];
  /** As JSON. */
  body: string;
}

/** What followers have been told of a story. */
interface Told {
  hash: string;
  shared: readonly string[];
  isSent: boolean;
  isGone: boolean;
  corrections: number;
  /** When it had been restored, which its id says. */
  restored: string | undefined;
}

/** The methods of the followers' object that the Desk calls (`fediverse/followers/followers.ts`). */
interface Followers {
  add(activities: readonly SentActivity[], now: number): Promise<void>;
}

/** What has been told of each story. */
class ToldTable {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  get(story: number): Told | undefined {
    type Row = {
      hash: string;
      shared: string;
      sent: number;
      gone: number;
      corrections: number;
      restored: string | null;
    };
    const query =
      'SELECT hash, shared, sent, gone, corrections, restored FROM fediverse_story WHERE story = ?';
    const [row] = this.#sql.exec<Row>(query, story).toArray();
    return (
      row && {
        hash: row.hash,
        shared: JSON.parse(row.shared),
        isSent: row.sent === 1,
        isGone: row.gone === 1,
        corrections: row.corrections,
        restored: row.restored ?? undefined,
      }
    );
  }

  set(story: number, { hash, shared, isSent, isGone, corrections, restored }: Told): void {
    const query = `INSERT OR REPLACE INTO fediverse_story (story, hash, shared, sent, gone, corrections, restored)
      VALUES (?, ?, ?, ?, ?, ?, ?)`;
    const list = JSON.stringify(shared);
    this.#sql.exec(query, story, hash, list, Number(isSent), Number(isGone), corrections, restored ?? null);
  }

  clear(): void {
    this.#sql.exec('DELETE FROM fediverse_story');
  }
}

/** The activities that tell of a change, and what followers have then been told. */
interface Telling {
  activities: SentActivity[];
  told: Told;
}

/**
 * Tells those who follow the newsroom in the fediverse what was published, changed and withdrawn. It hands the activities to the
 * followers' object, which delivers them.
 *
 * Whoever is told of a change is told by the newsroom’s own account; those of authors and topics only share what is new.
 */
export class Fediverse implements Mirror {
  readonly name = FEDIVERSE;
  readonly batch = 20;
  readonly words = FEDIVERSE_WORDS;
  readonly #told: ToldTable;
  readonly #ledger: Ledger;
  readonly #media: Pick<Media, 'factsOf'>;
  readonly #site: () => Site;

  constructor(
    sql: SqlStorage,
    { ledger, media, site }: { ledger: Ledger; media: Pick<Media, 'factsOf'>; site: () => Site },
  ) {
    this.#told = new ToldTable(sql);
    this.#ledger = ledger;
    this.#media = media;
    this.#site = site;
  }

  version({ FOLLOWERS }: Env): string | null {
    return FOLLOWERS && accountsIn(this.#site()) ? '1' : null;
  }

  /** Forgets what followers were told only if the newsroom has no accounts any more. */
  forget(): void {
    if (!accountsIn(this.#site())) this.#told.clear();
  }

  async send(stories: readonly MirroredStory[], { FOLLOWERS }: Env): Promise<MirrorResult> {
    const now = new Date();
    const tellings: [id: number, telling: Telling][] = [];
    for (const story of stories) {
      const telling = story.article
        ? await this.#tellPublished(story, story.article, now)
        : this.#tellWithdrawn(story);
      if (telling) tellings.push([story.id, telling]);
    }
    const activities = tellings.flatMap(([, telling]) => telling.activities);
    if (activities.length > 0)
      await clientOf<Followers>(FOLLOWERS.getByName('main')).add(activities, now.getTime());
    for (const [id, { told }] of tellings) this.#told.set(id, told);
    return {};
  }

  async #tellPublished({ id }: MirroredStory, article: Article, now: Date): Promise<Telling | undefined> {
    const site = this.#site();
    const { rendering: _, ...record } = article;
    const hash = await recordHash(withoutReview(record));
    const told = this.#told.get(id);
    const restored = this.#ledger.revisions.restored(id);
    // Restored before followers were told that it was withdrawn, it has another id all the same. Told twice, this is the same activity:
    // another would take the place of the story that comes after it.
    const removal =
      told && !told.isGone && told.restored !== restored
        ? this.#tellRemoval(id, article, told, new Date(restored ?? now))
        : undefined;
    const before = removal?.told ?? told;
    if (before?.hash === hash && !before.isGone) return undefined;
    const accounts = sharingAccounts(article, site);
    const shared = [...new Set([...(before?.shared ?? []), ...accounts.map((account) => account.id)])];
    const corrections = article.correction.length;
    const isNews = now.getTime() - Date.parse(article.datePublished) < NEWS_MS;
    const isSent = before ? before.isSent : isNews;
    const after = { hash, shared, isSent, isGone: false, corrections, restored };
    // What was never sent is only corrected: somebody may have come upon it.
    if (before ? !isSent && corrections <= before.corrections : !isSent)
      return { activities: removal?.activities ?? [], told: after };
    const own = ownAccount(site);
    const pictured = withPictures(article, this.#media.factsOf(picturesShown(article)));
    const object = articleObject(
      toEntry(restored === undefined ? pictured : { ...pictured, restored }),
      site,
    );
    const sent = (kind: ActivityKind, activity: Activity, audience: readonly string[]): SentActivity => ({
      address: activity.id,
      kind,
      story: id,
      sender: activity.actor,
      audience,
      body: printActivity(activity),
    });
    const isNew = !before || before.isGone;
    const shares = accounts
      .filter((account) => isSent && (isNew || !before.shared.includes(account.id)))
      .map((account) => sent('announce', announceActivity(object, account), [account.id]));
    const first = isNew
      ? sent('create', createActivity(object, site), [own.id])
      : sent('update', updateActivity(object, site, now), [own.id, ...before.shared]);
    return { activities: [...(removal?.activities ?? []), first, ...shares], told: after };
  }

  #tellWithdrawn({ id, slug }: MirroredStory): Telling | undefined {
    const site = this.#site();
    const row = this.#ledger.names.byId(id);
    if (row?.status !== 'withdrawn') return undefined;
    const before = this.#told.get(id);
    if (before?.isGone) return undefined;
    // It was withdrawn before the newsroom had followers, or comes from an import.
    if (!before) {
      const { correction } = this.#ledger.article(id);
      const told = { hash: '', shared: [], isSent: false, isGone: true, restored: undefined };
      return { activities: [], told: { ...told, corrections: correction.length } };
    }
    const { activities, told } = this.#tellRemoval(id, row, before, new Date(row.changed));
    const note = this.#note(row, slug, site);
    if (!note) return { activities, told };
    const [{ story, sender, audience }] = activities;
    const sent: SentActivity = {
      address: note.id,
      kind: 'note',
      story,
      sender,
      audience,
      body: printActivity(note),
    };
    // Whoever was told that it is withdrawn is told if it comes back, however old it is.
    return { activities: [...activities, sent], told: { ...told, isSent: true } };
  }

  /** Takes back the object that followers have of a story. */
  #tellRemoval(
    story: number,
    { identifier, slug }: Pick<StoryRow, 'identifier' | 'slug'>,
    before: Told,
    at: Date,
  ): { activities: [SentActivity]; told: Told } {
    const site = this.#site();
    const { id: sender } = ownAccount(site);
    const removal = deleteActivity(objectId({ identifier, slug, restored: before.restored }, site), site, at);
    const audience = [sender, ...before.shared];
    const body = printActivity(removal);
    return {
      activities: [{ address: removal.id, kind: 'delete', story, sender, audience, body }],
      told: { ...before, isGone: true },
    };
  }

  /** Returns what tells that a story was withdrawn, and why; undefined for one that was merged into another, where readers find it. */
  #note(
    { id, identifier, reason, changed, merged }: StoryRow,
    slug: string,
    site: Site,
  ): Activity | undefined {
    if (merged !== null) return undefined;
    const withdrawn = { identifier, reason: reason ?? '', at: new Date(changed).toISOString() };
    const { headline, inLanguage } = this.#ledger.article(id);
    const shown = site.withdrawnHeadlines ? { ...withdrawn, story: { headline, inLanguage } } : withdrawn;
    return createActivity(withdrawalNote(slug, shown, site), site);
  }
}
