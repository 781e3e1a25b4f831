import type { Desk as DeskInside } from '../../../../src/newsroom/desk/desk.ts';
import type { ChangeResult } from '../../../../src/newsroom/desk/ledger/change-result.ts';
import type { Env } from '../../../../src/platform/env.ts';
import { makeArticle } from '../../../../src/site/story/make-article.ts';
import { storySchema } from '../../../../src/site/story/story.ts';
import Program, { Desk as ProgramDesk, Search, Studio, Subscriptions, Wire } from '../../../../src/worker.ts';
import type { Cost } from '../cost.ts';
import type { StoryRecord } from '../stories.ts';

// The built program with a Desk that counts its reads and writes, and that can be seeded with many stories at once.

export { Search, Studio, Subscriptions, Wire };

type Cursor = { rowsRead: number; rowsWritten: number };

/** Counts the rows that a Desk reads and writes, and its KV writes. */
function meter(ctx: DurableObjectState, env: Env) {
  const { sql } = ctx.storage;
  const unmetered: SqlStorage['exec'] = sql.exec.bind(sql);
  let cursors: Cursor[] = [];
  let kvWrites = 0;
  sql.exec = ((query: string, ...values: SqlStorageValue[]) => {
    const cursor = unmetered(query, ...values);
    cursors.push(cursor);
    return cursor;
  }) as SqlStorage['exec'];
  const STORIES = {
    put: (...parameters: Parameters<KVNamespace['put']>) => {
      kvWrites++;
      return env.STORIES.put(...parameters);
    },
    delete: (key: string) => {
      kvWrites++;
      return env.STORIES.delete(key);
    },
  };
  return {
    env: { ...env, STORIES: STORIES as KVNamespace },
    unmetered,
    take: (): Cost => {
      const rowsRead = cursors.reduce((sum, cursor) => sum + cursor.rowsRead, 0);
      const rowsWritten = cursors.reduce((sum, cursor) => sum + cursor.rowsWritten, 0);
      const cost = { rowsRead, rowsWritten, kvWrites };
      cursors = [];
      kvWrites = 0;
      return cost;
    },
  };
}

export class Desk extends ProgramDesk {
  readonly #meter: ReturnType<typeof meter>;

  constructor(ctx: DurableObjectState, env: Env) {
    const metered = meter(ctx, env);
    super(ctx, metered.env);
    this.#meter = metered;
  }

  async #publish(record: StoryRecord): Promise<void> {
    const story = storySchema.parse(record);
    const options = {
      expected: 'new' as const,
      actor: { name: 'bench', role: 'admin' as const, person: null },
      now: Date.now(),
    };
    const parameters: Parameters<DeskInside['save']> = [story, makeArticle(story, '').rendering, options];
    // A version from before `call` has the method itself.
    const { save } = this as Partial<Pick<DeskInside, 'save'>>;
    const done = (await (save
      ? Reflect.apply(save, this, parameters)
      : this.call(['save'], parameters))) as ChangeResult;
    if (!done.ok) throw new Error(done.detail);
    // Makes everything in the outbox due, except cards.
    this.#meter.unmetered("UPDATE outbox SET due = 0 WHERE NOT substr(key, 1, 5) = 'card:'");
    await this.alarm();
  }

  /** Publishes stories one by one, each up to its writes to KV. */
  async publish(stories: readonly StoryRecord[]): Promise<Cost> {
    this.#meter.take();
    for (const story of stories) await this.#publish(story);
    return this.#meter.take();
  }

  /** Seeds the Desk with `count` stories: one that is published, and copies of its rows. */
  async seed(count: number, story: StoryRecord): Promise<void> {
    await this.#publish(story);
    const sql = this.#meter.unmetered;
    const numbers = 'WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ?)';
    for (const insert of [
      // The columns that every measured version has.
      `INSERT INTO story (id, slug, identifier, status, revision, due, article, entry, changed, reason, tick, merged)
       SELECT i, 'copy-' || i, 'tag:copy.example,2026:' || i, status, revision, due, article, entry, changed, reason, tick, merged
       FROM n, story WHERE story.id = 1`,
      'INSERT INTO revision SELECT i, 1, at, who, action, record, reason, wrote, approved FROM n, revision WHERE revision.story = 1',
      'INSERT INTO place SELECT scope, i, i, 1 FROM n, place WHERE place.story = 1',
      `INSERT INTO printed SELECT 'story:copy-' || i, 'x', 0 FROM n`,
    ]) {
      sql(`${numbers} ${insert}`, count);
    }
    sql('UPDATE scope SET last = ?, shown = ?', count, count);
  }
}

/**
 * `/publish` and `/seed` call the Desk named by `desk`, with the stories or the story in the body. The program answers everything
 * else.
 */
export default class extends Program {
  override async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const desk = this.env.DESK.getByName(
      searchParams.get('desk') ?? '',
    ) as unknown as DurableObjectStub<Desk>;
    if (pathname === '/seed') {
      await desk.seed(Number(searchParams.get('count')), await request.json());
      return new Response(null, { status: 204 });
    }
    if (pathname === '/publish') return Response.json(await desk.publish(await request.json()));
    return super.fetch(request);
  }
}
