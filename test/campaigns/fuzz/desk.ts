import assert from 'node:assert/strict';
import type { Desk } from '../../../src/desk/desk.ts';
import type { AppliedChange, Precondition } from '../../../src/desk/ledger/change-result.ts';
import type { Revision } from '../../../src/desk/ledger/revisions.ts';
import type { StoryRow } from '../../../src/desk/ledger/story-row.ts';
import type { Exported } from '../../../src/desk/transfer/export-line.ts';
import type { Story } from '../../../src/story/story.ts';
import { aStory, program } from './documents.ts';

// What stands in the Desk's place, which lives in workerd alone: it keeps nothing, and takes nothing that is not right.

/** Who publishes, and what shows it. */
export const EDITOR = { name: 'ann', token: 'a-token-that-nobody-guesses' };

/** The one slug under which there is a story; another was renamed to it. */
export const KEPT = 'a-story';

const AT = '2026-03-06T00:00:00.000Z';

const held: StoryRow = {
  id: 1,
  slug: KEPT,
  identifier: 'tag:news.example,2026:stories/a-story',
  status: 'published',
  revision: 3,
  due: Date.parse(AT),
  changed: Date.parse(AT),
  reason: null,
  merged: null,
};

const done = (slug: string): AppliedChange => ({
  ok: true,
  slug,
  identifier: held.identifier,
  status: 'published',
  revision: 3,
  changed: true,
  invalidations: { slugs: [], scopes: [], pages: [], directory: [] },
});

/** A record that is read again is the same record, so that nothing but what is right has come through. */
function isStory(story: Story): void {
  assert.deepEqual(program.parseStoryJson(JSON.stringify(story)), { ok: true, value: story });
}

function isChange({ expected, who }: { expected: Precondition; who: string }): void {
  assert.equal(who, EDITOR.name);
  if (typeof expected === 'object') {
    assert.ok(Number.isSafeInteger(expected.revision) && expected.revision >= 0);
    return;
  }
  assert.match(expected, /^(new|existing|any|unstated)$/);
}

const isSlug = (slug: string) => assert.match(slug, /^[a-z0-9]+(-[a-z0-9]+)*$/);
const isReason = (reason: string) => assert.ok(reason.length > 0 && reason.length <= 2000, reason);

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
  | 'addPreview'
  | 'replacePreview'
  | 'preview'
  | 'rebuild'
>;

/** Answers as the Desk would, had it one story. */
export const desk: Methods & Pick<Desk, 'status'> = {
  save: async (story, rendering, options) => {
    isStory(story);
    isChange(options);
    assert.ok(rendering);
    return done(story.slug);
  },
  withdraw: async (slug, options) => {
    isSlug(slug);
    isChange(options);
    isReason(options.reason);
    if (slug === KEPT) return done(slug);
    return { ok: false, why: 'missing', detail: `There is no story "${slug}".` };
  },
  restore: async (slug, options) => {
    isSlug(slug);
    isChange(options);
    return { ok: false, why: 'not-withdrawn', detail: `"${slug}" is not withdrawn.` };
  },
  findStory: async (slug) => {
    isSlug(slug);
    if (slug === KEPT) return { held, record };
    return slug === 'an-old-slug' ? { movedTo: KEPT } : undefined;
  },
  revisions: async () => [revision],
  revision: async (_slug, number) => {
    assert.ok(Number.isInteger(number));
    return number === 3 ? { ...revision, record } : undefined;
  },
  importStory: async (exported: Exported) => {
    assert.deepEqual(
      program.exportedSchema.parse({ exported }),
      { exported },
      'the same when it is read again',
    );
    // Earlier ones may be as the rules of their time let them be.
    const newest = exported.revisions.at(-1)?.record;
    assert.ok(newest);
    isStory(newest);
    return done(newest.slug);
  },
  exportPage: async () => undefined,
  listStories: async (after, limit) => {
    assert.ok(Number.isSafeInteger(after) && after >= 0 && limit >= 1 && limit <= 1000);
    return after === 0 ? [held] : [];
  },
  addPreview: async (story) => {
    isStory(story);
    return '3f2504e04f8941d39a0c0305e82c3301';
  },
  replacePreview: async (id, story) => {
    assert.match(id, /^[0-9a-f]{32}$/);
    isStory(story);
    return !id.startsWith('0');
  },
  preview: async (id) => (id.startsWith('0') ? undefined : record),
  rebuild: async () => ({ began: AT, done: 0, total: 0, isDone: true }),
  status: async () => ({ attention: [] }) as unknown as Awaited<ReturnType<Desk['status']>>,
};
