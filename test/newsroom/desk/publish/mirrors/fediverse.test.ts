import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Desk } from '../../../../../src/newsroom/desk/desk.ts';
import type { SentActivity } from '../../../../../src/newsroom/desk/publish/mirrors/fediverse.ts';
import type { Story } from '../../../../../src/site/story/story.ts';
import { ann } from '../../../../actors.ts';
import { bind } from '../../../../bind.ts';
import { identityWith } from '../../../../identity.ts';
import { desk, drain, read, reopen } from '../../../../newsroom.ts';
import { deskObject, runInside, standInsWith } from '../../../../objects.ts';
import { now, publish, withdraw } from '../../../../published-stories.ts';
import { aStory } from '../../../../samples.ts';

identityWith({ fediverse: { username: 'news', authors: true, topics: ['web-feeds'] } });

const OWN = 'https://news.example/actor';
const [ANN, FEEDS] = [`${OWN}/authors/ann-lee`, `${OWN}/topics/web-feeds`];

/** What the followers' object is given. */
let told: SentActivity[];
let isAway: boolean;
/** Whether it takes what it is given, and its answer is lost. */
let isLost: boolean;
const FOLLOWERS = standInsWith({
  add: async (activities: readonly SentActivity[]) => {
    if (isAway) throw new Error('The object is overloaded.');
    told.push(...activities);
    if (isLost) throw new Error('The answer was lost.');
  },
});

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
const news = (fields: Partial<Story> = {}): Story =>
  aStory({
    slug: 'a-story',
    headline: 'What happened',
    abstract: 'It happened.',
    keywords: ['web-feeds'],
    author: [{ name: 'Ann Lee', url: null }] as Story['author'],
    datePublished: hoursAgo(1),
    correction: [],
    dateModified: null,
    ...fields,
  });

/** Writes what is stale to KV, and lets the mirrors follow. Returns what followers are told. */
async function follow(): Promise<SentActivity[]> {
  await drain();
  for (let round = 0; round < 3; round++)
    await runInside(deskObject(), async (instance: Desk, { storage }) => {
      bind(instance, { FOLLOWERS });
      storage.sql.exec('UPDATE mirror_change SET due = 0');
      storage.sql.exec('UPDATE mirror SET due = 0');
      await storage.deleteAlarm();
      await instance.alarm();
      bind(instance);
    });
  return told.splice(0);
}

const kindsOf = (activities: readonly SentActivity[]) =>
  activities.map(({ kind, sender, audience }) => ({ kind, sender, audience }));
const bodyOf = (activity: SentActivity | undefined) => JSON.parse(activity?.body ?? 'null');

beforeEach(async () => {
  await reopen();
  told = [];
  isAway = false;
  isLost = false;
  await follow();
});

test('followers are sent a new story, and those of its author and its topic are shown it', async () => {
  await publish(news());
  const activities = await follow();
  expect(kindsOf(activities)).toEqual([
    { kind: 'create', sender: OWN, audience: [OWN] },
    { kind: 'announce', sender: ANN, audience: [ANN] },
    { kind: 'announce', sender: FEEDS, audience: [FEEDS] },
  ]);
  expect(bodyOf(activities[0])).toMatchObject({
    type: 'Create',
    actor: OWN,
    object: { type: 'Article', name: 'What happened', id: 'https://news.example/stories/a-story' },
  });
  expect(bodyOf(activities[1])).toMatchObject({ type: 'Announce', object: bodyOf(activities[0]).object.id });
  expect(await follow()).toEqual([]);
});

test('a story of an import is old, and is sent to nobody; but its corrections and its withdrawal are', async () => {
  await publish(news({ datePublished: '2025-01-01T00:00:00Z' }));
  expect(await follow()).toEqual([]);
  const changed = news({ datePublished: '2025-01-01T00:00:00Z', headline: 'What happened then' });
  await publish(changed);
  expect(await follow()).toEqual([]);
  const correction = [{ text: 'It was Tuesday.', datePublished: hoursAgo(0.5) }];
  await publish({ ...changed, correction });
  const [update, ...others] = await follow();
  expect(others).toEqual([]);
  expect(update).toMatchObject({ kind: 'update', audience: [OWN, ANN, FEEDS] });
  await withdraw('a-story');
  expect((await follow()).map(({ kind }) => kind)).toEqual(['delete', 'note']);
});

