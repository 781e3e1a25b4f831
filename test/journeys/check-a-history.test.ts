import { env, exports } from 'cloudflare:workers';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { canonicalJson } from '../../src/lib/canonical-json.ts';
import type { Desk } from '../../src/newsroom/desk/desk.ts';
import { serializeArticle } from '../../src/newsroom/desk/publish/entries.ts';
import type { StoryHistory } from '../../src/site/story/history/history.ts';
import { hashOf, isSignatureOf, recordHash, thumbprint } from '../../src/site/story/history/statement.ts';
import type { Story } from '../../src/site/story/story.ts';
import { ann } from '../actors.ts';
import { bind } from '../bind.ts';
import { call, desk, drain, drainWith, read, reopen } from '../newsroom.ts';
import { deskObject, runInside } from '../objects.ts';
import { aStory, publish, site } from '../samples.ts';
import { FIRST_KEY, SECOND_KEY } from '../seal.ts';

beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await reopen();
});

const put = (fields: Record<string, unknown> = {}, revision?: number) => {
  const story = aStory(fields);
  const headers = revision === undefined ? {} : { 'If-Match': `"${revision}"` };
  return call('PUT', `/stories/${story.slug}`, story, { headers });
};

const readHistory = async (slug = 'a-story') =>
  (await (await read(`/stories/${slug}/history.json`)).json()) as StoryHistory;

interface PublicKeys {
  keys: { x: string; kid: string; firstUsed: string; lastUsed?: string }[];
}

const readKeys = async () =>
  ((await (await read('/.well-known/edgewire/keys.json')).json()) as PublicKeys).keys;

/** Asserts that every hash, link and signature of a history holds. Returns each revision as number, action and key. */
async function checkedRevisions(history: StoryHistory): Promise<[number, string, string | null][]> {
  const keys = new Map((await readKeys()).map(({ kid, x }) => [kid, x]));
  let previous: string | null = null;
  for (const { statement, hash, record, signature, keyId } of history.revisions) {
    const text = canonicalJson(statement);
    expect(await hashOf(text)).toBe(hash);
    expect(statement.previous).toBe(previous);
    expect(statement.story).toBe(history.story);
    if (record) expect(await recordHash(record)).toBe(statement.record);
    if (signature !== null)
      expect(await isSignatureOf(text, signature, keys.get(keyId ?? '') ?? '')).toBe(true);
    previous = hash;
  }
  return history.revisions.map(({ statement, keyId }) => [statement.revision, statement.action, keyId]);
}

test('each revision that readers have seen is in the history, with its hash and its signature', async () => {
  await put();
  await drainWith(FIRST_KEY.secret);
  await put({ headline: 'Another headline' }, 1);
  await drainWith(FIRST_KEY.secret);
  await put({ headline: 'Another headline', slug: 'renamed', formerSlugs: ['a-story'] }, 2);
  await drainWith(FIRST_KEY.secret);
  const history = await readHistory('renamed');
  expect(await checkedRevisions(history)).toEqual([
    [1, 'publish', FIRST_KEY.id],
    [2, 'change', FIRST_KEY.id],
    [3, 'rename', FIRST_KEY.id],
  ]);
  expect(history.revisions.map(({ record }) => record?.headline)).toEqual([
    'A headline',
    'Another headline',
    'Another headline',
  ]);
  expect(history.revisions.every((revision) => !('who' in revision))).toBe(true);
  expect(await readKeys()).toEqual([
    {
      kty: 'OKP',
      crv: 'Ed25519',
      x: expect.any(String),
      kid: FIRST_KEY.id,
      use: 'sig',
      firstUsed: history.revisions[0]?.statement.at,
    },
  ]);
  const page = await (await read('/stories/renamed/history')).text();
  expect(page).toContain('<ins>');
  expect(page).toContain('noindex');
  for (const suffix of ['', '.json']) {
    const response = await read(`/stories/a-story/history${suffix}`);
    expect(response.status).toBe(301);
    expect(response.headers.get('Location')).toBe(`https://news.example/stories/renamed/history${suffix}`);
  }
});

