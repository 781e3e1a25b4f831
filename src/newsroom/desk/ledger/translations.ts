import type { Article, Translation } from '../../../site/story/article.ts';
import type { Story } from '../../../site/story/story.ts';
import type { Invalidations } from './invalidations.ts';
import type { Places } from './places/places.ts';
import type { StoryNames } from './story-names.ts';
import { STORY_COLUMNS, type StoryRow } from './story-row.ts';

/** A story's language, and the same story in others. */
export type TranslatedStory = Required<Pick<Article, 'inLanguage' | 'translationOfWork' | 'translations'>>;

/** The most stories that are taken for one in several languages. */
const MAX_FAMILY = 100;

/**
 * Which stories are one in several languages: an original and its translations, a family. They are found by what their records name,
 * so an import may bring them in any order, and renames and merges change no other record.
 */
export class Translations {
  readonly #sql: SqlStorage;
  readonly #names: StoryNames;
  readonly #places: Places;

  constructor(sql: SqlStorage, names: StoryNames, places: Places) {
    this.#sql = sql;
    this.#names = names;
    this.#places = places;
  }

  /** Whether any story is a translation. */
  areAny(): boolean {
    return this.#sql.exec('SELECT 1 FROM story WHERE translates IS NOT NULL LIMIT 1').toArray().length > 0;
  }

  /** Returns the story into which a story was merged, or else itself. */
  #survivor(story: StoryRow): StoryRow {
    const into = story.merged === null ? undefined : this.#names.byIdentifier(story.merged);
    return into?.merged === null ? into : story;
  }

  #named(name: string): StoryRow | undefined {
    const names = this.#names;
    const found = names.bySlug(name) ?? names.byFormerSlug(name) ?? names.byIdentifier(name);
    return found && this.#survivor(found);
  }

  /** Returns a story, what it translates, what that translates, and so on. A circle, which only an import can make, ends where it began. */
  #withOriginals(story: StoryRow): StoryRow[] {
    const line = new Map<number, StoryRow>();
    for (let next: StoryRow | undefined = story; next && !line.has(next.id); ) {
      line.set(next.id, next);
      next = next.translates === null ? undefined : this.#named(next.translates);
    }
    return [...line.values()];
  }

  /** Finds the stories whose records name this one, or one that was merged into it. */
  #directTranslations({ id, identifier }: StoryRow): StoryRow[] {
    const query = `WITH meant AS (SELECT ?1 AS id UNION SELECT id FROM story WHERE merged = ?2)
      SELECT ${STORY_COLUMNS} FROM story WHERE translates IS NOT NULL AND translates IN (
        SELECT slug FROM story WHERE id IN meant UNION SELECT identifier FROM story WHERE id IN meant
        UNION SELECT slug FROM former_slug WHERE story IN meant
      ) ORDER BY id LIMIT ${MAX_FAMILY}`;
    return this.#sql
      .exec<StoryRow & Record<string, SqlStorageValue>>(query, id, identifier)
      .toArray()
      .filter(({ translates, merged }) => merged === null && this.#named(translates ?? '')?.id === id);
  }

  /** Returns the family of a story, itself included, whether readers can read them or not; nothing if it has no other member. */
  familyOf(id: number): StoryRow[] {
    const story = this.areAny() ? this.#names.byId(id) : undefined;
    const root = story && this.#withOriginals(this.#survivor(story)).at(-1);
    if (!root) return [];
    const family = new Map([[root.id, root]]);
    for (const member of family.values()) {
      for (const each of this.#directTranslations(member))
        if (family.size < MAX_FAMILY) family.set(each.id, each);
    }
    return family.size > 1 ? [...family.values()] : [];
  }

  #languageOf(id: number): string {
    const query = "SELECT entry ->> 'inLanguage' AS language FROM story WHERE id = ?";
    return this.#sql.exec<{ language: string }>(query, id).one().language;
  }

  /** Returns the same story in other languages, the original first. Of several in one language, the first. */
  of(id: number): Translation[] {
    const shown = this.familyOf(id).filter((member) => member.id !== id && member.status === 'published');
    if (shown.length === 0) return [];
    const taken = new Set([this.#languageOf(id).toLowerCase()]);
    const found: Translation[] = [];
    for (const { id: member, slug, translates } of shown.toSorted((a, b) => a.id - b.id)) {
      const inLanguage = this.#languageOf(member);
      if (taken.has(inLanguage.toLowerCase())) continue;
      taken.add(inLanguage.toLowerCase());
      found.push({ slug, inLanguage, ...(translates === null ? { isOriginal: true } : {}) });
    }
    const order = ({ isOriginal, inLanguage }: Translation) => (isOriginal ? '' : inLanguage);
    return found.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
  }

  /** Returns a story's language and its translations; nothing if it has none. */
  withLanguage(id: number): Partial<TranslatedStory> {
    const translations = this.of(id);
    if (translations.length === 0) return {};
    const query =
      "SELECT entry ->> 'inLanguage' AS inLanguage, translates AS translationOfWork FROM story WHERE id = ?";
    return {
      ...this.#sql
        .exec<Record<string, SqlStorageValue> & Omit<TranslatedStory, 'translations'>>(query, id)
        .one(),
      translations,
    };
  }

  /** Says why a record cannot be a translation of what it names; undefined if it can, or names nothing. */
  whyNot(
    { translationOfWork: name, slug, identifier, inLanguage }: Story,
    current: StoryRow | undefined,
  ): string | undefined {
    if (name === null) return undefined;
    const original = this.#named(name);
    if (name === slug || name === identifier || (original && original.id === current?.id))
      return 'must name another story than this one';
    if (!original)
      return 'must be the slug or the identifier of a story of this newsroom. If it is right, publish the original first';
    if (this.#withOriginals(original).some(({ id }) => id === current?.id))
      return `must not name a translation of this story. Take translationOfWork off "${original.slug}" first if that is the original`;
    if (this.#languageOf(original.id).toLowerCase() === inLanguage.toLowerCase())
      return `must name a story in another language: both are in ${inLanguage}`;
    return undefined;
  }

  /** Makes stale what names a story as a translation: its `family` before and after a change; without `now`, before and after an import. */
  invalidateOthers(
    id: number,
    family: readonly StoryRow[],
    now: number | undefined,
    invalidations: Invalidations,
  ): void {
    for (const other of new Set(family.map((member) => member.id))) {
      const story = other === id ? undefined : this.#names.byId(other);
      if (story?.status !== 'published') continue;
      invalidations.slugs.push(story.slug);
      this.#places.showAgain(other, now, invalidations);
    }
  }
}
