import { beforeEach, expect, test } from 'vitest';
import type { Desk } from '../../../../src/newsroom/desk/desk.ts';
import { Mails } from '../../../../src/newsroom/notices/desk/mails.ts';
import { Notices } from '../../../../src/newsroom/notices/desk/notices.ts';
import { People } from '../../../../src/newsroom/people/desk/people.ts';
import type { Person } from '../../../../src/newsroom/people/desk/person.ts';
import { ENGLISH, type Language } from '../../../../src/newsroom/words/translate.ts';
import { ann as program } from '../../../actors.ts';
import { reopen } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';

beforeEach(reopen);

const [MINUTE, HOUR] = [60_000, 3_600_000];
const start = Date.parse('2026-11-26T10:00:00Z');
const site = { title: 'News', url: 'https://news.example' };
const GERMAN: Language = {
  tag: 'de',
  direction: 'ltr',
  catalog: {
    '{name} mentions you in a note on “{headline}”.': '{name} erwähnt Sie in einer Notiz zu „{headline}“.',
    '{count} messages from the newsroom of {site}': {
      one: '{count} Nachricht von {site}',
      other: '{count} Nachrichten von {site}',
    },
    'The newsroom of {site} writes to you because you chose it. To choose otherwise: {address}':
      'Sie haben das so gewählt: {address}',
  },
};

const LANGUAGES: readonly Language[] = [GERMAN, { tag: 'fa', direction: 'rtl', catalog: {} }];

interface Room {
  mails: Mails;
  notices: Notices;
  people: People;
  ann: Person;
  /** Tells Ann that she is mentioned. */
  tell: (title: string, now: number, words?: string) => void;
  /** Hands over what is due, and returns the numbers of the mails. */
  send: (now: number) => Promise<number[]>;
}

/** Runs a test in a Desk whose newsroom sends mail, and in which Ann wants it. */
const withRoom = (run: (room: Room) => void | Promise<void>, sends = true) =>
  runInside(deskObject(), async (_desk: Desk, { storage: { sql } }) => {
    const people = new People(sql, () => undefined);
    const ann = people.add({ name: 'Ann', role: 'editor', email: 'ann@news.example' }, start);
    const notices = new Notices(sql, { people, sendsMail: () => sends });
    const mails = new Mails(sql, {
      people,
      site: () => site,
      languageOf: async ({ language }) => LANGUAGES.find(({ tag }) => tag === language) ?? ENGLISH,
      sendsMail: () => sends,
    });
    const actor = { name: 'Ann', role: 'editor', person: ann.id } as const;
    notices.choose({ mentioned: ['mail'] }, { actor });
    const handed: number[] = [];
    const queue = {
      sendBatch: async (messages: Iterable<{ body: { mail: number } }>) => {
        handed.push(...Array.from(messages, ({ body }) => body.mail));
      },
    } as never;
    await run({
      mails,
      notices,
      people,
      ann,
      tell: (title, now, words) =>
        notices.tell([ann.id], {
          kind: 'mentioned',
          title,
          words,
          path: '/newsroom/drafts/1/review#notes',
          by: null,
          now,
        }),
      send: async (now) => {
        await mails.send(queue, now);
        return handed.splice(0);
      },
    });
  });

test('a notice is mailed as plain text, with a link and why it came', () =>
  withRoom(async ({ mails, tell, send }) => {
    expect(mails.nextDue()).toBeUndefined();
    tell('Jürgen mentions you in a note on “利率下降”.', start, 'Grüße,\n田中');
    expect(mails.nextDue()).toBe(0);
    const [id = 0] = await send(start);
    expect(await mails.find(id)).toEqual({
      to: 'ann@news.example',
      subject: 'Jürgen mentions you in a note on “利率下降”.',
      text: `Jürgen mentions you in a note on “利率下降”.

“Grüße,
田中”

See it in the newsroom:
https://news.example/newsroom/drafts/1/review#notes

-- 
The newsroom of News writes to you because you chose it. To choose otherwise: https://news.example/newsroom/account
`,
    });
    mails.settle(id, null, start);
    expect(await mails.find(id)).toBeUndefined();
    expect(mails.nextDue()).toBeUndefined();
    expect(await send(start + 2 * MINUTE)).toEqual([]);
  }));

