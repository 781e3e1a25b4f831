import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { app } from '../../../../src/app.ts';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { reopen } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import { begin } from '../../drafts/desk/newsroom.ts';
import { type Browser, browserWith, signIn } from '../../frame/browser.ts';

let ann: Browser;
beforeEach(async () => {
  await reopen();
  ann = await signIn('Ann', 'editor');
});

const settings = () => deskOf(env).notices.settings(ann.person);
const page = async () => (await ann.get('/newsroom/account')).text();
const ticked = (html: string) =>
  Array.from(html.matchAll(/name="feed" value="([^"]+)" checked/g), ([, kind]) => kind);

test('everybody chooses of what they are told', async () => {
  const before = await page();
  expect(ticked(before)).toHaveLength(7);
  expect(before).toContain('sends no mail');
  const saved = await ann.post('/newsroom/account/notices', { feed: ['mentioned', 'no such kind'] });
  expect(saved.headers.get('Location')).toBe('/newsroom/account?said=notices#notices');
  expect(ticked(await page())).toEqual(['mentioned']);
  expect((await settings()).choices).toMatchObject({ mentioned: ['feed'], approved: [] });
});

test('mail is offered where it is sent; where it is not, the choice stays', async () => {
  const actor = { name: 'Ann', role: 'editor', person: ann.person } as const;
  await deskOf(env).notices.choose({ approved: ['mail'] }, { actor });
  await ann.post('/newsroom/account/notices', { feed: ['approved'] });
  expect((await settings()).choices).toMatchObject({ approved: ['feed', 'mail'] });
  const { token } = await deskOf(env).sessions.start(ann.person, { agent: 'Test', now: Date.now() });
  const request = new Request('https://news.example/newsroom/account', {
    headers: { Cookie: `__Host-newsroom=${token}` },
  });
  const mailing = { ...env, MAIL_URL: 'https://mail.example/' };
  const text = await (await app.fetch(request, mailing, createExecutionContext())).text();
  expect(text).toMatch(/name="mail" value="approved" checked/);
  expect(text).not.toMatch(/name="mail" value="mentioned" checked/);
  expect(text).toContain('There is no e-mail address of yours here');
});

test('the address of a feed is shown once', async () => {
  const shown = await (await ann.post('/newsroom/account/notices-feed', {})).text();
  const [, secret = ''] =
    /value="https:\/\/news\.example\/newsroom\/notices\.atom\?secret=([\w-]{43})"/.exec(shown) ?? [];
  expect((await browserWith(undefined).get(`/newsroom/notices.atom?secret=${secret}`)).status).toBe(200);
  const afterwards = await page();
  expect(afterwards).not.toContain(secret);
  expect(afterwards).toContain('Make a new address');
});

test('a session that began long ago makes none', async () => {
  await runInside(deskObject(), (_desk: unknown, { storage }) => {
    storage.sql.exec('UPDATE session SET began = 0');
  });
  expect(await page()).toContain('Sign in again');
  expect((await ann.post('/newsroom/account/notices-feed', {})).status).toBe(403);
  expect((await settings()).feedMade).toBeNull();
});

test('a note shows whom it mentions', async () => {
  const actor = { name: 'Ann', role: 'editor', person: ann.person } as const;
  const draft = await begin(actor);
  await deskOf(env).people.add({ name: 'Bob <b>', role: 'editor' }, Date.now());
  const text = 'See <i>this</i>, @bob <b>, and @Eve.';
  const note = { version: 1, start: null, end: null, text, actor, now: Date.now() };
  await deskOf(env).notes.add(draft.id, note);
  const review = await (await ann.get(`/newsroom/drafts/${draft.id}/review`)).text();
  expect(review).toContain('See &lt;i&gt;this&lt;/i&gt;, <mark>@bob &lt;b&gt;</mark>, and @Eve.');
});
