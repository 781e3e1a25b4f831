import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  BATCH,
  type Delivery,
  MAX_ANSWERS_PER_HOST,
  type Outcome,
} from '../../../src/fediverse/followers/deliveries.ts';
import { MAX_INBOXES_PER_HOST } from '../../../src/fediverse/followers/follower-table.ts';
import { followersOf } from '../../../src/fediverse/followers/followers-stub.ts';
import { MAX_DELIVERY_ATTEMPTS } from '../../../src/lib/retry-delay.ts';
import type { ActivityKind, SentActivity } from '../../../src/newsroom/desk/publish/mirrors/fediverse.ts';
import { followersObject } from '../../objects.ts';
import { emptyStorage } from '../../storage.ts';

const NOW = Date.parse('2026-12-01T00:00:00Z');
const HOUR = 3_600_000;
const [OWN, TOPIC] = ['https://news.example/actor', 'https://news.example/actor/topics/web-feeds'];

let followers: ReturnType<typeof followersOf>;
beforeEach(async () => {
  await emptyStorage();
  followers = followersOf(env);
});

const hostOf = (server: number) => `server-${server}.example`;
let count = 0;

/** Somebody on a server follows an account. Returns why not. */
function follow(
  server: number | string,
  { followed = OWN, name = `person-${++count}`, id = `#follows/${++count}`, inbox = 'inbox' } = {},
): Promise<string | null> {
  const host = typeof server === 'number' ? hostOf(server) : server;
  const actor = `https://${host}/${name}`;
  const answer = {
    address: `${followed}#accepts/${actor}${id}`,
    sender: followed,
    body: '{"type":"Accept"}',
  };
  return followers.follow(
    followed,
    { actor, inbox: `https://${host}/${inbox}` },
    {
      follow: `${actor}${id}`,
      scheme: 'rfc9421',
      answer: { ...answer, inbox: `https://${host}/${name}/inbox` },
      now: NOW,
    },
  );
}

/** Tells the followers of some accounts something. */
const tell = (kind: ActivityKind, story: number, audience = [OWN]): Promise<void> => {
  const activity: SentActivity = {
    address: `${OWN}#${kind}/${story}/${++count}`,
    kind,
    story,
    sender: OWN,
    audience,
    body: `${kind} ${story}`,
  };
  return followers.add([activity], NOW);
};

const isAnswer = ({ to }: Pick<Delivery, 'to'>) => 'answer' in to;
const accepted = ({ to, scheme }: Delivery): Outcome => ({ to, delivered: scheme });
const failed = ({ to }: Delivery): Outcome => ({ to, failed: 'status 500', status: 500 });

/** Makes deliveries until none is due. Returns the activities, not the answers, by host. */
async function deliver(
  at = NOW,
  outcomeOf: (delivery: Delivery) => Outcome = accepted,
): Promise<Map<string, string[]>> {
  const got = new Map<string, string[]>();
  for (;;) {
    const deliveries = await followers.claim(at);
    for (const delivery of deliveries.filter((each) => !isAnswer(each))) {
      const { host } = new URL(delivery.inbox);
      got.set(host, [...(got.get(host) ?? []), delivery.body]);
    }
    if (!(await followers.settle(deliveries.map(outcomeOf), at))) return got;
  }
}

