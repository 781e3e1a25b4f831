import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ann } from '../actors.ts';
import { desk, drain, reopen } from '../newsroom.ts';
import { now, publish, withdraw } from '../published-stories.ts';
import { aStory } from '../samples.ts';
import { answerIn, callTool, message, send } from './rpc.ts';

const COUNT = 150;
const MINISTRY = 'https://ministry.example/report';
const cites = (url: string) => `What we think.([ministry.example](${url}))`;

/** Story `n`: three of a kind have one date. Each cites the ministry, every 40th its report; every tenth is in German. */
const numbered = (n: number, fields: Record<string, unknown> = {}) =>
  aStory({
    slug: `s-${n}`,
    headline: `Story ${n}`,
    datePublished: new Date(Date.UTC(2025, 0, 1, Math.ceil(n / 3))).toISOString(),
    articleBody: cites(n % 40 === 0 ? MINISTRY : `https://ministry.example/pages/${n}`),
    inLanguage: n % 10 === 0 ? 'de' : 'en',
    ...fields,
  });
const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
const numberOf = (url: string) => Number(/s-(\d+)$/.exec(url)?.[1]);
const downFrom = (last: number) => range(1, last).reverse();

/** Calls a tool until it says that there is no more; returns each answer. */
async function walk(name: string, given: Record<string, unknown>, between = async () => {}) {
  const answers: Awaited<ReturnType<typeof callTool>>[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer = await callTool(name, { ...given, ...(cursor === '' ? {} : { cursor }) });
    answers.push(answer);
    cursor = answer.next;
    await between();
  }
  return answers;
}

const latest = async (given: Record<string, unknown>, between?: () => Promise<void>): Promise<number[]> =>
  (await walk('latest', given, between)).flatMap(({ stories }) =>
    stories.map(({ url }: { url: string }) => numberOf(url)),
  );
const sorted = (numbers: readonly number[]) => numbers.toSorted((one, other) => other - one);

async function fill(): Promise<void> {
  await reopen();
  await publish(...range(1, COUNT).map((n) => numbered(n)));
  await drain();
}
beforeAll(fill);

describe('latest', () => {
  test('goes back to the first story, with each once, the newest first', async () => {
    for (const limit of [30, 7]) {
      const found = await latest({ limit });
      expect(sorted(found)).toEqual(downFrom(COUNT));
      const dates = found.map((n) => Math.ceil(n / 3));
      expect(dates).toEqual(dates.toSorted((one, other) => other - one));
    }
  });

  test('finds the stories of a language, however few they are', async () => {
    expect(await latest({ language: 'de', limit: 5 })).toEqual(downFrom(COUNT).filter((n) => n % 10 === 0));
  });
});

describe('latest, while stories change,', () => {
  afterEach(fill);

  test('leaves nothing out while stories are published and withdrawn', async () => {
    let next = COUNT + 1;
    const between = async () => {
      if (next > COUNT + 40) return;
      await publish(...range(next, next + 19).map((n) => numbered(n)));
      // What the walk has just come by, and what it has not reached.
      if (next === COUNT + 1) for (const n of [144, 20]) await withdraw(`s-${n}`);
      next += 20;
      await drain();
    };
    const found = await latest({ limit: 7 }, between);
    expect(sorted(found)).toEqual(downFrom(COUNT).filter((n) => n !== 20));
  });

  test('finds what was changed since a time, in one answer, and says of what was withdrawn once', async () => {
    const since = new Date(now()).toISOString();
    const correction = [{ text: 'It was more.', datePublished: new Date(now()).toISOString() }];
    await publish(numbered(3, { correction }), numbered(140, { correction }));
    await withdraw('s-9');
    await drain();
    const [answer, ...others] = await walk('latest', { since });
    expect(answer?.stories.map(({ url }: { url: string }) => numberOf(url))).toEqual([140, 3]);
    expect(others).toEqual([]);
    const pages = await walk('latest', { limit: 30 });
    expect(pages.map(({ withdrawn }) => withdrawn.length)).toEqual([1, 0, 0, 0, 0]);
  });

  test('tells, since an answer, of corrections that were reviewed for hours, and of stories that came back', async () => {
    for (const n of [9, 139]) await withdraw(`s-${n}`);
    await drain();
    const { updated } = await callTool('latest', {});
    const correction = [{ text: 'It was more.', datePublished: '2025-06-01T00:00:00Z' }];
    await publish(numbered(3, { correction }), numbered(140, { correction }));
    for (const n of [9, 139]) await desk().restore(`s-${n}`, { expected: 'any', actor: ann, now: now() });
    await drain();
    expect(await latest({ since: updated })).toEqual([140, 139, 9, 3]);
  });
});

describe('get_source', () => {
  const citing = async (source: string) =>
    (await walk('get_source', { source })).flatMap(({ citations }) =>
      citations.map(({ story }: { story: { url: string } }) => numberOf(story.url)),
    );

  test('goes through all that the newsroom said of a publisher', async () => {
    expect(sorted(await citing('ministry.example'))).toEqual(downFrom(COUNT));
  });

  test('finds the few stories that cite a page', async () => {
    expect(await citing(MINISTRY)).toEqual([120, 80, 40]);
  });
});

test('an answer makes five reads at most, of no more than 70 stories', async () => {
  const reads: string[][] = [];
  const STORIES = new Proxy(env.STORIES, {
    get: (kv, name) =>
      name === 'getWithMetadata'
        ? (keys: string | string[], options: KVNamespaceGetOptions<'text'>) => {
            reads.push([keys].flat());
            return kv.getWithMetadata(keys as string[], options);
          }
        : Reflect.get(kv, name),
  });
  for (const [name, given] of [
    ['latest', { limit: 30, cursor: 'a3' }],
    ['latest', { language: 'fr' }],
    ['latest', { since: '2020-01-01T00:00:00Z', limit: 30 }],
    ['get_source', { source: 'ministry.example', cursor: 'a3' }],
    ['get_source', { source: MINISTRY }],
  ] as const) {
    reads.length = 0;
    await send(message('tools/call', { name, arguments: given }), { STORIES });
    expect(reads.length).toBeGreaterThan(0);
    expect(reads.length).toBeLessThanOrEqual(5);
    expect(reads.flat().filter((key) => key.startsWith('story:')).length).toBeLessThanOrEqual(70);
  }
});

test('a broken story is left out, and nothing else', async () => {
  const { value, metadata } = await env.STORIES.getWithMetadata('story:s-50', 'arrayBuffer');
  await env.STORIES.put('story:s-50', '{"broken":');
  expect(sorted(await latest({ limit: 30 }))).toEqual(downFrom(COUNT).filter((n) => n !== 50));
  await env.STORIES.put('story:s-50', value as ArrayBuffer, { metadata });
});

test('a cursor that no answer had is refused, or finds nothing new', async () => {
  for (const cursor of ['', '0', 'a0', 'x3', 'a3~2026', `a${'9'.repeat(20)}`, '../a3', 'a3~~']) {
    const call = message('tools/call', { name: 'latest', arguments: { cursor } });
    expect([cursor, (await answerIn(await send(call))).result.isError]).toEqual([cursor, true]);
  }
  const beyond = await callTool('latest', { cursor: 'a999~no-date~no-story', limit: 30 });
  expect(beyond.stories.length).toBeLessThanOrEqual(30);
});