test('a mail is in the language of who gets it when it is sent', () =>
  withRoom(async ({ mails, notices, people, ann, send }) => {
    const values = { name: 'Bob', headline: 'Rates {count} fall' };
    const title = '{name} mentions you in a note on “{headline}”.';
    const notice = { kind: 'mentioned', title, values, path: '/newsroom/drafts/1/review', by: null } as const;
    notices.tell([ann.id], { ...notice, now: start });
    const [id = 0] = await send(start);
    expect((await mails.find(id))?.subject).toBe('Bob mentions you in a note on “Rates {count} fall”.');
    const actor = { name: 'Ann', role: 'editor', person: ann.id } as const;
    expect(people.chooseLanguage('de', { actor })).toEqual({ ok: true });
    expect(await mails.find(id)).toMatchObject({
      subject: 'Bob erwähnt Sie in einer Notiz zu „Rates {count} fall“.',
      text: expect.stringContaining('Sie haben das so gewählt: https://news.example/newsroom/account'),
    });
    for (let count = 1; count <= 5; count++) notices.tell([ann.id], { ...notice, now: start });
    const [more = 0] = await send(start);
    expect((await mails.find(more))?.subject).toBe('5 Nachrichten von News');
  }));

test('addresses end at a space in languages from right to left, too', () =>
  withRoom(async ({ mails, tell, people, ann, send }) => {
    people.chooseLanguage('fa', { actor: { name: 'Ann', role: 'editor', person: ann.id } });
    tell('Notice.', start);
    const [id = 0] = await send(start);
    const { text = '' } = (await mails.find(id)) ?? {};
    expect(text.match(/https?:\S+/g)).toEqual([
      'https://news.example/newsroom/drafts/1/review#notes',
      'https://news.example/newsroom/account',
    ]);
  }));

test('nothing that people write makes another header', () =>
  withRoom(async ({ mails, tell, send }) => {
    const hostile = 'A\r\nBcc: all@news.example\u2028\u0085\0B\n\nBody';
    tell(hostile, start, 'Words\r\nBcc: x@news.example');
    tell(`${'😀'.repeat(400)}`, start);
    const [first = 0, second = 0] = await send(start);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern looks for them.
    expect((await mails.find(first))?.subject).not.toMatch(/[\0-\x1f\x7f-\x9f\u2028\u2029]/);
    expect((await mails.find(first))?.subject).toContain('A Bcc: all@news.example');
    expect((await mails.find(first))?.to).toBe('ann@news.example');
    expect((await mails.find(second))?.subject).toBe('😀'.repeat(150));
  }));

test('five mails an hour go to a person, and what is more is in one', () =>
  withRoom(async ({ mails, tell, send }) => {
    for (let count = 1; count <= 5; count++) {
      tell(`Notice ${count}.`, start + count * MINUTE);
      expect(await send(start + count * MINUTE)).toHaveLength(1);
    }
    for (let count = 6; count <= 8; count++) tell(`Notice ${count}.`, start + count * MINUTE);
    expect(await send(start + 10 * MINUTE)).toEqual([]);
    expect(mails.state()).toMatchObject({ waiting: 3 });
    expect(mails.nextDue()).toBe(start + MINUTE + HOUR);
    const [id = 0, ...more] = await send(start + MINUTE + HOUR);
    expect(more).toEqual([]);
    const { subject, text } = (await mails.find(id)) ?? {};
    expect(subject).toBe('3 messages from the newsroom of News');
    expect(text).toMatch(/Notice 6\..*Notice 7\..*Notice 8\./s);
  }));

test('what comes all at once and does not fit is in one mail too', () =>
  withRoom(async ({ mails, tell, send }) => {
    for (let count = 1; count <= 6; count++) tell(`Notice ${count}.`, start);
    const ids = await send(start);
    expect(ids).toHaveLength(1);
    expect((await mails.find(ids[0] ?? 0))?.subject).toBe('6 messages from the newsroom of News');
  }));

test('whoever was removed meanwhile, or has no address any more, gets nothing', () =>
  withRoom(async ({ mails, people, ann, tell, send }) => {
    tell('Notice.', start);
    const [id = 0] = await send(start);
    expect(await mails.find(id)).toBeDefined();
    people.change(ann.id, { email: null, actor: program });
    expect(await mails.find(id)).toBeUndefined();
    tell('Without an address.', start);
    expect(mails.nextDue()).toBeUndefined();
    people.change(ann.id, { email: 'ann@news.example', actor: program });
    people.add({ name: 'Abel', role: 'admin' }, start);
    people.remove(ann.id, { actor: program, now: start });
    expect(await mails.find(id)).toBeUndefined();
    tell('Another.', start);
    expect(mails.nextDue()).toBeUndefined();
  }));

test('a mail that the queue refuses is handed over a minute later', () =>
  withRoom(async ({ mails, tell, send }) => {
    tell('Notice.', start);
    const full = { sendBatch: async () => Promise.reject(new Error('full')) } as never;
    await expect(mails.send(full, start)).rejects.toThrow('full');
    expect(mails.nextDue()).toBe(start + MINUTE);
    expect(await send(start + MINUTE)).toHaveLength(1);
    expect(mails.nextDue()).toBeUndefined();
  }));

test('a newsroom that sends no mail keeps none', () =>
  withRoom(({ mails, tell }) => {
    tell('Notice.', start);
    expect(mails.nextDue()).toBeUndefined();
    expect(mails.state()).toBeNull();
  }, false));