describe('followers', () => {
  test('a Follow is answered at the follower’s own inbox, and the followers are counted by account', async () => {
    expect(await follow(1, { name: 'ann' })).toBeNull();
    expect(await follow(1, { name: 'ann', followed: TOPIC })).toBeNull();
    expect(await follow(2)).toBeNull();
    const deliveries = await followers.claim(NOW);
    // One a host at a time.
    expect(deliveries.map(({ inbox }) => inbox.replace(/person-\d+/, 'bob'))).toEqual([
      'https://server-1.example/ann/inbox',
      'https://server-2.example/bob/inbox',
    ]);
    expect(await followers.count(OWN)).toBe(2);
    expect(await followers.count(TOPIC)).toBe(1);
    expect(await followers.state()).toMatchObject({ followers: 3, servers: 2 });
  });

  test('who follows again is followed once, also if their server has another inbox by now', async () => {
    await follow(1, { name: 'ann' });
    await follow(1, { name: 'ann' });
    await follow(1, { name: 'ann', inbox: 'shared' });
    expect(await followers.state()).toMatchObject({ followers: 1, servers: 1 });
    await tell('create', 1);
    expect(await deliver()).toEqual(new Map([['server-1.example', ['create 1']]]));
  });

  test('who undoes a Follow is sent nothing any more, and neither activity counts a second time', async () => {
    const actor = 'https://server-1.example/ann';
    await follow(1, { name: 'ann', id: '#1' });
    const undo = () =>
      followers.unfollow({ followed: OWN, actor }, { follow: `${actor}#1`, undo: `${actor}#undo`, now: NOW });
    await undo();
    expect(await followers.state()).toMatchObject({ followers: 0, servers: 0 });
    expect(await follow(1, { name: 'ann', id: '#1' })).toBe('This Follow was undone.');
    await follow(1, { name: 'ann', id: '#2' });
    await undo();
    expect(await followers.count(OWN)).toBe(1);
  });

  test('an Undo that arrives before its Follow counts, and only for who sent it', async () => {
    const undo = {
      follow: 'https://server-1.example/ann#1',
      undo: 'https://server-1.example/ann#2',
      now: NOW,
    };
    await followers.unfollow({ followed: undefined, actor: 'https://evil.example/eve' }, undo);
    expect(await follow(1, { name: 'ann', id: '#1' })).toBeNull();
    await followers.unfollow({ followed: undefined, actor: 'https://server-1.example/ann' }, undo);
    expect(await followers.count(OWN)).toBe(0);
    const early = {
      follow: 'https://server-1.example/bob#1',
      undo: 'https://server-1.example/bob#2',
      now: NOW,
    };
    await followers.unfollow({ followed: OWN, actor: 'https://server-1.example/bob' }, early);
    expect(await follow(1, { name: 'bob', id: '#1' })).toBe('This Follow was undone.');
  });

  test('an actor that is gone follows nobody', async () => {
    await follow(1, { name: 'ann' });
    await follow(1, { name: 'ann', followed: TOPIC });
    await followers.removeActor('https://server-1.example/ann', NOW);
    expect(await followers.state()).toMatchObject({ followers: 0, servers: 0 });
  });

  test('one host has a limit of inboxes, and of answers that wait', async () => {
    for (let n = 0; n < MAX_ANSWERS_PER_HOST; n++) expect(await follow(1)).toBeNull();
    expect(await follow(1)).toBe('full');
    expect(await follow(2)).toBeNull();
    await deliver();
    expect(await follow(1)).toBeNull();
    for (let n = 0; n < MAX_INBOXES_PER_HOST; n++) {
      if (n % MAX_ANSWERS_PER_HOST === 0) await deliver();
      expect(await follow('many.example', { inbox: `inbox-${n}` })).toBeNull();
    }
    await deliver();
    expect(await follow('many.example', { inbox: 'one-more' })).toContain('no more inboxes');
    expect(await follow('many.example', { inbox: 'inbox-1' })).toBeNull();
  });
});

