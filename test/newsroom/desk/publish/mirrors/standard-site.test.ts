import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KeyValueTable } from '../../../../../src/lib/key-value-table.ts';
import type { Desk } from '../../../../../src/newsroom/desk/desk.ts';
import { Ledger } from '../../../../../src/newsroom/desk/ledger/ledger.ts';
import { Mirrors } from '../../../../../src/newsroom/desk/publish/mirrors/mirrors.ts';
import { readAccount } from '../../../../../src/newsroom/desk/publish/mirrors/standard-site/settings.ts';
import { StandardSite } from '../../../../../src/newsroom/desk/publish/mirrors/standard-site/standard-site.ts';
import { Outbox } from '../../../../../src/newsroom/desk/publish/outbox.ts';
import { reopen } from '../../../../newsroom.ts';
import { deskObject, runInside } from '../../../../objects.ts';
import { publishMany } from '../../../../published-stories.ts';
import { site } from '../../../../samples.ts';

const account = { ATPROTO_HANDLE: ' @News.example ', ATPROTO_APP_PASSWORD: 'abcd-efgh-ijkl-mnop' };
const readWith = (variables: Record<string, string>) => readAccount({ ...env, ...variables });

beforeEach(reopen);
afterEach(() => vi.restoreAllMocks());

test('an account needs a handle and a password; its server is Bluesky’s unless another is named', () => {
  expect(readWith({})).toBeUndefined();
  expect(readWith(account)).toEqual({
    handle: 'news.example',
    password: 'abcd-efgh-ijkl-mnop',
    service: 'https://bsky.social',
  });
  const service = 'https://pds.example.org/';
  expect(readWith({ ...account, ATPROTO_SERVICE: service })?.service).toBe('https://pds.example.org');
});

test('a handle may be pasted with the invisible characters around it', () => {
  const handle = '\u202a@news.example\u202c\u200b';
  expect(readWith({ ...account, ATPROTO_HANDLE: handle })?.handle).toBe('news.example');
});

test.each([account, { ATPROTO_HANDLE: 'news.example' }])(
  'a site on this machine has no account: %o',
  (variables) => {
    expect(readWith({ ...variables, SITE_URL: 'http://127.0.0.1:8787' })).toBeUndefined();
  },
);

test.each([
  [{ ATPROTO_HANDLE: 'news.example' }, 'the secret ATPROTO_APP_PASSWORD is not'],
  [{ ATPROTO_APP_PASSWORD: 'abcd-efgh-ijkl-mnop' }, 'ATPROTO_HANDLE is not'],
])('half an account says what is missing: %o', (variables, words) => {
  expect(() => readWith(variables)).toThrow(words);
});

test.each([
  ['http://pds.example.org', 'must be an https URL'],
  ['https://10.0.0.1', 'must be on a host of the public Internet'],
  ['https://localhost', 'must be on a host of the public Internet'],
  ['http://127.0.0.1:2583', 'must be on a host of the public Internet'],
  ['https://metadata.internal', 'must be on a host of the public Internet'],
  ['https://news.example', 'must not be an address of this site'],
  ['https://ann:pw-of-ann@pds.example.org', 'must have no user name or password'],
  ['https://pds.example.org:22', 'must use one of the ports'],
  ['pds.example.org', 'must be an absolute https URL'],
])('a password is never sent to %s', (service, rule) => {
  const read = () => readWith({ ...account, ATPROTO_SERVICE: service });
  expect(read).toThrow(rule);
  expect(read).not.toThrow(/pw-of-ann|abcd-efgh/);
});

