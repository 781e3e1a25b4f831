import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Index } from '../old-site.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { Brought } from './brought.ts';
import { ListedPictures } from './listed-pictures.ts';
import { Losses } from './losses.ts';
import { OldEntries } from './old-entries.ts';
import { PlannedRedirects } from './planned-redirects.ts';
import { Plans } from './plans.ts';
import { RemoteStories } from './remote-stories.ts';
import { SCHEMA } from './schema.ts';
import { explainWorkFolderFault } from './work-folder-fault.ts';

/** Takes the folder for this process alone, until it ends or closes the database. Throws if another process has it. */
function lock(path: string): DatabaseSync {
  const database = new DatabaseSync(join(path, 'lock.sqlite'));
  try {
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** How long a statement waits for somebody who looks into the database meanwhile, in milliseconds. */
const PATIENCE_MS = 10_000;

function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(join(path, 'work.sqlite'));
  try {
    database.exec(`PRAGMA busy_timeout = ${PATIENCE_MS}`);
    // In WAL mode, `NORMAL` loses nothing when a process is killed, only when the power fails.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8000');
    database.exec(SCHEMA);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * The folder of a move: what was read, what becomes of it, and what servers have acknowledged, in `work.sqlite`. Whatever is committed
 * there survives a process that is killed.
 */
export class WorkFolder {
  readonly path: string;
  readonly #lock: DatabaseSync | undefined;
  readonly database: DatabaseSync;
  readonly entries: OldEntries;
  readonly losses: Losses;
  readonly pictures: ListedPictures;
  readonly plans: Plans;
  readonly redirects: PlannedRedirects;
  readonly remote: RemoteStories;
  readonly acknowledged: Acknowledgements;
  readonly brought: Brought;
  /** What readers look up while they read. */
  readonly index: Index;

  /** Opens the folder for this process alone. Throws `CommandError` if another uses it, or it cannot be one. */
  constructor(path: string) {
    this.path = path;
    try {
      mkdirSync(path, { recursive: true });
      this.#lock = lock(path);
      this.database = openDatabase(path);
    } catch (error) {
      this.#lock?.close();
      throw explainWorkFolderFault(error, path);
    }
    this.entries = new OldEntries(this.database);
    this.losses = new Losses(this.database);
    this.pictures = new ListedPictures(this.database);
    this.plans = new Plans(this.database);
    this.redirects = new PlannedRedirects(this.database);
    this.remote = new RemoteStories(this.database);
    this.acknowledged = new Acknowledgements(this.database);
    this.brought = new Brought(this.database);
    const put = this.database.prepare(
      'INSERT INTO noted VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    );
    const get = this.database.prepare('SELECT value FROM noted WHERE set_name = ? AND key = ?');
    this.index = {
      put: (set, key, value) => put.run(set, key, JSON.stringify(value)),
      get: (set, key) => {
        const row = get.get(set, key);
        return row && JSON.parse(String(row.value));
      },
    };
  }

  /** Returns a fact about the move, such as which source was read; undefined if it is not known. */
  fact(name: string): string | undefined {
    const row = this.database.prepare('SELECT value FROM fact WHERE name = ?').get(name);
    return row && String(row.value);
  }

  setFact(name: string, value: string): void {
    this.database
      .prepare('INSERT INTO fact VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
      .run(name, value);
  }

  forgetFact(name: string): void {
    this.database.prepare('DELETE FROM fact WHERE name = ?').run(name);
  }

  /** Runs a function whose changes all happen, or none of them. */
  transaction<T>(change: () => T): T {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const result = change();
      this.database.exec('COMMIT');
      return result;
    } catch (error) {
      this.database.exec('ROLLBACK');
      throw error;
    }
  }

  /** How many pictures have been brought. A plan that was made when there were others is made anew. */
  countBrought(): number {
    const query = "SELECT count(*) AS n FROM noted WHERE set_name = 'picture' AND value ->> 'ok' = 1";
    return Number(this.database.prepare(query).get()?.n);
  }

  /** Forgets what was read, and what was made of it. What servers have acknowledged stays, which pictures were brought, which stories are public, what was undone, and what was fetched of a feed. */
  forgetSource(): void {
    this.transaction(() => {
      this.forgetFact('read');
      this.forgetFact('listed');
      this.database.exec(
        "DELETE FROM noted WHERE set_name NOT IN ('picture', 'uploaded', 'feed-document', 'public', 'undone')",
      );
      this.database.exec('DELETE FROM post; DELETE FROM entry; DELETE FROM picture; DELETE FROM loss');
      this.forgetPlans();
    });
  }

  /** Forgets what was to become of the entries. */
  forgetPlans(): void {
    this.forgetFact('planning');
    this.database.exec(
      "DELETE FROM plan; DELETE FROM topic; DELETE FROM loss WHERE stage NOT IN ('read', 'pictures')",
    );
  }

  close(): void {
    this.database.close();
    this.#lock?.close();
  }
}