test('the page of a story leads to its history from the day of its change and of its correction', async () => {
  const correction = [{ text: 'It was B.', datePublished: '2026-03-05T08:00:00Z' }];
  await put({ correction });
  await drain();
  const response = await read('/stories/a-story');
  const page = await response.text();
  expect(page.split('href="/stories/a-story/history"').length - 1).toBe(2);
  expect(response.headers.get('Link')).toContain(
    '<https://news.example/stories/a-story/history>; rel="version-history"',
  );
});

test('the times of a history never go back, even if the clock that a change was made by is slow', async () => {
  await put();
  await put({ headline: 'Another headline' }, 1);
  await runInside(deskObject(), (_desk: Desk, { storage: { sql } }) => {
    sql.exec('UPDATE revision SET at = at - 5000 WHERE revision = 2');
  });
  await drain();
  const [first, second] = (await readHistory()).revisions.map(({ statement }) => statement.at);
  expect(second).toBe(first);
});

test('a story that never changed has a history of one revision, whose page is rendered from it', async () => {
  await put();
  await drain();
  expect((await checkedRevisions(await readHistory())).length).toBe(1);
  const response = await read('/stories/a-story/history');
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('Published');
});

test('the history is cached, compressed and revalidated as the story is', async () => {
  await put();
  await put({ headline: 'Another headline' }, 1);
  await drain();
  for (const path of ['/stories/a-story/history', '/stories/a-story/history.json']) {
    const get = (headers: Record<string, string>) =>
      exports.default.fetch(new Request(`https://any.host${path}`, { headers }));
    const response = await get({ 'Accept-Encoding': 'gzip' });
    expect(response.headers.get('Content-Encoding')).toBe('gzip');
    expect(response.headers.get('Cache-Tag')).toBe('story:a-story');
    const etag = response.headers.get('ETag') ?? '';
    await response.arrayBuffer();
    const again = await get({ 'If-None-Match': etag });
    expect(again.status).toBe(304);
  }
  const response = await read('/stories/a-story/history.json');
  expect(response.headers.get('Content-Type')).toBe('application/json');
  expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
});

test('a history takes no KV write and no KV read of its own', async () => {
  await put();
  await drain();
  const { keys } = await env.STORIES.list();
  expect(keys.map(({ name }) => name).filter((name) => name.includes('a-story'))).toEqual(['story:a-story']);
  const get = vi.spyOn(env.STORIES, 'getWithMetadata');
  await read('/stories/a-story/history.json');
  expect(get).toHaveBeenCalledTimes(1);
  get.mockRestore();
});

describe('what readers have not seen is not in the history:', () => {
  const later = () => new Date(Date.now() + 3_600_000).toISOString();
  /** Makes the scheduled stories due now, without the alarm. */
  const makeDue = (due: string) =>
    runInside(deskObject(), (_desk: Desk, { storage: { sql } }) => {
      sql.exec('UPDATE story SET due = ?', Date.parse(due));
    });

  test('the revisions of a scheduled story before the one that is published', async () => {
    const due = later();
    await put({ datePublished: due, headline: 'A secret' });
    await put({ datePublished: due, headline: 'Public' }, 1);
    await drain();
    expect((await read('/stories/a-story/history.json')).status).toBe(404);
    await makeDue('2026-03-04T09:30:00Z');
    await call('POST', '/rebuild');
    await drainWith(FIRST_KEY.secret);
    const history = await readHistory();
    expect(await checkedRevisions(history)).toEqual([[2, 'publish', FIRST_KEY.id]]);
    expect(history.revisions[0]?.statement.at).toBe(due);
    expect(JSON.stringify(history)).not.toContain('secret');
  });

  test('a revision that was replaced after its time, before the Desk published it', async () => {
    await put({ datePublished: later(), headline: 'A secret' });
    await makeDue('2026-03-04T09:30:00Z');
    await runInside(deskObject(), (_desk: Desk, { storage: { sql } }) => {
      sql.exec(
        `UPDATE revision SET at = 0, record = json_set(record, '$.datePublished', '2026-03-04T09:30:00Z')`,
      );
    });
    await put({ headline: 'Public' }, 1);
    await drain();
    const history = await readHistory();
    expect(await checkedRevisions(history)).toEqual([[2, 'publish', null]]);
    expect(JSON.stringify(history)).not.toContain('secret');
  });

  test('a story that was withdrawn before its time, and restored', async () => {
    const due = later();
    await put({ datePublished: due });
    await call('DELETE', '/stories/a-story?reason=Secret.');
    await call('POST', '/stories/a-story/restore');
    await makeDue('2026-03-04T09:30:00Z');
    await call('POST', '/rebuild');
    await drain();
    const history = await readHistory();
    expect(await checkedRevisions(history)).toEqual([[3, 'publish', null]]);
    expect(JSON.stringify(history)).not.toContain('Secret');
  });
});

