import { redirectsKey } from '../../../platform/kv.ts';
import { identifierWithSameAtomId, mintIdentifier } from '../../../site/story/identifier.ts';
import type { Story, WrittenStory } from '../../../site/story/story.ts';
import { sentence, type Told, told } from '../../words/translate.ts';
import { STORY_COLUMNS, type StoryRow } from './story-row.ts';

/** Why it is not clear which story a record is a version of. */
export interface NameConflict {
  conflict: Told;
  /** The story whose current revision the refusal states. */
  current: StoryRow | undefined;
}

/** The slugs, former slugs and identifiers of stories. Each leads to the same story for ever. */
export class StoryNames {
  readonly #sql: SqlStorage;
  readonly #taggingEntity: string;

  constructor(sql: SqlStorage, taggingEntity: string) {
    this.#sql = sql;
    this.#taggingEntity = taggingEntity;
  }

  #one(condition: string, value: SqlStorageValue): StoryRow | undefined {
    const query = `SELECT ${STORY_COLUMNS} FROM story WHERE ${condition} = ?`;
    return this.#sql.exec<StoryRow & Record<string, SqlStorageValue>>(query, value).toArray()[0];
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

  byFormerSlug(slug: string): StoryRow | undefined {
    const query = 'SELECT story FROM former_slug WHERE slug = ?';
    const [row] = this.#sql.exec<{ story: number }>(query, slug).toArray();
    return row && this.byId(row.story);
  }

  #withSameAtomId(identifier: string): StoryRow | undefined {
    const other = identifierWithSameAtomId(identifier, this.#taggingEntity);
    return other === undefined ? undefined : this.byIdentifier(other);
  }

  /** Finds the story that a record is a version of, by the record's slug, identifier and former slugs. */
  findVersionOf(story: WrittenStory): StoryRow | undefined | NameConflict {
    const found = [
      this.bySlug(story.slug),
      story.identifier === null ? undefined : this.byIdentifier(story.identifier),
      ...story.formerSlugs.map((slug) => this.bySlug(slug) ?? this.byFormerSlug(slug)),
    ]
      .filter((each) => each !== undefined)
      // Leaves out a merged story if the one that it was merged into was found as well. An import may have merged two stories
      // into each other; both stay.
      .filter(
        ({ merged }, _index, all) =>
          merged === null || !all.some((each) => each.identifier === merged && each.merged === null),
      );
    const [current] = found;
    const twin = story.identifier === null ? undefined : this.#withSameAtomId(story.identifier);
    if (twin) {
      const conflict = told(
        sentence(
          'The identifier {identifier} would be the id of "{slug}" in Atom feeds ({other}). If they are the same story, state that identifier.',
        ),
        { identifier: story.identifier ?? '', slug: twin.slug, other: twin.identifier },
      );
      return { conflict, current: twin };
    }
    const owner = this.byFormerSlug(story.slug);
    if (owner && owner.id !== current?.id) {
      const conflict = told(
        sentence('The slug "{slug}" once belonged to "{other}" and redirects there permanently.'),
        { slug: story.slug, other: owner.slug },
      );
      return { conflict, current: owner };
    }
    const other = found.find(({ id }) => id !== current?.id);
    if (other) {
      const conflict = told(
        sentence(
          'The slug, formerSlugs and identifier of the record belong to two stories, "{slug}" and "{other}". If they are the same story, merge them: npm run story -- merge {other} {slug}',
        ),
        { slug: current?.slug ?? '', other: other.slug },
      );
      return { conflict, current };
    }
    const named = this.bySlug(story.slug);
    if (current && named && named.id !== current.id) {
      const conflict = told(
        sentence(
          'The slug "{slug}" belongs to a story that was merged into "{other}", and redirects there. Keep the slug "{other}", or choose one that no story has had.',
        ),
        { slug: named.slug, other: current.slug },
      );
      return { conflict, current };
    }
    if (current && story.identifier !== null && story.identifier !== current.identifier) {
      const conflict = told(sentence('The slug "{slug}" belongs to {identifier}, not to {other}.'), {
        ...{ slug: current.slug, identifier: current.identifier, other: story.identifier },
      });
      return { conflict, current };
    }
    return current;
  }

  /** Returns the slugs, present and former, of the stories that were merged into the one with this identifier. */
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

  /** Returns the keys of the redirects from old addresses to a story, or to one that was merged into it. */
  redirectsTo(id: number): string[] {
    return this.#sql
      .exec<{ shard: number }>(
        `SELECT DISTINCT shard FROM redirect WHERE story = ?1 OR story IN (
           SELECT other.id FROM story AS other JOIN story ON other.merged = story.identifier WHERE story.id = ?1
         )`,
        id,
      )
      .toArray()
      .map(({ shard }) => redirectsKey(shard));
  }

  /** Makes the stories that were merged into `from` redirect to `to` instead. Both are identifiers. */
  redirectMerged(from: string, to: string): void {
    this.#sql.exec('UPDATE story SET merged = ? WHERE merged = ?', to, from);
  }

  /** Makes the identifier of a new story with this slug. */
  mintIdentifier(slug: string): string {
    const minted = mintIdentifier(this.#taggingEntity, slug);
    // The record of another story may already state this identifier.
    for (let attempt = 1; ; attempt++) {
      const identifier = attempt === 1 ? minted : `${minted}/${attempt}`;
      if (!this.byIdentifier(identifier)) return identifier;
    }
  }

  /** Returns the record with its identifier and with all former slugs of the story. */
  completeRecord(story: Story, identifier: string, current: StoryRow | undefined): Story {
    const former = current
      ? this.#sql
          .exec<{ slug: string }>('SELECT slug FROM former_slug WHERE story = ? ORDER BY slug', current.id)
          .toArray()
      : [];
    const slugs = new Set([
      ...former.map(({ slug }) => slug),
      ...(current ? [current.slug] : []),
      // Leaves out the slugs of a story that was merged into this one: it keeps them, so that it can be restored.
      ...story.formerSlugs.filter(
        (slug) => (this.bySlug(slug) ?? this.byFormerSlug(slug) ?? current)?.id === current?.id,
      ),
    ]);
    // A story may take one of its former slugs again.
    slugs.delete(story.slug);
    return { ...story, identifier, formerSlugs: [...slugs].sort() };
  }

  /** Stores the former slugs of a story. Its present slug stops being one of them. */
  storeFormerSlugs(id: number, { slug, formerSlugs }: Pick<Story, 'slug' | 'formerSlugs'>): void {
    this.#sql.exec('DELETE FROM former_slug WHERE slug = ?', slug);
    const query = 'INSERT INTO former_slug (slug, story) VALUES (?, ?) ON CONFLICT DO NOTHING';
    for (const former of formerSlugs) this.#sql.exec(query, former, id);
  }
}