test('a correction is sent with its words to everybody who has the story', async () => {
  await publish(news());
  await follow();
  const datePublished = hoursAgo(0.2);
  await publish(news({ correction: [{ text: 'It was Tuesday, not Monday.', datePublished }] }));
  const [update, ...others] = await follow();
  expect(others).toEqual([]);
  expect(update).toMatchObject({ kind: 'update', sender: OWN, audience: [OWN, ANN, FEEDS] });
  const { type, object } = bodyOf(update);
  expect(type).toBe('Update');
  expect(object.summary).toContain('It was Tuesday, not Monday.');
  expect(Date.parse(object.updated)).toBeGreaterThanOrEqual(Date.parse(datePublished));
});

test('what readers of the story do not see is no change', async () => {
  await publish(news());
  await follow();
  const seen = 'UPDATE story SET changed = changed + 1';
  await runInside(deskObject(), (_desk: Desk, { storage }) => storage.sql.exec(seen).rowsWritten);
  await desk().rewriteKeys(['story:a-story'], Date.now());
  await desk().rebuild(ann, Date.now());
  expect(await follow()).toEqual([]);
});

test('a new topic’s followers are shown the story, and a former one’s still get its changes', async () => {
  await publish(news({ keywords: [] }));
  await follow();
  await publish(news({ keywords: ['web-feeds'] }));
  expect(kindsOf(await follow())).toEqual([
    { kind: 'update', sender: OWN, audience: [OWN, ANN] },
    { kind: 'announce', sender: FEEDS, audience: [FEEDS] },
  ]);
  await publish(news({ keywords: [] }));
  expect(kindsOf(await follow())).toEqual([{ kind: 'update', sender: OWN, audience: [OWN, ANN, FEEDS] }]);
});

