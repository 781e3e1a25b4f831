import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { call, problemOf, reopen } from '../../../newsroom.ts';
import { fileOf, member } from '../../drafts/desk/newsroom.ts';

beforeEach(() => reopen());

const TEXT = fileOf('Rates fall');
const MARKDOWN = { 'Content-Type': 'text/markdown' };
const version = (number: number) => ({ 'If-Match': `"${number}"` });

const begin = async (token = 'wes-token'): Promise<string> => {
  const made = await call('POST', '/drafts?name=rates', TEXT, { headers: MARKDOWN, token });
  return ((await made.json()) as { id: string }).id;
};
const save = (id: string, text: string) =>
  call('PUT', `/drafts/${id}/text`, text, { headers: version(1), token: 'wes-token' });
const ask = (id: string, body: unknown, token = 'wes-token', number = 1) =>
  call('POST', `/drafts/${id}/review`, body, { headers: version(number), token });

describe('a review', () => {
  test('is asked for by a program and given by a person, and ends when the text changes', async () => {
    const id = await begin();
    const eve = await member('Eve Editor', 'editor');
    expect(await (await ask(id, { reviewer: 'eve editor', note: 'The numbers.' })).json()).toEqual({
      state: 'in review',
    });
    await deskOf(env).reviews.approve(id, { version: 1, actor: eve, now: Date.now() });
    expect(await (await save(id, `${TEXT}More.\n`)).json()).toMatchObject({ version: 2, voided: true });

    const review = await call('GET', `/drafts/${id}/review`, undefined, { token: 'wes-token' });
    expect(await review.json()).toMatchObject({
      events: [
        { kind: 'asked', version: 1, by: 'wes', person: null, reviewer: 'Eve Editor', note: 'The numbers.' },
        { kind: 'approved', version: 1, by: 'Eve Editor', person: eve.person, note: null },
        { kind: 'voided', version: 2, by: 'wes' },
      ],
      approvals: [{ name: 'Eve Editor', person: eve.person, version: 1, holds: false, ended: 'text' }],
      needed: 0,
    });
  });

  test('may be asked of any editor', async () => {
    const id = await begin();
    expect((await ask(id, {})).status).toBe(200);
    expect(await (await call('GET', `/drafts/${id}`)).json()).toMatchObject({
      state: 'in review',
      reviewer: null,
    });
  });

  test.each([
    ['of nobody that is known', { reviewer: 'Nobody' }, 1, 422, 'Nobody in this newsroom is called "Nobody"'],
    ['of a writer', { reviewer: 'Will Writer' }, 1, 422, 'Will Writer is a writer'],
    ['of a version that is not the newest', {}, 2, 412, 'looked at version 2'],
    ['with a field that there is not', { approve: true }, 1, 422, 'The body is not as it must be'],
  ])('is not asked %s', async (_what, body, number, status, says) => {
    await member('Will Writer', 'writer');
    const refused = await ask(await begin(), body, 'wes-token', number);
    expect(refused.status).toBe(status);
    expect((await problemOf(refused)).detail).toContain(says);
  });

  test("of somebody else's draft is nothing for a writer", async () => {
    const id = await begin('liz-token');
    for (const refused of [
      await ask(id, {}),
      await call('GET', `/drafts/${id}/review`, undefined, { token: 'wes-token' }),
      await call('GET', `/drafts/${id}/notes`, undefined, { token: 'wes-token' }),
      await call('POST', `/drafts/${id}/notes`, { text: 'x' }, { headers: version(1), token: 'wes-token' }),
    ]) {
      expect(refused.status).toBe(403);
      expect((await problemOf(refused)).detail).toContain('This draft is by liz.');
    }
  });
});

interface Note {
  id: number;
  text: string;
  thread: number | null;
  resolved: string | null;
  quote: string;
  position: unknown;
}

describe('notes', () => {
  const notesIn = async (response: Response) => ((await response.json()) as { notes: Note[] }).notes;
  const add = (id: string, note: unknown, token = 'eve-token') =>
    call('POST', `/drafts/${id}/notes`, note, { headers: version(1), token });
  const start = TEXT.indexOf('What we think.');

  test('follow their passage, are answered, resolved and opened again', async () => {
    const id = await begin();
    const added = await add(id, { start, end: start + 14, text: 'Who is we?' });
    expect(added.status).toBe(201);
    const [note] = await notesIn(added);
    expect(note).toMatchObject({ text: 'Who is we?', by: 'eve', quote: 'What we think.', resolved: null });
    await save(id, TEXT.replace('\nWhat we', '\nFirst of all. What we'));
    const [moved] = await notesIn(await call('GET', `/drafts/${id}/notes`));
    expect(moved?.position).toEqual({ start: start + 14, end: start + 28 });

    const path = `/drafts/${id}/notes/${note?.id}`;
    const answered = await call('POST', `${path}/answers`, { text: 'The newsroom.' }, { token: 'wes-token' });
    expect((await notesIn(answered))[1]).toMatchObject({ text: 'The newsroom.', thread: note?.id });
    const [resolved] = await notesIn(await call('PUT', path, { isResolved: true }));
    expect(resolved?.resolved).toEqual(expect.any(String));
    const [open] = await notesIn(await call('PUT', path, { isResolved: false }));
    expect(open?.resolved).toBeNull();
  });

  test('may be about the whole draft', async () => {
    const [note] = await notesIn(await add(await begin(), { text: 'Well done.' }));
    expect(note).toMatchObject({ quote: '', position: null });
  });

  test.each([
    ['that is empty', { text: ' ' }, 422, 'The note is empty'],
    ['that is too long', { text: 'x'.repeat(5001) }, 413, 'at most 5,000'],
    ['on a passage that is not there', { start: 5, end: 10_000, text: 'x' }, 422, 'not in this version'],
    ['on a passage that ends before it begins', { start: 5, end: 4, text: 'x' }, 422, 'not in this version'],
    ['with an offset that is none', { start: -1, end: 4, text: 'x' }, 422, 'The body is not as it must be'],
    ['without text', {}, 422, 'The body is not as it must be'],
  ])('%s are refused', async (_what, note, status, says) => {
    const refused = await add(await begin(), note);
    expect(refused.status).toBe(status);
    expect((await problemOf(refused)).detail).toContain(says);
  });

  test.each(['0', '99', 'x', '1.5', '9'.repeat(30)])('there is no note %s', async (note) => {
    const id = await begin();
    for (const refused of [
      await call('POST', `/drafts/${id}/notes/${note}/answers`, { text: 'x' }),
      await call('PUT', `/drafts/${id}/notes/${note}`, { isResolved: true }),
    ]) {
      expect(refused.status).toBe(404);
      await problemOf(refused);
    }
  });
});