test('withdrawing takes the history away, restoring brings it back with both', async () => {
  await put();
  await drainWith(FIRST_KEY.secret);
  await call('DELETE', '/stories/a-story?reason=It%20was%20wrong.');
  await drainWith(FIRST_KEY.secret);
  for (const suffix of ['', '.json']) {
    const response = await read(`/stories/a-story/history${suffix}`);
    expect(response.status).toBe(410);
    expect(await response.text()).toContain('It was wrong.');
  }
  await call('POST', '/stories/a-story/restore');
  await drainWith(FIRST_KEY.secret);
  const history = await readHistory();
  expect(await checkedRevisions(history)).toEqual([
    [1, 'publish', FIRST_KEY.id],
    [2, 'withdraw', FIRST_KEY.id],
    [3, 'restore', FIRST_KEY.id],
  ]);
  expect(history.revisions[1]?.statement.reason).toBe('It was wrong.');
  expect(await (await read('/stories/a-story/history')).text()).toContain('It was wrong.');
});

test('the history of a merged story redirects to that of the other, until it is restored', async () => {
  await put();
  await put({ slug: 'other', headline: 'The other' });
  await call('POST', '/stories/a-story/merge?into=other');
  await drain();
  const response = await read('/stories/a-story/history');
  expect([response.status, response.headers.get('Location')]).toEqual([
    301,
    'https://news.example/stories/other/history',
  ]);
  await call('POST', '/stories/a-story/restore');
  await drain();
  expect((await checkedRevisions(await readHistory())).map(([, action]) => action)).toEqual([
    'publish',
    'merge',
    'restore',
  ]);
});

