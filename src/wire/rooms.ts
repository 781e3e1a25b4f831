import type { Env } from '../env.ts';
import { readSettings } from '../settings.ts';
import type { FetchPage } from './fetching/fetched.ts';
import { Fetcher } from './fetching/fetcher.ts';
import { Items } from './intake/grouping/items.ts';
import type { WireTask } from './task.ts';

/** What the rooms of the wire share. */
export interface WireContext {
  sql: SqlStorage;
  env: Env;
  fetchPage: FetchPage;
}

/** Makes the rooms of the wire, each a class over tables of its own, and the tasks that the alarm runs. */
export function makeRooms(sql: SqlStorage, env: Env) {
  const fetcher = new Fetcher({ sql, settings: readSettings(env) });
  const context: WireContext = { sql, env, fetchPage: (request) => fetcher.fetchPage(request) };
  void context;
  const tasks: WireTask[] = [];
  return { rooms: { items: new Items(sql) }, tasks };
}

export type WireRooms = ReturnType<typeof makeRooms>['rooms'];
