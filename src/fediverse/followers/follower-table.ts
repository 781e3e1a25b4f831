import { hostnameOf } from '../../lib/public-hosts.ts';

/** The most followers of all actors together. */
const MAX_FOLLOWERS = 1_000_000;
/** The most addresses on one host that activities are sent to: servers have one shared inbox, or one for each of a few people. */
export const MAX_INBOXES_PER_HOST = 1000;
/** How long the id of an activity that has ended is kept, in milliseconds: longer than its signature is believed. */
const KEPT_MS = 86_400_000;
/** The most such ids: few enough not to fill the storage, and too many for an attacker to displace quickly. */
const MAX_ENDED = 100_000;

/** Somebody on another server, and where their activities go. */
export interface Follower {
  /** The actor's id, an address. */
  actor: string;
  /** Their server's shared inbox, or else their own. */
  inbox: string;
}

/** Who follows which actor of this site, and the servers that they are on. */
export class FollowerTable {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Adds a follower, or notes that they follow again. Returns why not, in words; null if they follow. `last` is the newest activity: a new server gets later ones. */
  add(
    followed: string,
    { actor, inbox }: Follower,
    { follow, last, now }: { follow: string; last: number; now: number },
  ): string | null {
    if (this.#hasEnded(actor, follow)) return 'This Follow was undone.';
    const server = this.#serverAt(inbox);
    const known = this.#find(followed, actor);
    if (known && known.server === server) {
      const query = 'UPDATE follower SET follow = ? WHERE followed = ? AND actor = ?';
      this.#sql.exec(query, follow, followed, actor);
      return null;
    }
    if (!known && this.count() >= MAX_FOLLOWERS) return 'This site has reached its limit of followers.';
    const host = hostnameOf(inbox);
    if (server === undefined && this.#inboxesOn(host) >= MAX_INBOXES_PER_HOST)
      return 'This site sends to no more inboxes on that host.';
    if (known) this.#delete(followed, actor);
    const insert = 'INSERT INTO server (inbox, host, sent) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
    this.#sql.exec(insert, inbox, host, last);
    const query =
      'INSERT INTO follower (followed, actor, server, follow, since) SELECT ?, ?, id, ?, ? FROM server WHERE inbox = ?';
    this.#sql.exec(query, followed, actor, follow, now, inbox);
    return null;
  }

  /**
   * Removes a follower who undoes a Follow: that with the id `follow`, if there is no `followed` to say whom it was of. `undo` is the id of
   * the activity that undoes it.
   */
  remove(
    { followed, actor }: { followed: string | undefined; actor: string },
    { follow, undo, now }: { follow: string | undefined; undo: string; now: number },
  ): void {
    if (this.#hasEnded(actor, undo)) return;
    const query = `DELETE FROM follower WHERE actor = ?1 AND (followed = ?2 OR (?2 IS NULL AND follow = ?3)) RETURNING follow`;
    const gone = this.#sql.exec<{ follow: string }>(query, actor, followed ?? null, follow ?? null).toArray();
    const ended = [undo, ...gone.map((row) => row.follow), ...(follow === undefined ? [] : [follow])];
    for (const id of ended) this.#end(actor, id, now);
  }

  /** Removes whoever an actor follows here. */
  removeActor(actor: string, now: number): void {
    const query = 'DELETE FROM follower WHERE actor = ? RETURNING follow';
    const gone = this.#sql.exec<{ follow: string }>(query, actor).toArray();
    for (const { follow } of gone) this.#end(actor, follow, now);
  }

  /** Removes the followers whose activities go to a server's inbox. Returns how many there were. */
  removeServer(server: number): number {
    return this.#sql.exec('DELETE FROM follower WHERE server = ? RETURNING actor', server).toArray().length;
  }

  isFollowing(actor: string): boolean {
    return this.#sql.exec('SELECT 1 FROM follower WHERE actor = ? LIMIT 1', actor).toArray().length > 0;
  }

  /** Counts the followers of an actor of this site; without one, those of all. */
  count(followed?: string): number {
    const query = 'SELECT ifnull(SUM(followers), 0) AS count FROM tally WHERE ?1 IS NULL OR followed = ?1';
    return this.#sql.exec<{ count: number }>(query, followed ?? null).one().count;
  }

  /** Counts the inboxes that activities go to. */
  servers(): number {
    return this.#sql.exec<{ count: number }>('SELECT COUNT(*) AS count FROM server').one().count;
  }

  expire(now: number): void {
    this.#sql.exec('DELETE FROM ended WHERE until <= ?', now);
  }

  #find(followed: string, actor: string): { server: number; follow: string } | undefined {
    const query = 'SELECT server, follow FROM follower WHERE followed = ? AND actor = ?';
    return this.#sql.exec<{ server: number; follow: string }>(query, followed, actor).toArray()[0];
  }

  #delete(followed: string, actor: string): void {
    this.#sql.exec('DELETE FROM follower WHERE followed = ? AND actor = ?', followed, actor);
  }

  #serverAt(inbox: string): number | undefined {
    return this.#sql.exec<{ id: number }>('SELECT id FROM server WHERE inbox = ?', inbox).toArray()[0]?.id;
  }

  #inboxesOn(host: string): number {
    const query = 'SELECT COUNT(*) AS count FROM server WHERE host = ?';
    return this.#sql.exec<{ count: number }>(query, host).one().count;
  }

  #hasEnded(actor: string, activity: string): boolean {
    const query = 'SELECT 1 FROM ended WHERE actor = ? AND activity = ?';
    return this.#sql.exec(query, actor, activity).toArray().length > 0;
  }

  #end(actor: string, activity: string, now: number): void {
    const query =
      'INSERT INTO ended (actor, activity, until) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING id';
    const [row] = this.#sql.exec<{ id: number }>(query, actor, activity, now + KEPT_MS).toArray();
    if (row) this.#sql.exec('DELETE FROM ended WHERE id <= ?', row.id - MAX_ENDED);
  }
}
