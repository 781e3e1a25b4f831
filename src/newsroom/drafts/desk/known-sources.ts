import { foldText } from '../../../site/query/fold-text.ts';
import type { ListedSource } from '../../../site/story/article.ts';
import { canonicalUrl } from '../../../site/story/fields.ts';
import type { Observation } from '../../../site/story/sources/observation.ts';
import type { People } from '../../people/desk/people.ts';
import type { Actor } from '../../people/desk/roles.ts';
import { WatchedSources } from '../../watch/desk/watched-sources.ts';
import { type DraftRefusal, refuse } from './draft.ts';

// Finds sources that the newsroom has used before. A search reads a bounded number of rows, however many stories there are.

/** How many of the newest stories a search reads, how many of a publisher's, and of how many publishers. */
const [MAX_STORIES, MAX_OF_PUBLISHER, MAX_PUBLISHERS] = [300, 30, 3];
/** How many of the newest pages that were read for drafts it reads. */
const MAX_READ = 100;
/** The most sources that it finds. */
const MAX_FOUND = 12;
/** The longest search, and its most words. */
const [MAX_CHARACTERS, MAX_WORDS] = [200, 8];

/** What is known of a source. What is null or empty was not stated. */
export type KnownFields = Pick<
  ListedSource,
  'url' | 'name' | 'publisher' | 'author' | 'datePublished' | 'inLanguage' | 'isAccessibleForFree'
> & { archivedAt?: string | null };

export interface KnownSource {
  source: KnownFields;
  /** How many published stories cite it. */
  stories: number;
  /** What the watch tells readers of it; null if it is as it was. */
  observation: Observation | null;
}

/** The text in which a search looks. */
const textOf = ({ url, name, publisher, author }: KnownFields): string =>
  foldText([name, publisher?.name, ...author.map((each) => each.name), url].filter(Boolean).join('\n'));

export class KnownSources {
  readonly #sql: SqlStorage;
  readonly #people: People;
  readonly #watched: WatchedSources;

  constructor(sql: SqlStorage, people: People) {
    this.#sql = sql;
    this.#people = people;
    this.#watched = new WatchedSources(sql);
  }

  /** Finds sources that have all the words in title, publisher, authors or address: those that were used last, first. */
  search(words: string, actor: Actor): { ok: true; sources: KnownSource[] } | DraftRefusal {
    const whyNot = this.#people.whyNot(actor, 'write');
    if (whyNot !== undefined) return refuse('role', whyNot);
    const wanted = foldText(words.slice(0, MAX_CHARACTERS)).split(/\s+/).filter(Boolean).slice(0, MAX_WORDS);
    const found = new Map<string, KnownFields>();
    for (const source of this.#candidates(wanted, actor)) {
      if (found.size === MAX_FOUND) break;
      const url = URL.canParse(source.url) ? canonicalUrl(source.url) : undefined;
      if (url === undefined || found.has(url)) continue;
      const text = textOf(source);
      if (wanted.every((word) => text.includes(word))) found.set(url, source);
    }
    return { ok: true, sources: Array.from(found, ([url, source]) => this.#describe(url, source)) };
  }

  #describe(url: string, source: KnownFields): KnownSource {
    const query = 'SELECT count(*) AS stories FROM cited_source WHERE url = ?';
    const { stories } = this.#sql.exec<{ stories: number }>(query, url).one();
    const watched = this.#watched.find(url);
    return {
      source: { ...source, archivedAt: source.archivedAt ?? watched?.archivedAt ?? null },
      stories,
      observation: watched?.told ?? null,
    };
  }

  *#candidates(wanted: readonly string[], actor: Actor): Generator<KnownFields> {
    yield* this.#readForDrafts(actor);
    yield* this.#cited('all', MAX_STORIES);
    for (const word of wanted)
      for (const scope of this.#publishers(word)) yield* this.#cited(scope, MAX_OF_PUBLISHER);
  }

  /** Returns the sources of the newest stories of a scope that readers see. */
  *#cited(scope: string, most: number): Generator<KnownFields> {
    // CROSS JOIN keeps this order: it reads no more stories than it may.
    const query = `SELECT source.value AS source FROM
      (SELECT story, sequence FROM place WHERE scope = ? AND shown = 1 ORDER BY sequence DESC LIMIT ?) AS newest
      CROSS JOIN story ON story.id = newest.story
      CROSS JOIN json_each(story.entry, '$.rendering.sources') AS source ORDER BY newest.sequence DESC, source.key`;
    for (const { source } of this.#sql.exec<{ source: string }>(query, scope, most)) yield JSON.parse(source);
  }

  /** Returns the scopes of the publishers whose domains begin so. */
  #publishers(word: string): string[] {
    const query = 'SELECT scope FROM scope WHERE scope >= ?1 AND scope < ?2 ORDER BY scope LIMIT ?3';
    const first = `source:${word}`;
    return this.#sql
      .exec<{ scope: string }>(query, first, `${first}\u{10FFFF}`, MAX_PUBLISHERS)
      .toArray()
      .map(({ scope }) => scope);
  }

  /** Returns the pages that were read last for drafts which somebody may open. */
  *#readForDrafts(actor: Actor): Generator<KnownFields> {
    const readsAll = this.#people.whyNot(actor, 'read') === undefined;
    const query = `SELECT json_remove(kept.source, '$.text') AS source FROM
      (SELECT draft, source, id FROM source_text ORDER BY id DESC LIMIT ?1) AS kept
      CROSS JOIN draft ON draft.id = kept.draft AND draft.discarded IS NULL
      WHERE ?2 OR EXISTS (SELECT 1 FROM draft_author WHERE draft_author.draft = kept.draft AND person = ?3)
      ORDER BY kept.id DESC`;
    const rows = this.#sql.exec<{ source: string }>(query, MAX_READ, readsAll ? 1 : 0, actor.person);
    for (const { source } of rows) yield JSON.parse(source);
  }
}
