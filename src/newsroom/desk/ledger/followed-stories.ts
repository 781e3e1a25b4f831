import { type Site, slugOfStoryUrl } from '../../../settings/site.ts';
import type { Article, RelatedStory } from '../../../site/story/article.ts';
import type { StoryRow } from './story-row.ts';

/** `earlier` is the slug by which a story cites one that it follows. */
export const FOLLOW_TABLE = `
CREATE TABLE follow (earlier TEXT NOT NULL, story INTEGER NOT NULL, PRIMARY KEY (earlier, story)) WITHOUT ROWID;
CREATE INDEX follow_story ON follow (story);
`;

/** The most stories that one follows, and the most later ones that a page names. */
const MAX_FOLLOWED = 10;
const MAX_LATER = 4;

/** The slugs of the story with the id `?1`: its own, and its former ones. */
const ITS_SLUGS = 'SELECT slug FROM story WHERE id = ?1 UNION SELECT slug FROM former_slug WHERE story = ?1';

/** Which stories follow which: a story follows one of this site that it cites, and sums up (`isBasedOn`). */
export class FollowedStories {
  readonly #sql: SqlStorage;
  readonly #site: Pick<Site, 'url'>;

  constructor(sql: SqlStorage, site: Pick<Site, 'url'>) {
    this.#sql = sql;
    this.#site = site;
  }

  /** Stores which stories a story follows. */
  store(story: number, { rendering }: Pick<Article, 'rendering'>): void {
    const slugs = rendering.sources
      .filter(({ isBasedOn }) => isBasedOn)
      .flatMap(({ url }) => slugOfStoryUrl(url, this.#site) ?? []);
    this.#sql.exec('DELETE FROM follow WHERE story = ?', story);
    for (const slug of new Set(slugs.slice(0, MAX_FOLLOWED)))
      this.#sql.exec('INSERT INTO follow (earlier, story) VALUES (?, ?)', slug, story);
  }

  /** Returns the present slugs of the stories that a story follows. Their pages become stale when it changes. */
  earlierThan(story: number): string[] {
    const query = `SELECT slug FROM story WHERE id <> ?1 AND id IN (
      SELECT story.id FROM follow JOIN story ON story.slug = earlier WHERE follow.story = ?1
      UNION SELECT former_slug.story FROM follow JOIN former_slug ON former_slug.slug = earlier WHERE follow.story = ?1)`;
    return this.#sql
      .exec<{ slug: string }>(query, story)
      .toArray()
      .map(({ slug }) => slug);
  }

  /** Returns the published stories that follow a story, the newest first. */
  laterThan({ id, due }: Pick<StoryRow, 'id' | 'due'>): RelatedStory[] {
    const query = `SELECT story.slug, entry ->> 'headline' AS headline, entry ->> 'inLanguage' AS inLanguage,
      entry ->> 'datePublished' AS datePublished FROM story
      WHERE id <> ?1 AND id IN (SELECT story FROM follow WHERE earlier IN (${ITS_SLUGS}))
        AND status = 'published' AND due > ?2
      ORDER BY due DESC, id DESC LIMIT ${MAX_LATER}`;
    return this.#sql.exec<RelatedStory & Record<string, SqlStorageValue>>(query, id, due).toArray();
  }
}
