import { compactJson } from '../../../lib/compact-json.ts';
import type { Site } from '../../../settings/site.ts';
import { toStoredEntry } from '../../../site/edition/edition.ts';
import type { Scope } from '../../../site/edition/scope.ts';
import { scopesOf } from '../../../site/edition/story-scopes.ts';
import { type Article, type RelatedStory, withArticleDefaults } from '../../../site/story/article.ts';
import type { UsedKey } from '../../../site/story/history/history.ts';
import { makeArticle } from '../../../site/story/make-article.ts';
import { type Marked, type Told, told } from '../../words/translate.ts';
import { type Precondition, type Refusal, whyStale } from './change-result.ts';
import { FeedRows } from './feed-rows.ts';
import { FollowedStories } from './followed-stories.ts';
import { type Invalidations, noInvalidations } from './invalidations.ts';
import { Places } from './places/places.ts';
import { findRelatedStories, findSlugsRelatingTo } from './related-stories.ts';
import { Revisions } from './revisions.ts';
import { Statements } from './statements.ts';
import { StoryNames } from './story-names.ts';
import { STORY_COLUMNS, type StoryRow, type StoryStatus } from './story-row.ts';
import { Translations } from './translations.ts';

/** Every public key that has ever signed a statement of this newsroom. */
class SigningKeys {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Lists the keys, the one that was used last first. */
  list(): UsedKey[] {
    const query = 'SELECT key, first, last FROM signing_key ORDER BY last DESC, key';
    return this.#sql.exec<UsedKey & Record<string, SqlStorageValue>>(query).toArray();
  }

  /** Records that a key has signed a statement of this time. Returns whether the public list of keys is stale. */
  use(key: string, at: number): boolean {
    const before = this.#published();
    const query = `INSERT INTO signing_key (key, first, last) VALUES (?1, ?2, ?2)
      ON CONFLICT (key) DO UPDATE SET first = MIN(first, ?2), last = MAX(last, ?2)`;
    this.#sql.exec(query, key, at);
    return this.#published() !== before;
  }

  /** What the public list depends on: it does not say when the newest key was last used, because every change would change it. */
  #published(): string {
    return JSON.stringify(
      this.list().map((each, index) => ({ ...each, last: index === 0 ? null : each.last })),
    );
  }
}

const iso = (time: number) => new Date(time).toISOString();
/** How long `publishDue` waits before it retries a story that failed, in milliseconds. */
const RETRY_PAUSE = 300_000;

/** What learns what became of scheduled stories that were due. */
interface DueOutcomes {
  onPublished: (slug: string, headline: string) => void;
  onFailed: (slug: string, error: unknown) => void;
}

/** The stories, their revisions and their places. Every method is synchronous, so that callers can run it in a transaction. */
export class Ledger {
  readonly names: StoryNames;
  readonly revisions: Revisions;
  readonly statements: Statements;
  readonly signingKeys: SigningKeys;
  readonly places: Places;
  readonly translations: Translations;
  readonly feedRows: FeedRows;
  readonly followed: FollowedStories;
  readonly #sql: SqlStorage;
  readonly #site: () => Pick<Site, 'people' | 'url' | 'languages'>;

  /** `site` is what the file says; `siteInForce` returns what counts now, as admins may have saved people and languages in its place. */
  constructor(
    sql: SqlStorage,
    site: Pick<Site, 'taggingEntity' | 'people' | 'url' | 'languages'>,
    siteInForce: () => Pick<Site, 'people' | 'url' | 'languages'> = () => site,
  ) {
    this.#sql = sql;
    this.#site = siteInForce;
    this.names = new StoryNames(sql, site.taggingEntity);
    this.revisions = new Revisions(sql);
    this.statements = new Statements(sql);
    this.signingKeys = new SigningKeys(sql);
    this.places = new Places(sql);
    this.translations = new Translations(sql, this.names, this.places);
    this.feedRows = new FeedRows(sql, this.places, this.translations);
    this.followed = new FollowedStories(sql, site);
  }

  article(id: number): Article {
    const query = 'SELECT article FROM story WHERE id = ?';
    const [row] = this.#sql.exec<{ article: string }>(query, id).toArray();
    return JSON.parse(row?.article ?? 'null');
  }

