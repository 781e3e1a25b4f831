import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import type { Verdict } from '../../../../src/newsroom/watch/desk/verdict.ts';
import { forPrograms } from '../../../../src/newsroom/words/translate.ts';
import type { KvMetadata } from '../../../../src/platform/kv.ts';
import { drain, read, recordUnder, reopen } from '../../../newsroom.ts';
import { publishStory } from '../../../published-stories.ts';

beforeEach(reopen);

const [HOUR, DAY] = [3_600_000, 86_400_000];
const START = Date.parse('2026-11-23T08:00:00Z');
const A = 'https://paper.example/a';
const COPY = 'https://web.archive.org/web/20261122000000/https://paper.example/a';
const WORDS = 'The dam holds.';

const answers: Verdict = {
  kind: 'answers',
  status: 200,
  movedTo: null,
  found: [WORDS],
  missing: [],
  detail: forPrograms(''),
};
const gone: Verdict = { ...answers, kind: 'gone', status: 404, found: [] };
const changed: Verdict = { ...answers, kind: 'changed', found: [], missing: [WORDS] };

/** Publishes a story that quotes the source, and records what looks at it have found, a day and an hour apart. */
async function publishAndLook(...found: Verdict[]): Promise<void> {
  await publishStory('a-dam', {
    inLanguage: 'en-GB',
    datePublished: '2026-11-20T10:00:00Z',
    articleBody: `It is said.([paper.example](${A}))`,
    citation: [{ url: A, quote: { exact: WORDS } }],
  });
  await deskOf(env).observations.sweep(START - DAY);
  await drain();
  await look(...found);
}
let now = START;
async function look(...found: Verdict[]): Promise<void> {
  for (const verdict of found) {
    await deskOf(env).observations.record([{ url: A, verdict, archive: COPY }], now);
    now += DAY + HOUR;
  }
  await drain();
}
beforeEach(() => {
  now = START;
});

const entries = async () => {
  const { keys } = await env.STORIES.list<KvMetadata>();
  return Object.fromEntries(keys.map(({ name, metadata }) => [name, metadata?.version]));
};
const textOf = async (path: string) => (await read(path)).text();

test('readers of a page are told that a source is gone, and led to its archived copy', async () => {
  await publishAndLook(answers);
  const before = await entries();
  await look(gone);
  expect(await entries()).toEqual(before);
  await look(gone);
  const html = await textOf('/stories/a-dam');
  expect(html).toContain(
    `no longer online on <time datetime="2026-11-24T09:00:00.000Z">24 November 2026</time>`,
  );
  // In the note beside the line, and in the list of sources.
  expect(html.split(`href="${COPY}#:~:text=The%20dam%20holds."`)).toHaveLength(3);
  // Only the story's own value is written again: no feed, no archive, no card.
  const after = await entries();
  expect(Object.keys(after).filter((key) => after[key] !== before[key])).toEqual(['story:a-dam']);
});

test('the same is data in the story’s JSON; its Markdown, history and feeds are of the record alone', async () => {
  const paths = ['/stories/a-dam.md', '/stories/a-dam/history.json', '/feed.json', '/atom.xml', '/rss.xml'];
  await publishAndLook(answers);
  const texts = () => Promise.all(paths.map((path) => textOf(path)));
  const [before, json] = [await texts(), JSON.parse(await textOf('/stories/a-dam.json'))];
  expect(json).not.toHaveProperty('observations');
  await look(changed, changed);
  const { observations, ...rest } = JSON.parse(await textOf('/stories/a-dam.json'));
  expect(observations).toEqual([
    {
      number: 1,
      url: A,
      kind: 'changed',
      at: '2026-11-24T09:00:00.000Z',
      archivedAt: COPY,
      missing: [WORDS],
      words: 'Quote no longer found there on 24 November 2026',
    },
  ]);
  expect(rest).toEqual(json);
  expect(await texts()).toEqual(before);
});

test('the value of a story has not one byte more before anything was found, and none left afterwards', async () => {
  await publishAndLook(answers);
  const before = await entries();
  expect(await recordUnder('story:a-dam')).not.toHaveProperty('observations');
  await look(gone, gone);
  expect(await recordUnder('story:a-dam')).toMatchObject({ observations: [{ kind: 'gone' }] });
  await look(answers);
  expect(await entries()).toEqual(before);
});
