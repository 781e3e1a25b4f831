import assert from 'node:assert/strict';
import type { Draft, DraftSummary } from '../../../src/newsroom/drafts/desk/draft.ts';
import type { Drafts } from '../../../src/newsroom/drafts/desk/drafts.ts';
import type { Front } from '../../../src/newsroom/front/desk/front.ts';
import type { Pages } from '../../../src/newsroom/pages/desk/pages.ts';
import type { People } from '../../../src/newsroom/people/desk/people.ts';
import type { Person } from '../../../src/newsroom/people/desk/person.ts';
import type { Actor } from '../../../src/newsroom/people/desk/roles.ts';
import type { Media } from '../../../src/newsroom/pictures/desk/media.ts';
import type { UploadedPicture } from '../../../src/newsroom/pictures/desk/picture.ts';
import type { Previews } from '../../../src/newsroom/previews/desk/previews.ts';
import type { Redirects } from '../../../src/newsroom/redirects/desk/redirects.ts';
import type { Notes } from '../../../src/newsroom/reviews/desk/notes.ts';
import type { Reviews } from '../../../src/newsroom/reviews/desk/reviews.ts';
import type { SettingsVersions } from '../../../src/newsroom/settings/desk/settings.ts';
import { forPrograms } from '../../../src/newsroom/words/translate.ts';
import type { Story, WrittenStory } from '../../../src/site/story/story.ts';

// Stand-ins for rooms of the Desk. Each asserts that everything it gets is valid, and stores nothing.

/** The ids of the only draft, preview and picture. Others begin with 0. */
export const ID = '3f2504e04f8941d39a0c0305e82c3301';
export const HASH = `${ID}${ID}`;

const AT = '2026-03-06T00:00:00.000Z';
/** The newest version of the draft. */
const VERSION = 3;

const summary: DraftSummary = {
  id: ID,
  name: 'a-draft',
  headline: 'A draft',
  topics: [],
  state: 'draft',
  version: VERSION,
  base: null,
  authors: [{ person: null, name: 'ann' }],
  reviewer: null,
  updated: AT,
  by: 'ann',
  saved: AT,
  notes: 0,
  discarded: null,
  embargo: null,
};
const draft: Draft = { ...summary, text: '---\r\nheadline: A draft\r\n---\r\n' };
const version = { version: VERSION, at: AT, by: 'ann', bytes: 29, merged: null };

const picture: UploadedPicture = {
  hash: HASH,
  extension: 'jpg',
  url: `/media/${HASH}.jpg`,
  encodingFormat: 'image/jpeg',
  width: 32,
  height: 48,
  bytes: 1000,
  name: 'a.jpg',
  alt: null,
  credit: null,
  person: null,
  by: 'ann',
  at: AT,
  sizes: [],
};

const missing = {
  ok: false as const,
  why: 'missing' as const,
  detail: forPrograms('There is no such draft.'),
};
const stale = { ok: false as const, why: 'stale' as const, detail: forPrograms('There is a newer version.') };

const isNumber = (value: number) => Number.isSafeInteger(value) && value >= 0;
const assertActor = (given: Actor) => assert.equal(typeof given.name, 'string');
const assertText = (text: string) => assert.ok(text.length <= 1_900_000 && text.isWellFormed());
const isKnown = (id: string) => {
  assert.match(id, /^[0-9a-f]{32}$/);
  return !id.startsWith('0');
};
const assertBase = ({ slug, revision }: NonNullable<Draft['base']>) => {
  assert.match(slug, /^[a-z0-9]+(-[a-z0-9]+)*$/);
  assert.ok(isNumber(revision));
};

/** What only the pages of the newsroom ask for. */
type OfPages = 'summary' | 'readers' | 'search' | 'saveTime' | 'setEmbargo' | 'embargoesOfStories';
type DraftMethods = Omit<{ [Name in keyof Drafts]: Drafts[Name] }, OfPages>;