describe('a withdrawal', () => {
  test('takes the story back, and says why', async () => {
    await publish(news());
    await follow();
    await withdraw('a-story');
    const activities = await follow();
    const audience = [OWN, ANN, FEEDS];
    expect(kindsOf(activities)).toEqual([
      { kind: 'delete', sender: OWN, audience },
      { kind: 'note', sender: OWN, audience },
    ]);
    const id = 'https://news.example/stories/a-story';
    expect(bodyOf(activities[0])).toMatchObject({ type: 'Delete', object: { type: 'Tombstone', id } });
    expect(bodyOf(activities[1])).toMatchObject({ type: 'Create', object: { type: 'Note' } });
    expect(bodyOf(activities[1]).object.content).toContain('The source took it back.');
    expect(await follow()).toEqual([]);
  });

  const restore = () => desk().restore('a-story', { expected: 'any', actor: ann, now: now() });
  const idOf = (activity: SentActivity | undefined): string =>
    bodyOf(activity).object.id ?? bodyOf(activity).object;

  test('that is undone sends the story as another object, because servers never take the first one again', async () => {
    await publish(news());
    const first = idOf((await follow())[0]);
    await withdraw('a-story');
    await follow();
    await restore();
    const activities = await follow();
    expect(activities.map(({ kind }) => kind)).toEqual(['create', 'announce', 'announce']);
    const second = idOf(activities[0]);
    expect(second).toMatch(/^https:\/\/news\.example\/stories\/a-story\?restored=\d+$/);
    expect(activities.map(idOf)).toEqual([second, second, second]);
    expect(bodyOf(activities[0]).object.summary).toContain('Published again · ');
    const shown = await read('/stories/a-story?restored=1', { Accept: 'application/activity+json' });
    expect(await shown.json()).toMatchObject({ id: second, url: first });
    const outbox = (await (await read('/actor/outbox')).json()) as {
      first: { orderedItems: { object: { id: string } }[] };
    };
    expect(outbox.first.orderedItems.map(({ object }) => object.id)).toEqual([second]);

    const correction = [{ text: 'It was Tuesday.', datePublished: hoursAgo(0.2) }];
    await publish(news({ correction }));
    const [update] = await follow();
    expect([update?.kind, idOf(update)]).toEqual(['update', second]);
    await withdraw('a-story');
    const [removal] = await follow();
    expect([removal?.kind, idOf(removal)]).toEqual(['delete', second]);
    const gone = await read('/stories/a-story?restored=1', { Accept: 'application/activity+json' });
    expect([gone.status, ((await gone.json()) as { id: string }).id]).toEqual([410, second]);
    await restore();
    expect([first, second]).not.toContain(idOf((await follow())[0]));
  });

  test('that is undone at once replaces what followers have', async () => {
    await publish(news());
    const first = idOf((await follow())[0]);
    await withdraw('a-story');
    await restore();
    const activities = await follow();
    expect(activities.map(({ kind }) => kind)).toEqual(['delete', 'create', 'announce', 'announce']);
    expect(idOf(activities[0])).toBe(first);
    expect(idOf(activities[1])).toMatch(/\?restored=\d+$/);
  });

  test('that is undone at once is told by the same activities if nobody knows whether it was told', async () => {
    await publish(news());
    await follow();
    await withdraw('a-story');
    await restore();
    isLost = true;
    const first = await follow();
    isLost = false;
    const again = await follow();
    expect(again.map(({ kind }) => kind)).toEqual(['delete', 'create', 'announce', 'announce']);
    expect(first.map(({ address }) => address)).toEqual(
      expect.arrayContaining(again.map(({ address }) => address)),
    );
    expect(new Set(first.map(({ address }) => address)).size).toBe(again.length);
  });

  test('from before there were followers that is undone tells nobody of corrections from before it', async () => {
    const correction = [{ text: 'It was Tuesday.', datePublished: '2025-01-02T00:00:00Z' }];
    await publish(news({ datePublished: '2025-01-01T00:00:00Z', correction }));
    await withdraw('a-story');
    expect(await follow()).toEqual([]);
    await restore();
    expect(await follow()).toEqual([]);
  });

  test('of an old story that is undone is told, because the withdrawal was', async () => {
    await publish(news({ datePublished: '2025-01-01T00:00:00Z' }));
    await follow();
    await withdraw('a-story');
    expect((await follow()).map(({ kind }) => kind)).toEqual(['delete', 'note']);
    await restore();
    expect((await follow()).map(({ kind }) => kind)).toEqual(['create', 'announce', 'announce']);
  });

  test('before its time that is undone changes nothing of what followers get', async () => {
    const datePublished = new Date(Date.now() + 3_600_000).toISOString();
    await publish(news({ datePublished }));
    await withdraw('a-story');
    await restore();
    await publish(news());
    expect(idOf((await follow())[0])).toBe('https://news.example/stories/a-story');
  });

  test('of a story that was published twice only takes it back: readers find the other', async () => {
    await publish(news(), news({ slug: 'the-same', headline: 'The same' }));
    await follow();
    await desk().merge('the-same', {
      into: 'a-story',
      reason: null,
      expected: 'any',
      actor: ann,
      now: now(),
    });
    expect((await follow()).map(({ kind }) => kind)).toEqual(['delete']);
  });
});

test('a scheduled story is sent when it is published', async () => {
  await publish(news({ datePublished: new Date(Date.now() + 3_600_000).toISOString() }));
  expect(await follow()).toEqual([]);
});

test('if the followers cannot be reached, they are told later, and once', async () => {
  await publish(news());
  isAway = true;
  expect(await follow()).toEqual([]);
  await publish(news({ headline: 'What has happened' }));
  expect(await follow()).toEqual([]);
  isAway = false;
  const activities = await follow();
  expect(activities.map(({ kind }) => kind)).toEqual(['create', 'announce', 'announce']);
  expect(bodyOf(activities[0]).object.name).toBe('What has happened');
});

test('a newsroom that turns its accounts on tells nobody of what is old', async () => {
  expect(env.FOLLOWERS).toBeDefined();
  await publish(news({ datePublished: '2026-01-01T00:00:00Z' }));
  await runInside(deskObject(), (_desk: Desk, { storage }) => {
    storage.sql.exec("DELETE FROM mirror WHERE name = 'fediverse'");
    storage.sql.exec('DELETE FROM fediverse_story');
  });
  expect(await follow()).toEqual([]);
});
