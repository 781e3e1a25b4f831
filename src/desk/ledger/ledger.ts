import { toEntry } from '../../edition/edition.ts';
import { isFinished, scopesOf } from '../../edition/scope.ts';
import { compactJson } from '../../lib/compact-json.ts';
import { monotonicTime } from '../../lib/monotonic-time.ts';
import type { Site } from '../../site.ts';
import { type Article, type RelatedStory, withArticleDefaults } from '../../story/article.ts';
import type { Story } from '../../story/story.ts';
import { type AppliedChange, applied, type Precondition, type Refusal, whyStale } from './change-result.ts';
import { changeTimesOf, findFuture, futureDetail } from './future-dates.ts';
import { type Invalidations, noInvalidations } from './invalidations.ts';
import { Places } from './places.ts';
import { findRelatedStories, findSlugsRelatingTo } from './related-stories.ts';
import { type Action, Revisions } from './revisions.ts';
import { StoryNames } from './story-names.ts';
import { STORY_COLUMNS, type StoryRow, type StoryStatus } from './story-row.ts';

const iso = (time: number) => new Date(time).toISOString();
/** What the pages of other stories say of one that they are related to. */
const NAMED_BY = ['slug', 'headline', 'inLanguage', 'datePublished'] as const;
/** The most slugs that a story may have had. */
const FORMER_SLUGS = 100;

/** The stories, their revisions and their places. Everything here is one synchronous step of a transaction. */
export class Ledger {
  readonly names: StoryNames;
  readonly revisions: Revisions;
  readonly places: Places;
  readonly #sql: SqlStorage;
  readonly #site: Pick<Site, 'topics'>;

  constructor(sql: SqlStorage, site: Pick<Site, 'taggingEntity' | 'topics'>) {
    this.#sql = sql;
    this.#site = site;
    this.names = new StoryNames(sql, site.taggingEntity);
    this.revisions = new Revisions(sql);
    this.places = new Places(sql);
  }

