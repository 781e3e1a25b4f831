import assert from 'node:assert/strict';
import type { Desk } from '../../../src/newsroom/desk/desk.ts';
import type { AppliedChange, Precondition } from '../../../src/newsroom/desk/ledger/change-result.ts';
import type { Revision } from '../../../src/newsroom/desk/ledger/revisions.ts';
import type { StoryRow } from '../../../src/newsroom/desk/ledger/story-row.ts';
import type { Actor } from '../../../src/newsroom/people/desk/roles.ts';
import type { StorageEnv } from '../../../src/newsroom/pictures/desk/store-picture.ts';
import type { ExportedStory } from '../../../src/newsroom/transfer/desk/export-line.ts';
import { forPrograms } from '../../../src/newsroom/words/translate.ts';
import type { Env } from '../../../src/platform/env.ts';
import type { WrittenStory } from '../../../src/site/story/story.ts';
import { aStory, program } from './documents.ts';
import { makeRooms } from './rooms.ts';

// A stand-in for the Desk, which runs only in workerd. It asserts that everything it gets is valid, and stores nothing.

const actor: Actor = { name: 'ann', role: 'admin', person: null };
export const EDITOR = { actor, token: 'a-token-that-nobody-guesses' };

/** The slug of the only story, whose former slug is `an-old-slug`. */
const STORED_SLUG = 'a-story';

const AT = '2026-03-06T00:00:00.000Z';

const held: StoryRow = {
  id: 1,
  slug: STORED_SLUG,
  identifier: 'tag:news.example,2026:stories/a-story',
  status: 'published',
  revision: 3,
  due: Date.parse(AT),
  changed: Date.parse(AT),
  reason: null,
  merged: null,
  translates: null,
};

const applied = (slug: string): AppliedChange => ({
  ok: true,
  slug,
  identifier: held.identifier,
  status: 'published',
  revision: 3,
  changed: true,
  invalidations: {
    slugs: [],
    scopes: [],
    pages: [],
    directory: [],
    sitePages: [],
    redirects: [],
    areKeysStale: false,
  },
});

/** Asserts that the story is valid: parsing it again changes nothing. */
function assertStory(story: WrittenStory): void {
  assert.deepEqual(program.parseStoryJson(JSON.stringify(story)), { ok: true, value: story });
}

function assertChange({ expected, actor }: { expected: Precondition; actor: Actor }): void {
  assert.deepEqual(actor, EDITOR.actor);
  if (typeof expected === 'object') {
    assert.ok(Number.isSafeInteger(expected.revision) && expected.revision >= 0);
    return;
  }
  assert.match(expected, /^(new|existing|any|unstated)$/);
}

const assertSlug = (slug: string) => assert.match(slug, /^[a-z0-9]+(-[a-z0-9]+)*$/);
const assertReason = (reason: string) => assert.ok(reason.length > 0 && reason.length <= 2000, reason);

const record = aStory({});

const revision: Omit<Revision, 'record'> = {
  revision: 3,
  at: AT,
  who: 'ann',
  action: 'publish',
  reason: null,
};

type Methods = Pick<
  Desk,
  | 'save'
  | 'withdraw'
  | 'restore'
  | 'findStory'
  | 'revisions'
  | 'revision'
  | 'importStory'
  | 'exportPage'
  | 'listStories'
  | 'rebuild'
>;

const rooms = makeRooms(assertStory, record);

/** Answers like a Desk with one story. */
export const desk: Methods & Pick<Desk, 'status'> = {
  save: async (story, rendering, options) => {
    assertStory(story);
    assertChange(options);
    assert.ok(rendering);
    return applied(story.slug);
  },
  withdraw: async (slug, options) => {
    assertSlug(slug);
    assertChange(options);
    assertReason(options.reason);
    if (slug === STORED_SLUG) return applied(slug);
    return { ok: false, why: 'missing', detail: forPrograms(`There is no story "${slug}".`) };
  },
  restore: async (slug, options) => {
    assertSlug(slug);
    assertChange(options);
    return { ok: false, why: 'not-withdrawn', detail: forPrograms(`"${slug}" is not withdrawn.`) };
  },
  findStory: async (slug) => {
    assertSlug(slug);
    if (slug === STORED_SLUG) return { row: held, record };
    return slug === 'an-old-slug' ? { movedTo: STORED_SLUG } : undefined;
  },
  revisions: async () => [revision],
  revision: async (_slug, number) => {
    assert.ok(Number.isInteger(number));
    return number === 3 ? { ...revision, record } : undefined;
  },
  importStory: async (exported: ExportedStory) => {
    assert.deepEqual(
      program.exportedSchema.parse({ exported }),
      { exported },
      'parsing it again changes nothing',
    );
    // Earlier revisions may follow older rules.
    const newest = exported.revisions.at(-1)?.record;
    assert.ok(newest);
    assertStory(newest);
    return applied(newest.slug);
  },
  exportPage: async () => undefined,
  listStories: async (after, limit) => {
    assert.ok(Number.isSafeInteger(after) && after >= 0 && limit >= 1 && limit <= 1000);
    return after === 0 ? [held] : [];
  },
  rebuild: async () => ({ began: AT, done: 0, total: 0, isDone: true }),
  status: async () => ({ attention: [] }) as unknown as Awaited<ReturnType<Desk['status']>>,
};

async function callRoom(room: keyof typeof rooms, method: string, parameters: unknown[]): Promise<unknown> {
  const called = rooms[room];
  assert.ok(called && method in called, `${room} has a stand-in for ${method}`);
  return Reflect.apply(Reflect.get(called, method), called, parameters);
}

/** The namespace of this Desk. */
export const DESK = {
  getByName: () => ({
    call: async ([first = '', second]: readonly string[], parameters: unknown[]) =>
      second === undefined
        ? Reflect.apply(Reflect.get(desk, first), desk, parameters)
        : callRoom(first as keyof typeof rooms, second, parameters),
  }),
} as unknown as DurableObjectNamespace;

/** Where an import stores pictures: nowhere. */
export const STORAGE = {
  DESK,
  STORIES: { getWithMetadata: async () => ({ value: null, metadata: null }), put: async () => undefined },
} as unknown as StorageEnv;

/** Where an import finds the wire. No fuzzed line has feeds to follow. */
export const WIRE_ENV: Pick<Env, 'WIRE'> = {
  WIRE: { getByName: () => assert.fail('The wire was asked') } as unknown as Env['WIRE'],
};
