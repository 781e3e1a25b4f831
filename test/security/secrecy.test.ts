import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { FORMATS } from '../../src/site/edition/scope.ts';
import { call, drainCards, read, reopen, startPreview } from '../newsroom.ts';
import { deskObject, runInside } from '../objects.ts';
import { aStory } from '../samples.ts';

// A story that is not published yet looks exactly like one that does not exist.

beforeEach(reopen);

const LATER = { datePublished: '2199-01-01T00:00:00Z', keywords: ['a-secret-topic'] };

/** Lists every address that could reveal a story with this slug, topic and source. */
const addressesOf = (slug: string, topic: string, domain: string) => [
  ...[
    '',
    '.md',
    '.json',
    '/cite.bib',
    '/cite.ris',
    '/cite.csl.json',
    '/cite.bib?of=sources',
    '/card.png',
    '/card.jpg',
    '/history',
    '/history.json',
  ].map((form) => `/stories/${slug}${form}`),
  ...['json', 'xml'].map(
    (format) => `/oembed?format=${format}&url=https%3A%2F%2Fnews.example%2Fstories%2F${slug}`,
  ),
  ...[`/topics/${topic}`, `/sources/${domain}`].flatMap((page) => [
    page,
    ...Object.values(FORMATS).map(({ file }) => `${page}/${file}`),
    `${page}/archive/1`,
  ]),
];

/** Returns the whole answer as text, with the given names replaced. */
async function answerTo(path: string, names: readonly string[]): Promise<string> {
  const response = await read(path);
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).sort();
  const whole = [response.status, ...headers, await response.text()].join('\n');
  return names.reduce((text, name) => text.replaceAll(name, 'NAME'), whole);
}

/** Asserts that every address answers as for a story that does not exist, byte for byte. */
async function expectUnseen(slug: string): Promise<void> {
  const [hidden, absent] = [
    [slug, 'a-secret-topic', 'secret.example'],
    ['never-was-one', 'never-was-one', 'never-was.example'],
  ] as const;
  const absentAddresses = addressesOf(...absent);
  for (const [index, path] of addressesOf(...hidden).entries()) {
    const expected = await answerTo(absentAddresses[index] ?? '', absent);
    expect(await answerTo(path, hidden), path).toBe(expected);
  }
  for (const path of [
    '/',
    '/rss.xml',
    '/subscribe',
    '/feeds.opml',
    '/sitemap.xml',
    '/sitemaps/listings.xml',
  ]) {
    expect(await (await read(path)).text(), path).not.toMatch(/secret/);
  }
}

const scheduled = (fields: Record<string, unknown> = {}) =>
  aStory({ ...LATER, articleBody: 'Said.([a](https://secret.example/a))', ...fields });

test('a scheduled story looks like one that does not exist, before and after a rebuild', async () => {
  await call('PUT', '/stories/plain', aStory({ slug: 'plain' }));
  await call('PUT', '/stories/a-secret', scheduled({ slug: 'a-secret', formerSlugs: ['an-older-secret'] }));
  for (const isRebuilt of [false, true]) {
    if (isRebuilt) await call('POST', '/rebuild');
    await drainCards();
    await expectUnseen('a-secret');
    await expectUnseen('an-older-secret');
  }
});

test('a scheduled story that was withdrawn before it appeared leaves no trace under any of its slugs', async () => {
  await call('PUT', '/stories/a-secret', scheduled({ slug: 'a-secret' }));
  const renamed = scheduled({ slug: 'a-new-secret', formerSlugs: ['a-secret'] });
  await call('PUT', '/stories/a-new-secret', renamed, { headers: { 'If-Match': '"1"' } });
  await call('DELETE', '/stories/a-new-secret?reason=It%20was%20a%20secret.');
  await call('POST', '/rebuild');
  await drainCards();
  await expectUnseen('a-secret');
  await expectUnseen('a-new-secret');
  const { keys } = await env.STORIES.list({ prefix: 'story:' });
  expect(keys).toEqual([]);
});

test('a preview is found only by its whole id, and only for an hour', async () => {
  const id = await startPreview(aStory());
  expect((await call('GET', `/previews/${id}`, undefined, { token: null })).status).toBe(200);
  for (const other of [
    '0'.repeat(32),
    id.slice(0, -1),
    id.toUpperCase().concat('A'),
    `${id}x`,
    '%25',
    '',
    'a%00b',
  ]) {
    expect((await call('GET', `/previews/${other}`, undefined, { token: null })).status, other).not.toBe(200);
  }
  await runInside(deskObject(), (_desk, state) => {
    state.storage.sql.exec('UPDATE preview SET at = at - 3600001');
  });
  expect((await call('GET', `/previews/${id}`, undefined, { token: null })).status).toBe(404);
  expect((await call('PUT', `/previews/${id}`, aStory())).status).toBe(404);
});

test('without a token, the API does not reveal which stories exist', async () => {
  await call('PUT', '/stories/a-secret', scheduled({ slug: 'a-secret' }));
  for (const token of [null, 'wrong', 'ann-tokem', 'ann', 'ann:ann-token', 'ann-token,bob-token', '']) {
    const answers: string[] = [];
    for (const slug of ['a-secret', 'never-was-one']) {
      for (const [method, path] of [
        ['GET', ''],
        ['GET', '/revisions'],
        ['GET', '/revisions/1'],
        ['PUT', ''],
        ['DELETE', '?reason=x'],
        ['POST', '/restore'],
      ] as const) {
        const response = await call(method, `/stories/${slug}${path}`, undefined, { token });
        expect(response.status).toBe(401);
        // The request's id differs each time, and reveals nothing.
        const id = response.headers.get('X-Request-Id') ?? '';
        const answer = `${[...response.headers].join()} ${await response.text()}`;
        answers.push(answer.replaceAll(id, 'id'));
      }
    }
    expect(new Set(answers).size, 'all answers are the same').toBe(1);
  }
});