  #one<T extends Record<string, SqlStorageValue>>(
    query: string,
    ...values: SqlStorageValue[]
  ): T | undefined {
    return this.#sql.exec<T>(query, ...values).toArray()[0];
  }

  article(id: number): Article {
    return JSON.parse(
      this.#one<{ article: string }>('SELECT article FROM story WHERE id = ?', id)?.article ?? 'null',
    );
  }

  /** Stories that the story's page names as related. */
  relatedStories(id: number): RelatedStory[] {
    return findRelatedStories(this.#sql, id);
  }

  /** Stories that may name it as related. */
  slugsRelatingTo(id: number): string[] {
    return findSlugsRelatingTo(this.#sql, id);
  }

  /** Says why a change is not made, and where the story is that it would have changed. */
  refuse(why: Refusal['why'], detail: string, held?: StoryRow): Refusal {
    if (!held) return { ok: false, why, detail };
    const { at, who } = this.revisions.get(held.id, held.revision) ?? { at: iso(held.changed), who: '' };
    return { ok: false, why, detail, current: { revision: held.revision, at, who } };
  }

  /** Refuses a change that was made for another revision than the current one. */
  checkExpected(held: StoryRow | undefined, expected: Precondition): Refusal | undefined {
    const detail = whyStale(held, expected);
    return detail === undefined ? undefined : this.refuse('stale', detail, held);
  }

  /** Why a withdrawn story cannot be changed, and what to do instead. */
  #whyWithdrawn({ slug, merged }: StoryRow): string {
    const into = merged === null ? undefined : this.names.byIdentifier(merged);
    return into
      ? `"${slug}" was merged into "${into.slug}". Change "${into.slug}" instead, or restore "${slug}" to separate them.`
      : `"${slug}" is withdrawn. Restore it before you change it.`;
  }

  /** Publishes, changes, renames or schedules a story. `render` makes the article of the record with its final id. */
  save(
    story: Story,
    options: {
      expected: Precondition;
      who: string;
      now: number;
      action?: Action;
      render: (story: Story, identifier: string) => Article;
    },
  ): AppliedChange | Refusal {
    const { expected, who, now, render } = options;
    const held = this.names.findVersionOf(story);
    if (held && 'conflict' in held) return this.refuse('taken', held.conflict, held.held);
    const identifier = held?.identifier ?? story.identifier ?? this.names.mintIdentifier(story.slug);
    const record = this.names.completeRecord(story, identifier, held);
    const isSame =
      held && held.status !== 'withdrawn' && this.revisions.hasRecord(held.id, held.revision, record);
    if (isSame && expected !== 'new') return applied(held, noInvalidations(), false);
    const refusal = this.checkExpected(held, expected);
    if (refusal) return refusal;
    if (record.formerSlugs.length > FORMER_SLUGS) {
      return this.refuse(
        'taken',
        `"${story.slug}" has had ${FORMER_SLUGS} slugs before; it cannot be renamed again.`,
        held,
      );
    }
    if (held?.status === 'withdrawn') return this.refuse('withdrawn', this.#whyWithdrawn(held), held);
    const before = held && this.revisions.get(held.id, held.revision)?.record;
    const closed = record.keywords.find(
      (topic) => isFinished(this.#site, `topic:${topic}`) && !before?.keywords.includes(topic),
    );
    if (closed !== undefined) {
      const detail = `The topic "${closed}" is closed ("finished" in data/site.json), and its readers have been told that no story will come. Take it out of keywords.`;
      return this.refuse('finished', detail);
    }
    const due = Date.parse(record.datePublished);
    if (held?.status === 'published' && due > now) {
      return this.refuse(
        'time',
        `"${held.slug}" is published, so its datePublished cannot be in the future.`,
        held,
      );
    }
    const early = findFuture(changeTimesOf(record), Math.max(now, due));
    if (early) return this.refuse('time', futureDetail(early, now), held);
    const status: StoryStatus = due > now ? 'scheduled' : 'published';
    const article = render(record, identifier);
    const revision = (held?.revision ?? 0) + 1;
    const changed = monotonicTime(now, held?.changed);
    const row = { slug: record.slug, identifier, status, revision, due, changed, reason: null, merged: null };
    const id = held?.id ?? this.insert(row, article);
    if (held) {
      this.#sql.exec(
        'UPDATE story SET slug = ?, status = ?, revision = ?, due = ?, article = ?, entry = ?, changed = ? WHERE id = ?',
        record.slug,
        status,
        revision,
        due,
        compactJson(article),
        JSON.stringify(toEntry(article)),
        changed,
        id,
      );
    }
    this.names.storeFormerSlugs(id, record);
    const isRenamed = held !== undefined && held.slug !== record.slug;
    const action = options.action ?? (isRenamed ? 'rename' : held ? 'change' : 'publish');
    this.revisions.add(id, { revision, at: now, who, action, record, reason: null });
    const dirty = noInvalidations();
    if (status === 'published') {
      dirty.slugs.push(record.slug, ...record.formerSlugs);
      if (isRenamed) dirty.slugs.push(...this.names.slugsMergedInto(identifier));
      const isNamedOtherwise = NAMED_BY.some((field) => before?.[field] !== record[field]);
      // Those of a scope that it leaves name it until they are printed anew, and those of one that it enters do not yet.
      const isTold = held && (isNamedOtherwise || !this.places.isShownIn(id, scopesOf(article)));
      if (isTold) dirty.slugs.push(...this.slugsRelatingTo(id));
      this.places.setScopes(id, scopesOf(article), { now, withdrawn: false }, dirty);
      if (isTold) dirty.slugs.push(...this.slugsRelatingTo(id));
    }
    return applied({ slug: record.slug, identifier, status, revision }, dirty);
  }

  /** Gives a story another status; its record stays. */
  setStatus(
    id: number,
    {
      status,
      revision,
      changed,
      reason,
      merged,
    }: Pick<StoryRow, 'status' | 'revision' | 'changed' | 'reason' | 'merged'>,
  ): void {
    this.#sql.exec(
      'UPDATE story SET status = ?, revision = ?, changed = ?, reason = ?, merged = ? WHERE id = ?',
      status,
      revision,
      changed,
      reason,
      merged,
      id,
    );
  }

  /** Publishes what was scheduled and whose time has come. */
  publishDue(now: number, report: (what: string) => void): Invalidations {
    const dirty = noInvalidations();
    const rows = this.#sql
      .exec<{ id: number; slug: string }>(
        "SELECT id, slug FROM story WHERE status = 'scheduled' AND due <= ? ORDER BY due, id LIMIT 100",
        now,
      )
      .toArray();
    for (const { id, slug } of rows) {
      try {
        const article = this.article(id);
        this.places.setScopes(id, scopesOf(article), { now, withdrawn: false }, dirty);
        dirty.slugs.push(slug, ...article.formerSlugs);
        this.#sql.exec(
          "UPDATE story SET status = 'published', changed = MAX(?, changed + 1) WHERE id = ?",
          now,
          id,
        );
      } catch (error) {
        // One story that cannot be read must not keep the others from appearing; it is tried again later.
        report(`${slug} could not appear: ${error}`);
        this.#sql.exec('UPDATE story SET due = ? WHERE id = ?', now + 300_000, id);
      }
    }
    return dirty;
  }

  /** When the next scheduled story is due, in milliseconds. */
  nextDue(): number | undefined {
    return this.#one<{ due: number }>("SELECT due FROM story WHERE status = 'scheduled' ORDER BY due LIMIT 1")
      ?.due;
  }

  /** Stories in the order in which they came here, after the given id. */
  list(after: number, limit: number): StoryRow[] {
    return this.#sql
      .exec<StoryRow & Record<string, SqlStorageValue>>(
        `SELECT ${STORY_COLUMNS} FROM story WHERE id > ? ORDER BY id LIMIT ?`,
        after,
        limit,
      )
      .toArray();
  }

  /** Adds a story; its revision and its places are yet to come. */
  insert(row: Omit<StoryRow, 'id'>, article: Article): number {
    const { slug, identifier, status, revision, due, changed, reason, merged } = row;
    return this.#sql
      .exec<{ id: number }>(
        `INSERT INTO story (slug, identifier, status, revision, due, article, entry, changed, reason, merged)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
        slug,
        identifier,
        status,
        revision,
        due,
        compactJson(article),
        JSON.stringify(toEntry(article)),
        changed,
        reason,
        merged,
      )
      .one().id;
  }

  countByStatus(): Record<StoryStatus, number> {
    const rows = this.#sql
      .exec<{ status: StoryStatus; count: number }>('SELECT status, count FROM tally')
      .toArray();
    return {
      scheduled: 0,
      published: 0,
      withdrawn: 0,
      ...Object.fromEntries(rows.map(({ status, count }) => [status, count])),
    };
  }

  /** Stores what rendering an article anew has made of it; its record is the same. So are its scopes, as a rule. */
  rerender(
    id: number,
    render: (story: Story, identifier: string) => Article,
    now: number,
    dirty: Invalidations,
  ): void {
    const held = this.names.byId(id);
    if (!held) return;
    const { rendering, ...record } = withArticleDefaults(this.article(id));
    const article = render(record, held.identifier);
    this.#sql.exec(
      'UPDATE story SET article = ?, entry = ? WHERE id = ?',
      compactJson(article),
      JSON.stringify(toEntry(article)),
      id,
    );
    const scopes = scopesOf(article);
    if (held.status === 'published' && !this.places.isShownIn(id, scopes)) {
      this.places.setScopes(id, scopes, { now, withdrawn: false }, dirty);
    }
  }
}