const drafts: DraftMethods = {
  create: ({ name, text, base, actor }) => {
    assert.ok(name.length <= 200);
    assertText(text);
    if (base) assertBase(base);
    assertActor(actor);
    return { ok: true, draft };
  },
  correct: ({ base, text, actor }) => {
    assertBase(base);
    assertText(text);
    assertActor(actor);
    return { ok: true, draft };
  },
  find: (id) => (isKnown(id) ? { ok: true, draft } : missing),
  list: ({ actor }) => {
    assertActor(actor);
    return [summary];
  },
  save: (id, { text, version: replaced, actor }) => {
    assertText(text);
    assertActor(actor);
    assert.ok(isNumber(replaced));
    if (!isKnown(id)) return missing;
    return replaced === VERSION
      ? { ok: true, version: VERSION + 1, state: 'draft', voided: false }
      : { ...stale, current: draft };
  },
  replaceBase: (id, { base, version: seen }) => {
    assertBase(base);
    assert.ok(isNumber(seen));
    if (!isKnown(id)) return missing;
    return seen === VERSION ? { ok: true, state: 'draft', voided: false } : stale;
  },
  versions: (id) => (isKnown(id) ? { ok: true, versions: [version] } : missing),
  version: (id, number) => {
    assert.ok(isNumber(number));
    return isKnown(id) ? { ok: true, version: { ...version, text: draft.text } } : missing;
  },
  discard: (id, { version: seen }) => {
    assert.ok(isNumber(seen));
    if (!isKnown(id)) return missing;
    return seen === VERSION ? { ok: true, draft: summary } : stale;
  },
  restoreDiscarded: (id) => (isKnown(id) ? { ok: true, draft: summary } : missing),
};

type MediaMethods =
  | 'whyNotUpload'
  | 'whyNotImport'
  | 'whyNotResize'
  | 'find'
  | 'list'
  | 'listAfter'
  | 'describe';

const media: Pick<Media, MediaMethods> = {
  whyNotUpload: () => undefined,
  whyNotResize: () => undefined,
  whyNotImport: () => undefined,
  find: (hash) => {
    assert.match(hash, /^[0-9a-f]{64}$/);
    return hash === HASH ? picture : undefined;
  },
  list: ({ before, limit }) => {
    assert.ok(limit >= 2 && limit <= 101);
    if (before) assert.ok(!Number.isNaN(Date.parse(before.at)) && /^[0-9a-f]{64}$/.test(before.hash));
    return [picture];
  },
  listAfter: () => [],
  describe: (hash, { alt, credit }) => {
    for (const text of [alt, credit]) assert.ok(text === null || typeof text === 'string');
    return hash === HASH
      ? { ok: true, picture }
      : { ok: false, why: 'missing', detail: forPrograms('There is no such picture.') };
  },
};

const reviews: Pick<Reviews, 'ask' | 'history' | 'approvals'> = {
  ask: (id, { version: seen, reviewer }) => {
    assert.ok(isNumber(seen));
    assert.ok(reviewer === null || reviewer === ID);
    if (!isKnown(id)) return missing;
    return seen === VERSION ? { ok: true, state: 'in review' } : stale;
  },
  history: (id) => (isKnown(id) ? { ok: true, events: [] } : missing),
  approvals: (id) => (isKnown(id) ? { ok: true, approvals: [], needed: 1 } : missing),
};

const notes: Pick<Notes, 'list' | 'add' | 'reply' | 'setResolved'> = {
  list: (id) => (isKnown(id) ? { ok: true, notes: [] } : missing),
  add: (id, { version: seen, start, end, text }) => {
    assert.ok(isNumber(seen));
    for (const offset of [start, end]) assert.ok(offset === null || isNumber(offset));
    assert.equal(typeof text, 'string');
    return isKnown(id) ? { ok: true, notes: [] } : missing;
  },
  reply: (id, thread, { text }) => {
    assert.ok(isNumber(thread));
    assert.equal(typeof text, 'string');
    return isKnown(id) ? { ok: true, notes: [] } : missing;
  },
  setResolved: (id, thread, { isResolved }) => {
    assert.ok(isNumber(thread));
    assert.equal(typeof isResolved, 'boolean');
    return isKnown(id) ? { ok: true, notes: [] } : missing;
  },
};

const person: Person = {
  id: ID,
  name: 'Ann Lee',
  email: null,
  role: 'editor',
  added: AT,
  removed: null,
  language: null,
};

const people: Pick<People, 'byName' | 'find'> = {
  byName: (name) => {
    assert.ok(name.length <= 100);
    return name === 'Ann Lee' ? person : undefined;
  },
  find: (id) => (id === ID ? person : undefined),
};

const about = { slug: 'about', revision: 1, at: AT, who: 'ann' };
const aboutRecord = { slug: 'about', title: 'About', inLanguage: null, description: null, body: 'Text.\n' };
const pageMissing = {
  ok: false as const,
  why: 'missing' as const,
  detail: forPrograms('There is no such page.'),
};
const isAbout = (slug: string) => {
  assert.match(slug, /^[a-z0-9]+(-[a-z0-9]+)*$/);
  return slug === 'about';
};

