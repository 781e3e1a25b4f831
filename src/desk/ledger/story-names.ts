import { mintIdentifier } from '../../story/identifier.ts';
import type { Story } from '../../story/story.ts';
import { STORY_COLUMNS, type StoryRow } from './story-row.ts';

/** Why it is not clear which story a record is a version of. */
export interface NameConflict {
  conflict: string;
  held: StoryRow | undefined;
}

/** What stories are called: their slugs, those that they had before, their ids. Each leads to one story for ever. */
export class StoryNames {
  readonly #sql: SqlStorage;
  readonly #taggingEntity: string;

  constructor(sql: SqlStorage, taggingEntity: string) {
    this.#sql = sql;
    this.#taggingEntity = taggingEntity;
  }

  #one(condition: string, value: SqlStorageValue): StoryRow | undefined {
    return this.#sql
      .exec<StoryRow & Record<string, SqlStorageValue>>(
        `SELECT ${STORY_COLUMNS} FROM story WHERE ${condition} = ?`,
        value,
      )
      .toArray()[0];
  }

  bySlug(slug: string): StoryRow | undefined {
    return this.#one('slug', slug);
  }

  byId(id: number): StoryRow | undefined {
    return this.#one('id', id);
  }

  byIdentifier(identifier: string): StoryRow | undefined {
    return this.#one('identifier', identifier);
  }

  /** The story that had this slug before. */
  byFormerSlug(slug: string): StoryRow | undefined {
    const [row] = this.#sql
      .exec<{ story: number }>('SELECT story FROM former_slug WHERE slug = ?', slug)
      .toArray();
    return row && this.byId(row.story);
  }

  /** Which story the record is a version of: by its id, its slug, or a slug that it says it had. */
  findVersionOf(story: Story): StoryRow | undefined | NameConflict {
    const found = [
      this.bySlug(story.slug),
      story.identifier === null ? undefined : this.byIdentifier(story.identifier),
      ...story.formerSlugs.map((slug) => this.bySlug(slug) ?? this.byFormerSlug(slug)),
    ]
      .filter((held) => held !== undefined)
      // A slug of a story that was merged into another names that one, too; two that an import leads to each other stay two.
      .filter(
        ({ merged }, _index, all) =>
          merged === null || !all.some((each) => each.identifier === merged && each.merged === null),
      );
    const ids = new Set(found.map(({ id }) => id));
    const [held] = found;
    const owner = this.byFormerSlug(story.slug);
    if (owner && owner.id !== held?.id) {
      return {
        conflict: `The slug "${story.slug}" was that of "${owner.slug}" and leads there for ever.`,
        held: owner,
      };
    }
    if (ids.size > 1) {
      const other = found.find(({ id }) => id !== held?.id);
      const detail = `By its slug, formerSlugs and identifier, the record is both "${held?.slug}" and "${other?.slug}", which are two stories. If one was published twice, merge them: npm run story -- merge ${other?.slug} ${held?.slug}`;
      return { conflict: detail, held };
    }
    const named = this.bySlug(story.slug);
    if (held && named && named.id !== held.id) {
      const detail = `The slug "${named.slug}" is that of a story that was merged into "${held.slug}", and leads there. Keep the slug "${held.slug}", or choose one that no story has had.`;
      return { conflict: detail, held };
    }
    if (held && story.identifier !== null && story.identifier !== held.identifier) {
      const detail = `The slug "${held.slug}" is that of ${held.identifier}, not of ${story.identifier}.`;
      return { conflict: detail, held };
    }
    return held;
  }

  /** The slugs, present and former, of the stories that were merged into the one with this id. */
  slugsMergedInto(identifier: string): string[] {
    return this.#sql
      .exec<{ slug: string }>(
        `SELECT slug FROM story WHERE merged = ?1 AND status = 'withdrawn'
         UNION SELECT former_slug.slug FROM former_slug JOIN story ON story.id = former_slug.story
           WHERE merged = ?1 AND status = 'withdrawn'`,
        identifier,
      )
      .toArray()
      .map(({ slug }) => slug);
  }

  /** Merges what was merged into the story `from` into the story `to`. */
  remerge(from: string, to: string): void {
    this.#sql.exec('UPDATE story SET merged = ? WHERE merged = ?', to, from);
  }

  /** An id for a new story with this slug (RFC 4151). */
  mintIdentifier(slug: string): string {
    const minted = mintIdentifier(this.#taggingEntity, slug);
    // Somebody may have given this id to another story by hand.
    for (let attempt = 1; ; attempt++) {
      const identifier = attempt === 1 ? minted : `${minted}/${attempt}`;
      if (!this.byIdentifier(identifier)) return identifier;
    }
  }

  /** The record with its id, and with every slug that the story ever had but the present one. */
  completeRecord(story: Story, identifier: string, held: StoryRow | undefined): Story {
    const former = held
      ? this.#sql
          .exec<{ slug: string }>('SELECT slug FROM former_slug WHERE story = ? ORDER BY slug', held.id)
          .toArray()
      : [];
    const slugs = new Set([
      ...former.map(({ slug }) => slug),
      ...(held ? [held.slug] : []),
      // A story that was merged into this one keeps its slugs, so that it can be restored.
      ...story.formerSlugs.filter(
        (slug) => (this.bySlug(slug) ?? this.byFormerSlug(slug) ?? held)?.id === held?.id,
      ),
    ]);
    // A slug that comes back is the present one again; the rest lead to it.
    slugs.delete(story.slug);
    return { ...story, identifier, formerSlugs: [...slugs].sort() };
  }

  /** Keeps the slugs that a story had before; its present one is none of them, even if it was. */
  storeFormerSlugs(id: number, { slug, formerSlugs }: Pick<Story, 'slug' | 'formerSlugs'>): void {
    this.#sql.exec('DELETE FROM former_slug WHERE slug = ?', slug);
    for (const former of formerSlugs) {
      this.#sql.exec(
        'INSERT INTO former_slug (slug, story) VALUES (?, ?) ON CONFLICT DO NOTHING',
        former,
        id,
      );
    }
  }
}
