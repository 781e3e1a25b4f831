import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Desk } from '../../src/newsroom/desk/desk.ts';
import { deskOf } from '../../src/newsroom/desk/desk-stub.ts';
import type { Env } from '../../src/platform/env.ts';
import type { PushMessage } from '../../src/platform/queue-messages.ts';
import { HttpClient } from '../../src/push/http-client.ts';
import { sendMail } from '../../src/push/mail.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { bind } from '../bind.ts';
import { begin, member, now } from '../newsroom/drafts/desk/newsroom.ts';
import { desk, reopen } from '../newsroom.ts';
import { deskObject, runInside } from '../objects.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const WEBHOOK = 'https://mail.example/send/secret';
/** The binding as miniflare has it: it parses and checks a mail, and keeps it in a file. */
const local = (env as unknown as { LOCAL_EMAIL: SendEmail }).LOCAL_EMAIL;

let mail = 0;

/** Ann, who wants mail, is mentioned, and the alarm hands a mail to the queue. */
beforeEach(async () => {
  await reopen();
  const sent: PushMessage[] = [];
  const sendBatch = async (given: Iterable<{ body: PushMessage }>) => {
    sent.push(...Array.from(given, ({ body }) => body));
  };
  await runInside(deskObject(), (instance: Desk) =>
    bind(instance, { MAIL_URL: WEBHOOK, PUSH: { sendBatch } }),
  );
  const bob = await member('Bob', 'editor');
  const email = 'ann@news.example';
  const { id } = await deskOf(env).people.add({ name: 'Ann', role: 'editor', email }, now);
  const actor = { name: 'Ann', role: 'editor', person: id } as const;
  await deskOf(env).notices.choose({ mentioned: ['mail'] }, { actor });
  const draft = await begin(bob, 'zinsen', '---\nheadline: Zinsen fürs Öl, 利率\n---\n\nText.\n');
  const note = { version: 1, start: null, end: null, text: '@Ann: größer?', actor: bob, now };
  await deskOf(env).notes.add(draft.id, note);
  await runInside(deskObject(), (instance: Desk) => instance.alarm());
  expect(sent).toEqual([{ kind: 'mail', mail: expect.any(Number) }]);
  mail = sent[0]?.kind === 'mail' ? sent[0].mail : 0;
});

const contextWith = (bindings: Partial<Env>) => {
  const settings = readSettings(env);
  return { env: { ...env, ...bindings } as Env, settings, client: new HttpClient(settings.site.url) };
};
const lastFailure = async () => (await desk().status(Date.now())).mails?.lastFailure?.why;

/** Answers the webhook with a status. */
const answerWith = (status: number) =>
  vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(null, { status }));

test('the binding sends a mail once, however often the queue brings it', async () => {
  const send = vi.fn((sent: EmailMessageBuilder) => local.send(sent));
  const context = contextWith({ EMAIL: { send } as unknown as SendEmail });
  expect(await sendMail(mail, 1, context)).toBeUndefined();
  expect(await lastFailure()).toBeUndefined();
  expect(await sendMail(mail, 2, context)).toBeUndefined();
  expect(send.mock.calls).toEqual([
    [
      {
        from: { email: 'newsroom@news.example', name: readSettings(env).site.title },
        to: 'ann@news.example',
        subject: 'Bob mentions you in a note on “Zinsen fürs Öl, 利率”.',
        text: expect.stringMatching(
          /“@Ann: größer\?”\n\nSee it in the newsroom:\nhttps:\/\/news\.example\/newsroom\/drafts\//,
        ),
      },
    ],
  ]);
});

test('what the binding refuses is retried for two hours, and needs attention without the address', async () => {
  const send = vi.fn(async () => Promise.reject(new Error('destination ann@news.example is not verified')));
  const context = contextWith({ EMAIL: { send } as unknown as SendEmail, MAIL_FROM: 'desk@news.example' });
  expect(await sendMail(mail, 1, context)).toBeGreaterThan(0);
  expect(await sendMail(mail, 9, context)).toBeUndefined();
  expect(send).toHaveBeenCalledWith(
    expect.objectContaining({ from: expect.objectContaining({ email: 'desk@news.example' }) }),
  );
  expect(await lastFailure()).toBe('destination the recipient is not verified');
  const { attention } = await desk().status(Date.now());
  expect(attention.map(({ kind }) => kind)).toContain('mails');
});

test('without the binding, the address in MAIL_URL is sent the mail as JSON', async () => {
  const fetched = answerWith(200);
  expect(await sendMail(mail, 1, contextWith({ MAIL_URL: WEBHOOK }))).toBeUndefined();
  const [url, init] = fetched.mock.calls[0] ?? [];
  expect(url).toBe(WEBHOOK);
  expect(init).toMatchObject({ method: 'POST', redirect: 'manual' });
  expect(JSON.parse(String(init?.body))).toEqual({
    to: 'ann@news.example',
    subject: 'Bob mentions you in a note on “Zinsen fürs Öl, 利率”.',
    text: expect.stringContaining('größer?'),
  });
});

test.each([
  ['http://mail.example/send', 'must be an https URL'],
  ['https://10.0.0.1/send', 'must be on a host of the public Internet'],
])('%s is never called, and needs attention', async (url, rule) => {
  const fetched = answerWith(200);
  expect(await sendMail(mail, 1, contextWith({ MAIL_URL: url }))).toBeGreaterThan(0);
  expect(fetched).not.toHaveBeenCalled();
  expect(await lastFailure()).toBe(`the address ${rule}`);
});

test('a webhook that fails is retried, and its address is in no status', async () => {
  answerWith(500);
  expect(await sendMail(mail, 1, contextWith({ MAIL_URL: WEBHOOK }))).toBeGreaterThan(0);
  expect(await lastFailure()).toBe('status 500');
  expect(JSON.stringify(await desk().status(Date.now()))).not.toContain('secret');
  answerWith(200);
  expect(await sendMail(mail, 2, contextWith({ MAIL_URL: WEBHOOK }))).toBeUndefined();
  expect(await lastFailure()).toBeUndefined();
});