describe('keys:', () => {
  test('revisions from before a key stay unsigned, and a later signature covers them', async () => {
    await put();
    await drain();
    await put({ headline: 'Another headline' }, 1);
    await drainWith(FIRST_KEY.secret);
    await desk().rebuild(ann, Date.now());
    await drainWith(FIRST_KEY.secret);
    expect(await checkedRevisions(await readHistory())).toEqual([
      [1, 'publish', null],
      [2, 'change', FIRST_KEY.id],
    ]);
  });

  test('another key signs new revisions, and the old one stays in the list with its last use', async () => {
    await put();
    await drainWith(FIRST_KEY.secret);
    await put({ headline: 'Another headline' }, 1);
    await drainWith(SECOND_KEY.secret);
    const history = await readHistory();
    expect((await checkedRevisions(history)).map(([, , key]) => key)).toEqual([FIRST_KEY.id, SECOND_KEY.id]);
    const [first, second] = history.revisions.map(({ statement }) => statement.at);
    expect(await readKeys()).toEqual([
      expect.not.objectContaining({ lastUsed: expect.anything() }),
      expect.objectContaining({ kid: FIRST_KEY.id, firstUsed: first, lastUsed: first }),
    ]);
    expect((await readKeys())[0]).toMatchObject({ kid: SECOND_KEY.id, firstUsed: second });
  });

  test('the list of keys is written only when a key is first used', async () => {
    await put();
    await drainWith(FIRST_KEY.secret);
    const written = async () =>
      (await desk().writtenKeys('', undefined)).rows.find(({ key }) => key === 'keys');
    const first = await written();
    expect(first).toBeDefined();
    await put({ headline: 'Another headline' }, 1);
    await drainWith(FIRST_KEY.secret);
    expect(await written()).toEqual(first);
  });

  test.each([
    ['a text that is not base64url', 'no key!'],
    ['a part of a key', FIRST_KEY.secret.slice(0, 40)],
    ['an X25519 key', 'MC4CAQAwBQYDK2VuBCIEIAhmbnQogHJoMAeZYObzcFm82wyXhJfFKIH23IhPrsR4'],
    [
      'a P-256 key',
      'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgVaxPhXSUEemyS8DKz_akeuT2Rt9FhbqujXsnLCc75kehRANCAAS__27sAJ8U9YjaEGxXMaMvhJ70FuPa4EAjRkxSpCLNWHC2FjzXI9DaugQ6y6IXFIttqgpZrlx7jnYh96g8LDd3',
    ],
    ['a public key', 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE'],
  ])('%s does not stop publishing, and the operator is told', async (_name, secret) => {
    await put();
    await drainWith(secret);
    expect(await checkedRevisions(await readHistory())).toEqual([[1, 'publish', null]]);
    expect(await readKeys()).toEqual([]);
    const status = await runInside(deskObject(), async (instance: Desk) => {
      bind(instance, { SIGNING_KEY: secret });
      const state = await instance.status(Date.now());
      bind(instance);
      return state;
    });
    expect(status.signing.fault).toMatch(/^SIGNING_KEY is not /);
    expect(status.attention.map(({ what }) => what).join()).toContain('published without signatures');
    expect(JSON.stringify(status)).not.toContain(secret);
  });

  test('a key that is lost leaves new revisions unsigned, and the operator is told', async () => {
    await put();
    await drainWith(FIRST_KEY.secret);
    await put({ headline: 'Another headline' }, 1);
    await drain();
    expect((await checkedRevisions(await readHistory())).map(([, , key]) => key)).toEqual([
      FIRST_KEY.id,
      null,
    ]);
    const { attention } = await desk().status(Date.now());
    expect(attention.map(({ what }) => what).join()).toContain('the secret SIGNING_KEY is gone');
  });
});

test('a story that somebody put into KV has no history, and the page says why', async () => {
  await env.STORIES.put('story:a-story', JSON.stringify(aStory()));
  const response = await read('/stories/a-story/history');
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('No history yet');
});

test('a value from before there were histories is 503 until it is written again, never an empty history', async () => {
  const article = { ...publish(aStory({ slug: 'from-before' })), related: [] };
  const { value, metadata } = await serializeArticle(article, 0, site);
  await env.STORIES.put('story:from-before', value, { metadata });
  for (const suffix of ['', '.json'])
    expect((await read(`/stories/from-before/history${suffix}`)).status).toBe(503);
  expect((await read('/stories/from-before')).status).toBe(200);
});

describe('a copy of the newsroom', () => {
  const exported = async () => (await call('GET', '/export')).text();
  const importLines = async (lines: string) =>
    (await call('POST', '/stories', lines, { headers: { 'Content-Type': 'application/x-ndjson' } })).text();

  test('has the same chain and the same keys', async () => {
    await put();
    await drainWith(FIRST_KEY.secret);
    await put({ headline: 'Another headline' }, 1);
    await drainWith(SECOND_KEY.secret);
    await put({ headline: 'A third headline' }, 2);
    await drain();
    const [before, keys, lines] = [await readHistory(), await readKeys(), await exported()];
    await reopen();
    expect(await importLines(lines)).not.toContain('"ok":false');
    await drain();
    expect(await readHistory()).toEqual(before);
    expect(await readKeys()).toEqual(keys);
    expect(await exported()).toBe(lines);
    // The chain goes on.
    await put({ headline: 'A fourth headline' }, 3);
    await drainWith(SECOND_KEY.secret);
    expect((await checkedRevisions(await readHistory())).map(([, , key]) => key)).toEqual([
      FIRST_KEY.id,
      SECOND_KEY.id,
      null,
      SECOND_KEY.id,
    ]);
  });

  test('of an earlier version gets a chain without signatures, even if the lines of a story come late', async () => {
    for (const revision of [0, 1, 2]) await put({ headline: `Headline ${revision}` }, revision || undefined);
    const { exported: story } = JSON.parse(await exported());
    const old = story.revisions.map(({ seal, ...revision }: Record<string, unknown>) => revision);
    await reopen();
    await importLines(JSON.stringify({ exported: { ...story, revisions: old.slice(2) } }));
    await drainWith(FIRST_KEY.secret);
    expect((await readHistory()).revisions.length).toBe(1);
    const { identifier } = old[0].record as Story;
    await importLines(JSON.stringify({ history: { identifier, revisions: old.slice(0, 2) } }));
    await drainWith(FIRST_KEY.secret);
    expect(await checkedRevisions(await readHistory())).toEqual([
      [1, 'publish', null],
      [2, 'change', null],
      [3, 'change', null],
    ]);
  });

  test.each<[string, (revisions: { record: Story; at: string; seal: Record<string, unknown> }[]) => void]>([
    ['record', ([first]) => Object.assign(first?.record ?? {}, { headline: 'Forged' })],
    ['hash', ([first]) => Object.assign(first?.seal ?? {}, { hash: `sha-256:${'0'.repeat(64)}` })],
    [
      'signature',
      ([first, second]) => Object.assign(first?.seal ?? {}, { signature: second?.seal.signature }),
    ],
    ['revision', (revisions) => revisions.splice(1, 1)],
    ['statement', ([first]) => Object.assign(first?.seal ?? {}, { statement: '{"version": 1}' })],
    [
      'story',
      (revisions) => {
        const record = revisions.at(-1)?.record;
        if (record) record.identifier = 'tag:other.example,2026:stories/other';
        // The last revision is not sealed, so that its own statement is not what is refused.
        delete (revisions.at(-1) as { seal?: object }).seal;
      },
    ],
  ])('is refused if its chain has another %s', async (_name, forge) => {
    for (const revision of [0, 1, 2]) await put({ headline: `Headline ${revision}` }, revision || undefined);
    await drainWith(FIRST_KEY.secret);
    const line = JSON.parse(await exported());
    await reopen();
    forge(line.exported.revisions);
    const answer = await importLines(JSON.stringify(line));
    expect(answer).toContain('"ok":false');
    expect(answer).toMatch(/"field":"exported\.revisions\[\d\]\.seal\.(statement|hash|signature)"/);
  });
});

test('the private key is in no export, no value in KV, no status and no line of the log', async () => {
  const seen: string[] = [];
  for (const method of ['log', 'error'] as const)
    vi.spyOn(console, method).mockImplementation((line) => void seen.push(String(line)));
  await put();
  await drainWith(FIRST_KEY.secret);
  await put({ headline: 'Another headline' }, 1);
  await drainWith(`${FIRST_KEY.secret}xxx`);
  vi.restoreAllMocks();
  for (const { name } of (await env.STORIES.list()).keys) seen.push((await env.STORIES.get(name)) ?? '');
  seen.push(await (await call('GET', '/export')).text(), await (await call('GET', '/status')).text());
  expect(seen.join()).toContain('published without signatures');
  expect(seen.join()).toContain(FIRST_KEY.id);
  // The beginning of a key in PKCS #8 is the same in all.
  expect(seen.filter((text) => text.includes(FIRST_KEY.secret.slice(22, 60)))).toEqual([]);
});

test('an import of what is here already changes nothing', async () => {
  await put();
  await put({ headline: 'Another headline' }, 1);
  await drainWith(FIRST_KEY.secret);
  const lines = await (await call('GET', '/export')).text();
  const headers = { 'Content-Type': 'application/x-ndjson' };
  const answer = await (await call('POST', '/stories', lines, { headers })).text();
  expect(JSON.parse(answer)).toMatchObject({ ok: true, changed: false });
});

test('public keys are named by their thumbprints', async () => {
  // The key and the thumbprint of RFC 8037, appendix A.3.
  expect(await thumbprint('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo')).toBe(
    'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  );
});