test('pages name the publication once the account is known, and no more once it is taken out of the settings', async () => {
  await runInside(deskObject(), async (_desk: Desk, { storage }) => {
    const { sql } = storage;
    const outbox = new Outbox(sql, 0);
    const standardSite = new StandardSite(sql, {
      site: () => site,
      outbox,
      onAccount: async () => undefined,
    });
    let settings: typeof env & Partial<typeof account> = { ...env, ...account };
    const named = standardSite.named(() => settings);
    expect(named().publication).toBeUndefined();
    const keyValues = new KeyValueTable(sql);
    keyValues.set('atproto account', 'did:plc:edgewire');
    keyValues.set('atproto session', '{"refreshJwt":"…"}');
    expect(named().publication).toMatch(
      /^at:\/\/did:plc:edgewire\/site\.standard\.publication\/[2-7a-z]{13}$/,
    );
    const ledger = new Ledger(sql, site);
    const mirrors = new Mirrors(sql, ledger, () => settings, { mirrors: [standardSite], wait: 0 });
    const tools = { storage, report: () => undefined, arm: async () => undefined };
    await mirrors.run(Date.now(), tools);
    settings = { ...env };
    await mirrors.run(Date.now(), tools);
    expect(named().publication).toBeUndefined();
    expect(outbox.has('publication')).toBe(true);
    expect(keyValues.get('atproto session')).toBe('');
  });
});

test('an account whose settings are wrong is a mirror that fails with the reason', async () => {
  await runInside(deskObject(), async (_desk: Desk, { storage }) => {
    const outbox = new Outbox(storage.sql, 0);
    const standardSite = new StandardSite(storage.sql, {
      site: () => site,
      outbox,
      onAccount: async () => undefined,
    });
    const half = { ...env, ATPROTO_HANDLE: 'news.example' };
    expect(standardSite.version(half)).toContain('ATPROTO_APP_PASSWORD');
    await expect(standardSite.send([], half)).rejects.toThrow('ATPROTO_APP_PASSWORD');
  });
});

test('another password is tried at once, and nobody can read it from what is stored for that', async () => {
  await runInside(deskObject(), async (_desk: Desk, { storage }) => {
    const outbox = new Outbox(storage.sql, 0);
    const standardSite = new StandardSite(storage.sql, {
      site: () => site,
      outbox,
      onAccount: async () => undefined,
    });
    const versionWith = (password: string) =>
      standardSite.version({ ...env, ...account, ATPROTO_APP_PASSWORD: password });
    const version = versionWith('abcd-efgh-ijkl-mnop');
    expect(versionWith(' abcd-efgh-ijkl-mnop\n')).toBe(version);
    expect(versionWith('abcd-efgh-ijkl-mnoq')).not.toBe(version);
    expect(version).not.toContain('abcd');
  });
});

test('many records at once leave the account points for posts, and what has just changed is sent before them', async () => {
  await publishMany(1, 341);
  const tokens = { did: 'did:plc:edgewire', accessJwt: 'a', refreshJwt: 'r' };
  const written: string[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (_url, init) => {
    const { record, rkey } = JSON.parse(String(init?.body));
    if (record?.path) written.push(record.path);
    return Response.json(record ? { uri: `at://did:plc:edgewire/${record.$type}/${rkey}` } : tokens);
  });
  await runInside(deskObject(), async (_desk: Desk, { storage }) => {
    const { sql } = storage;
    const outbox = new Outbox(sql, 0);
    const standardSite = new StandardSite(sql, {
      site: () => site,
      outbox,
      onAccount: async () => undefined,
    });
    const settings = { ...env, ...account };
    const mirrors = new Mirrors(sql, new Ledger(sql, site), () => settings, {
      mirrors: [standardSite],
      wait: 0,
    });
    const tools = { storage, report: () => undefined, arm: async () => undefined };
    let now = Date.now();
    vi.spyOn(Date, 'now').mockImplementation(() => now);
    for (let batch = 0; batch < 15; batch++) await mirrors.run(now, tools);
    expect(written).toHaveLength(300);
    await mirrors.run(now, tools);
    expect(written).toHaveLength(320);
    // 20 records are 40 points of the 35,000 of a day.
    expect(mirrors.nextDue()).toBe(now + 120_000);
    expect((120_000 / 86_400_000) * 35_000).toBeGreaterThan(40);
    mirrors.addStory('s-341', now);
    now += 120_000;
    await mirrors.run(now, tools);
    expect(written.slice(320)).toEqual(['/stories/s-341']);
    now += 6000;
    await mirrors.run(now, tools);
    expect(written).toHaveLength(341);
    now += 3_600_000;
    for (let batch = 0; batch < 3; batch++) await mirrors.run(now, tools);
    expect(mirrors.nextDue()).toBeUndefined();
    expect(new Set(written).size).toBe(341);
  });
});