  /** Returns every scope in which a story belongs. */
  scopesOf(article: Article): Scope[] {
    return scopesOf(article, this.#site());
  }

  /** Returns whether readers have ever seen the story. A story that was withdrawn before its time has no places. */
  wasPublic(id: number): boolean {
    return this.places.placesOf(id).length > 0;
  }

  /** Records that readers see a revision from now on, unless they have seen an earlier one. To be called before it gets its places. */
  recordFirstSeen(id: number, revision: number): void {
    if (!this.wasPublic(id)) this.#sql.exec('UPDATE story SET first = ? WHERE id = ?', revision, id);
  }

  /** Returns the stories that the story's page lists as related. */
  relatedStories(id: number): RelatedStory[] {
    return findRelatedStories(this.#sql, id);
  }

  /** Returns the slugs of stories whose pages may list this one as related, or as a later one. */
  slugsRelatingTo(id: number): string[] {
    return [...findSlugsRelatingTo(this.#sql, id), ...this.followed.earlierThan(id)];
  }

  /** Makes a refusal. If it is about a story, `current`, it includes the story's current revision. */
  refuse(why: Refusal['why'], what: Marked<string> | Told, current?: StoryRow): Refusal {
    const refusal = { ok: false, why, ...told(what) } as const;
    if (!current) return refusal;
    const { id, revision, changed } = current;
    const { at, who } = this.revisions.get(id, revision) ?? { at: iso(changed), who: '' };
    return { ...refusal, current: { revision, at, who } };
  }

  /** Refuses a change whose precondition does not hold for the current revision; returns undefined if it holds. */
  checkPrecondition(current: StoryRow | undefined, expected: Precondition): Refusal | undefined {
    const stale = whyStale(current, expected);
    return stale && this.refuse('stale', stale, current);
  }

  /** Stores the new state of a story. */
  update(id: number, row: Omit<StoryRow, 'id'>, article: Article): void {
    const { slug, status, revision, due, changed, translates } = row;
    const [json, entry] = [compactJson(article), JSON.stringify(toStoredEntry(article))];
    const query =
      'UPDATE story SET slug = ?, status = ?, revision = ?, due = ?, article = ?, entry = ?, changed = ?, translates = ? WHERE id = ?';
    this.#sql.exec(query, slug, status, revision, due, json, entry, changed, translates, id);
    this.followed.store(id, article);
  }

  /** Changes a story's status, and does not change its record. */
  setStatus(id: number, row: Pick<StoryRow, 'status' | 'revision' | 'changed' | 'reason' | 'merged'>): void {
    const { status, revision, changed, reason, merged } = row;
    const query =
      'UPDATE story SET status = ?, revision = ?, changed = ?, reason = ?, merged = ? WHERE id = ?';
    this.#sql.exec(query, status, revision, changed, reason, merged, id);
  }

  /** Publishes scheduled stories that are due, at most 100. */
  publishDue(now: number, { onPublished, onFailed }: DueOutcomes): Invalidations {
    const invalidations = noInvalidations();
    const due =
      "SELECT id, slug, revision FROM story WHERE status = 'scheduled' AND due <= ? ORDER BY due, id LIMIT 100";
    const rows = this.#sql.exec<{ id: number; slug: string; revision: number }>(due, now).toArray();
    for (const { id, slug, revision } of rows) {
      try {
        const article = this.article(id);
        this.recordFirstSeen(id, revision);
        this.places.setScopes(id, this.scopesOf(article), { now, withdrawn: false }, invalidations);
        invalidations.slugs.push(slug, ...article.formerSlugs, ...this.followed.earlierThan(id));
        invalidations.redirects.push(...this.names.redirectsTo(id));
        const query = "UPDATE story SET status = 'published', changed = MAX(?, changed + 1) WHERE id = ?";
        this.#sql.exec(query, now, id);
        this.translations.invalidateOthers(id, this.translations.familyOf(id), now, invalidations);
        onPublished(slug, article.headline);
      } catch (error) {
        // A story that cannot be read must not hold up the others, so it becomes due again later.
        onFailed(slug, error);
        this.#sql.exec('UPDATE story SET due = ? WHERE id = ?', now + RETRY_PAUSE, id);
      }
    }
    return invalidations;
  }

  /** Returns when the next scheduled story is due, in milliseconds. */
  nextDue(): number | undefined {
    const query = "SELECT due FROM story WHERE status = 'scheduled' ORDER BY due LIMIT 1";
    return this.#sql.exec<{ due: number }>(query).toArray()[0]?.due;
  }

  /** Returns the stories with ids above `after`, in the order of their ids. */
  list(after: number, limit: number): StoryRow[] {
    const query = `SELECT ${STORY_COLUMNS} FROM story WHERE id > ? ORDER BY id LIMIT ?`;
    return this.#sql.exec<StoryRow & Record<string, SqlStorageValue>>(query, after, limit).toArray();
  }

  /** Inserts a story without revisions or places, and returns its id. */
  insert(row: Omit<StoryRow, 'id'>, article: Article): number {
    const { slug, identifier, status, revision, due, changed, reason, merged, translates } = row;
    const [json, entry] = [compactJson(article), JSON.stringify(toStoredEntry(article))];
    const values = [
      slug,
      identifier,
      status,
      revision,
      due,
      json,
      entry,
      changed,
      reason,
      merged,
      translates,
    ];
    const query = `INSERT INTO story (slug, identifier, status, revision, due, article, entry, changed, reason, merged, translates)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`;
    const { id } = this.#sql.exec<{ id: number }>(query, ...values).one();
    this.followed.store(id, article);
    return id;
  }

  countByStatus(): Record<StoryStatus, number> {
    const rows = this.#sql
      .exec<{ status: string; count: number }>('SELECT status, count FROM tally')
      .toArray();
    const counts = Object.fromEntries(rows.map(({ status, count }) => [status, count]));
    return { scheduled: 0, published: 0, withdrawn: 0, ...counts };
  }

  /** Renders a story's record again. If the new article belongs to different scopes, the story moves there. */
  rerender(id: number, now: number, invalidations: Invalidations): void {
    const story = this.names.byId(id);
    if (!story) return;
    const { rendering, ...record } = withArticleDefaults(this.article(id));
    const article = makeArticle(record, story.identifier);
    const query = 'UPDATE story SET article = ?, entry = ? WHERE id = ?';
    this.#sql.exec(query, compactJson(article), JSON.stringify(toStoredEntry(article)), id);
    this.followed.store(id, article);
    // The pages of stories that it follows may have been rendered before this was known.
    if (story.status === 'published') invalidations.slugs.push(...this.followed.earlierThan(id));
    const scopes = this.scopesOf(article);
    if (story.status === 'published' && !this.places.isShownIn(id, scopes)) {
      this.places.setScopes(id, scopes, { now, withdrawn: false }, invalidations);
    }
  }
}