type PageMethods = 'find' | 'list' | 'revision' | 'revisions' | 'save' | 'withdraw' | 'import' | 'exportPage';

const pages: Pick<Pages, PageMethods> = {
  find: (slug) => (isAbout(slug) ? { ...about, record: aboutRecord } : undefined),
  list: () => [{ ...about, status: 'published', title: 'About', inLanguage: null }],
  revision: (slug, revision) => {
    assert.ok(isNumber(revision));
    return isAbout(slug) && revision === 1 ? { ...about, record: aboutRecord } : undefined;
  },
  revisions: (slug) =>
    isAbout(slug) ? [{ ...about, status: 'published', title: 'About', inLanguage: null }] : [],
  save: ({ slug, title, body }, { actor }) => {
    isAbout(slug);
    assertText(title);
    assertText(body);
    assertActor(actor);
    return { ok: true, page: { ...about, record: aboutRecord }, changed: true };
  },
  withdraw: (slug, { actor }) => {
    assertActor(actor);
    return isAbout(slug) ? { ok: true, page: { ...about, record: null }, changed: true } : pageMissing;
  },
  import: ({ slug, revision, at }, { actor }) => {
    isAbout(slug);
    assert.ok(isNumber(revision) && !Number.isNaN(Date.parse(at)));
    assertActor(actor);
    return { ok: true, changed: true };
  },
  exportPage: () => undefined,
};

const assertAddress = (address: string) => assert.ok(address.isWellFormed());

const redirects: Pick<Redirects, 'add' | 'import' | 'list' | 'remove' | 'exportPage'> = {
  add: (wanted, { actor }) => {
    assertActor(actor);
    return wanted.map(({ from, to }) => {
      assertAddress(from);
      assertAddress(to);
      return { from, ok: true, to, changed: true };
    });
  },
  import: (wanted, { actor }) => {
    assertActor(actor);
    return wanted.map(({ from }) => ({ from, ok: true, to: '/stories/a-story', changed: true }));
  },
  list: ({ limit }) => {
    assert.ok(isNumber(limit) && limit > 0);
    return { redirects: [{ from: '/old', to: '/stories/a-story', hiddenBy: null }], next: null, total: 1 };
  },
  remove: (from, { actor }) => {
    assertAddress(from);
    assertActor(actor);
    return { ok: true, redirect: { from: '/old', to: '/stories/a-story', hiddenBy: null } };
  },
  exportPage: () => undefined,
};

/** The rooms by their names. `assertStory` asserts that a story is valid; `record` is that of the stored preview. */
const SAVED =
  /^(title|tagline|topics|brand\.accent|timeZone|evidence|review|wire\.(drafter|model|server|evidence|looksPerDay)|grounding\.model)$/;
const unsaved = { version: 0, at: null, who: null, saved: {} };

const settings: Pick<SettingsVersions, 'saved' | 'current' | 'versions' | 'replace'> = {
  saved: () => ({}),
  current: () => unsaved,
  versions: () => [],
  replace: (saved, { expected, actor }) => {
    assert.ok(isNumber(expected) && Object.keys(saved).every((field) => SAVED.test(field)));
    assertActor(actor);
    return { ok: false, why: 'stale', detail: forPrograms('There is a newer version.'), current: unsaved };
  },
};

const arranged = { version: 0, at: null, who: null, lead: null, order: null, blocks: [] };

const front: Pick<Front, 'current' | 'versions' | 'absent' | 'replace'> = {
  current: () => arranged,
  versions: () => [],
  absent: () => [],
  replace: ({ lead, order, blocks }, { expected, actor }) => {
    assert.ok(isNumber(expected) && (order?.stories.length ?? 1) <= 9 && blocks.length <= 12);
    for (const slug of [...(lead ? [lead.story] : []), ...(order?.stories ?? [])])
      assert.match(slug, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    assertActor(actor);
    return { ok: true, version: arranged, changed: false };
  },
};

export const makeRooms = (
  assertStory: (story: WrittenStory) => void,
  record: Story,
): Record<string, object> => {
  const previews: Pick<Previews, 'add' | 'replace' | 'find'> = {
    add: (story) => {
      assertStory(story);
      return ID;
    },
    replace: (id, story) => {
      assertStory(story);
      return isKnown(id);
    },
    find: (id) => (isKnown(id) ? record : undefined),
  };
  return { drafts, front, media, notes, pages, people, previews, redirects, reviews, settings };
};
