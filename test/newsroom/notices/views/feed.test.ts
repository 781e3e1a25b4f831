import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { parseAtomFeed } from 'feedsmith';
import { beforeEach, expect, test } from 'vitest';
import { app } from '../../../../src/app.ts';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import type { Actor } from '../../../../src/newsroom/people/desk/roles.ts';
import { reopen } from '../../../newsroom.ts';
import { begin, member } from '../../drafts/desk/newsroom.ts';
import { browserWith } from '../../frame/browser.ts';

let [ann, bob]: Actor[] = [];
let secret = '';
beforeEach(async () => {
  await reopen();
  [ann, bob] = [await member('Ann', 'writer'), await member('Bob', 'editor')];
  const made = await deskOf(env).notices.makeFeed({ actor: ann, now: Date.now() });
  secret = made.ok ? made.secret : '';
});

const pathOf = (key: string) => `/newsroom/notices.atom?secret=${encodeURIComponent(key)}`;
/** A feed reader: it has no session. */
const get = (key: string) => browserWith(undefined).get(pathOf(key));

/** Asks Ann to change a draft with this headline. */
async function tell(headline: string, note: string) {
  const draft = await begin(
    ann as Actor,
    'a-draft',
    `---\nheadline: ${JSON.stringify(headline)}\n---\n\nUnpublished words.\n`,
  );
  const asked = { version: 1, actor: bob as Actor, now: Date.now(), note };
  const done = await deskOf(env).reviews.askChanges(draft.id, asked);
  expect(done).toMatchObject({ ok: true });
  return draft;
}

test('a feed reader gets what somebody is told, kept and indexed nowhere', async () => {
  const draft = await tell('Rates fall', 'Shorter, please.');
  const response = await get(secret);
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/atom+xml; charset=utf-8',
    'cache-control': 'private, no-store',
    'x-robots-tag': 'noindex',
    'referrer-policy': 'no-referrer',
  });
  const text = await response.text();
  const feed = parseAtomFeed(text);
  expect(feed.entries).toMatchObject([
    {
      id: expect.stringMatching(/^urn:uuid:[\da-f-]{36}$/),
      title: { value: 'Bob asks for changes to “Rates fall”.' },
      content: { type: 'text', value: '“Shorter, please.”' },
      links: [{ href: `https://news.example/newsroom/drafts/${draft.id}/review` }],
    },
  ]);
  expect(text).not.toContain('Unpublished words');
  expect(text).not.toContain(secret);
  // The same notice has the same id, at another address too.
  const made = await deskOf(env).notices.makeFeed({ actor: ann as Actor, now: Date.now() });
  const again = parseAtomFeed(await (await get(made.ok ? made.secret : '')).text());
  expect([again.id, again.entries?.[0]?.id]).toEqual([feed.id, feed.entries?.[0]?.id]);
});

test('hostile words stay words', async () => {
  await tell('</title><script>alert(1)</script>', ']]>&amp;<b>\u0001 \u202eevil');
  const text = await (await get(secret)).text();
  expect(text).not.toContain('<script>');
  const [entry] = parseAtomFeed(text).entries ?? [];
  expect(entry?.title?.value).toBe('Bob asks for changes to “</title><script>alert(1)</script>”.');
  expect(entry?.content?.value).toContain(']]>&amp;<b>\uFFFD');
});

test('every other address is answered alike', async () => {
  const other = await deskOf(env).notices.makeFeed({ actor: bob as Actor, now: Date.now() });
  const admin = await member('Abel', 'admin');
  await deskOf(env).people.remove(bob?.person ?? '', { actor: admin, now: Date.now() });
  const removed = other.ok ? other.secret : '';
  const answers = await Promise.all(
    ['', 'x', 'A'.repeat(43), removed, secret.slice(1), 'é'.repeat(5000)].map(async (key) => {
      const response = await get(key);
      const {
        'x-request-id': _id,
        'content-security-policy': _policy,
        ...headers
      } = Object.fromEntries(response.headers);
      return JSON.stringify([response.status, headers, await response.text()]);
    }),
  );
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toContain('404');
});

test('a network that asks too often waits', async () => {
  const limited = { ...env, SIGN_IN_RATE: { limit: async () => ({ success: false }) } };
  const request = new Request(`https://news.example${pathOf(secret)}`);
  const response = await app.fetch(request, limited, createExecutionContext());
  expect(response.status).toBe(429);
  expect(response.headers.get('Retry-After')).toBe('60');
});

test('behind Cloudflare Access too, it needs nobody who is signed in', async () => {
  const behind = { ...env, ACCESS_TEAM: 'team', ACCESS_AUD: 'a'.repeat(64) };
  const request = new Request(`https://news.example${pathOf(secret)}`);
  expect((await app.fetch(request, behind, createExecutionContext())).status).toBe(200);
});