describe('deliveries', () => {
  test('a server is sent an activity once, however many follow there, and one that nobody there follows not at all', async () => {
    for (let n = 0; n < 5; n++) await follow(1);
    await follow(1, { followed: TOPIC });
    await follow(2, { followed: TOPIC });
    await tell('create', 1);
    await tell('announce', 1, [TOPIC]);
    await tell('update', 1, [OWN, TOPIC]);
    expect(await deliver()).toEqual(
      new Map([
        ['server-1.example', ['create 1', 'announce 1', 'update 1']],
        ['server-2.example', ['announce 1', 'update 1']],
      ]),
    );
    expect(await followers.state()).toMatchObject({ waiting: 0 });
  });

  test('a new follower is not sent what is old', async () => {
    await follow(1);
    await tell('create', 1);
    await follow(2);
    await tell('create', 2);
    expect(await deliver()).toEqual(
      new Map([
        ['server-1.example', ['create 1', 'create 2']],
        ['server-2.example', ['create 2']],
      ]),
    );
  });

  test('an activity that is added again is not sent again', async () => {
    await follow(1);
    const activity = {
      address: `${OWN}#1`,
      kind: 'create',
      story: 1,
      sender: OWN,
      audience: [OWN],
      body: 'one',
    } as const;
    await followers.add([activity], NOW);
    await followers.add([activity], NOW);
    expect(await deliver()).toEqual(new Map([['server-1.example', ['one']]]));
    await followers.add([activity], NOW);
    expect(await deliver()).toEqual(new Map());
  });

  test('a server that fails is asked later, longer each time, and gets everything in order', async () => {
    await follow(1);
    await deliver();
    await tell('create', 1);
    await tell('create', 2);
    expect(await deliver(NOW, failed)).toEqual(new Map([['server-1.example', ['create 1']]]));
    expect(await deliver(NOW + 29_000)).toEqual(new Map());
    expect(await deliver(NOW + 30_000, failed)).toEqual(new Map([['server-1.example', ['create 1']]]));
    expect(await deliver(NOW + 89_000)).toEqual(new Map());
    expect(await deliver(NOW + 90_000)).toEqual(new Map([['server-1.example', ['create 1', 'create 2']]]));
  });

  test('after some ten attempts what waits is given up, but the server keeps its followers and is asked again', async () => {
    await follow(1);
    await deliver();
    await tell('create', 1);
    await tell('update', 1);
    let at = NOW;
    for (let attempt = 1; attempt <= MAX_DELIVERY_ATTEMPTS; attempt++) {
      expect(await deliver(at, failed)).toEqual(new Map([['server-1.example', ['create 1']]]));
      at += 5 * HOUR;
    }
    expect(await deliver(at)).toEqual(new Map());
    expect(await followers.ofStory(1, 10)).toMatchObject([
      { kind: 'update', failed: 1, waiting: 0, failedAt: [{ host: 'server-1.example', why: 'status 500' }] },
      { kind: 'create', failed: 1, waiting: 0 },
    ]);
    expect(await followers.state()).toMatchObject({ followers: 1, failing: 1 });
    await tell('create', 2);
    expect(await deliver(at)).toEqual(new Map([['server-1.example', ['create 2']]]));
    expect(await followers.state()).toMatchObject({ failing: 0 });
  });

  test('a server that fails for a month loses its followers', async () => {
    await follow(1);
    await deliver();
    for (let day = 0; day <= 31; day++) {
      await tell('create', day);
      await deliver(NOW + day * 24 * HOUR, failed);
    }
    expect(await followers.state()).toMatchObject({ followers: 0, servers: 0 });
  });

  test('410 ends it at once; 404 does when a server has said so three times', async () => {
    await follow(1);
    await follow(2);
    await deliver();
    await tell('create', 1);
    const statusOf = ({ inbox }: Delivery) => (inbox.includes('server-1') ? 410 : 404);
    const gone = (delivery: Delivery): Outcome => ({
      to: delivery.to,
      failed: `status ${statusOf(delivery)}`,
      status: statusOf(delivery),
    });
    await deliver(NOW, gone);
    expect(await followers.state()).toMatchObject({ followers: 1, servers: 1 });
    await deliver(NOW + HOUR, gone);
    expect(await followers.count(OWN)).toBe(1);
    await deliver(NOW + 2 * HOUR, gone);
    expect(await followers.state()).toMatchObject({ followers: 0, servers: 0, waiting: 0 });
  });

  test('a story that was withdrawn meanwhile is sent to nobody any more; the withdrawal is', async () => {
    await follow(1);
    await deliver();
    await tell('create', 1);
    await tell('update', 1);
    await tell('create', 2);
    await tell('delete', 1);
    await tell('note', 1);
    expect(await deliver()).toEqual(new Map([['server-1.example', ['create 2', 'delete 1', 'note 1']]]));
  });

  test('of two changes that wait, only the later is sent', async () => {
    await follow(1);
    await deliver();
    await tell('create', 1);
    for (let n = 0; n < 3; n++) await tell('update', 1);
    expect(await deliver()).toEqual(new Map([['server-1.example', ['create 1', 'update 1']]]));
  });

  test('a host that understood only the older signatures is sent these for a week', async () => {
    await follow(1);
    await deliver(NOW, ({ to }) => ({ to, delivered: 'cavage' }));
    await tell('create', 1);
    const [first] = await followers.claim(NOW + HOUR);
    expect(first?.scheme).toBe('cavage');
    const [later] = await followers.claim(NOW + 8 * 24 * HOUR);
    expect(later?.scheme).toBe('rfc9421');
  });

  test('editors see which servers accepted what', async () => {
    for (let server = 1; server <= 3; server++) await follow(server);
    await deliver();
    await tell('create', 7);
    await deliver(NOW, (delivery) =>
      delivery.inbox.includes('server-2') ? failed(delivery) : accepted(delivery),
    );
    expect(await followers.ofStory(7, 10)).toEqual([
      {
        kind: 'create',
        added: NOW,
        isSuperseded: false,
        accepted: 2,
        failed: 0,
        waiting: 1,
        acceptedBy: ['server-1.example', 'server-3.example'],
        failedAt: [],
      },
    ]);
    expect(await followers.ofStory(8, 10)).toEqual([]);
  });
});

test('whatever fails and whenever the object is lost, nobody is told twice or forgotten', async () => {
  const [servers, each] = [60, 20];
  for (let server = 0; server < servers; server++)
    for (let n = 0; n < each; n++) await follow(server, n % 2 ? { followed: TOPIC } : {});
  await deliver();
  const got = new Map<string, string[]>();
  let [at, claimed] = [NOW, 0];
  const stories = [1, 2, 3, 4, 5];
  for (const story of stories) {
    await tell('create', story, [OWN, TOPIC]);
    for (let step = 0; step < 8; step++) {
      const deliveries = await followers.claim(at);
      claimed += deliveries.length;
      // A message is lost after its deliveries were claimed: nobody has been sent anything.
      if (step === 3) await evictDurableObject(followersObject());
      else {
        const outcomes = deliveries.map((delivery, index): Outcome => {
          if ((index + step + story) % 4 === 0) return failed(delivery);
          const { host } = new URL(delivery.inbox);
          got.set(host, [...(got.get(host) ?? []), delivery.body]);
          return accepted(delivery);
        });
        await followers.settle(outcomes, at);
      }
      at += 40_000;
    }
  }
  expect(claimed).toBeGreaterThan(2 * BATCH);
  for (let round = 0; round < 20; round++) {
    for (const [host, bodies] of await deliver(at)) got.set(host, [...(got.get(host) ?? []), ...bodies]);
    at += HOUR;
  }
  const expected = stories.map((story) => `create ${story}`);
  expect(got.size).toBe(servers);
  for (const bodies of got.values()) expect(bodies).toEqual(expected);
  expect(await followers.state()).toMatchObject({ followers: servers * each, waiting: 0 });
});
