import type { FeedItem } from '../feed-item.ts';

/** What feeds report, each article once. */
export class Items {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Stores items, and updates those that are already there. */
  add(items: readonly FeedItem[], now: number): void {
    for (const item of items) {
      const at = Math.min(item.publishedAt ?? item.seenAt, now);
      const [row] = this.#sql
        .exec<{ id: number }>(
          `INSERT INTO item (canonical, url, title, summary, publisher, language, at, seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (canonical) DO UPDATE SET title = excluded.title, summary = excluded.summary RETURNING id`,
          item.url,
          item.url,
          item.title,
          item.summary,
          item.publisher,
          item.language,
          at,
          item.seenAt,
        )
        .toArray();
      this.#sql.exec(
        'INSERT INTO appearance (feed, entry, item) VALUES (?, ?, ?) ON CONFLICT (feed, entry) DO UPDATE SET item = excluded.item',
        item.feed,
        item.id ?? item.url,
        row?.id ?? null,
      );
    }
  }
}
