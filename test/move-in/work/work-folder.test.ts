import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CommandError } from '../../../src/cli/command-error.ts';
import type { OldPost } from '../../../src/move/in/old-site.ts';
import { slugChooser } from '../../../src/move/in/plan/slug.ts';
import { WorkFolder } from '../../../src/move/in/work/work-folder.ts';
import { explainWorkFolderFault } from '../../../src/move/in/work/work-folder-fault.ts';

const SERVER = 'https://news.example';

function open(path = mkdtempSync(join(tmpdir(), 'move-in-'))): WorkFolder {
  const work = new WorkFolder(path);
  onTestFinished(() => {
    work.close();
    rmSync(path, { recursive: true, force: true });
  });
  return work;
}

const post = (key: string, published: string | null, identifier: string | null = null) =>
  ({ key, published, identifier, place: {} }) as OldPost;
const plan = (key: string, body = 'a story') =>
  ({ key, kind: 'story', slug: key, abstract: 'excerpt', body }) as const;

test('posts come oldest first, those of one time in the order of the source, and those without a date last', () => {
  const { entries } = open();
  entries.addPost(post('none', null));
  entries.addPost(post('year zero', '0000-13-40'));
  entries.addPost(post('second', '2020-01-02T00:00:00+02:00'));
  entries.addPost(post('first', '2020-01-01T21:00:00Z'));
  for (let number = 0; number < 50; number++) entries.addPost(post(`same ${number}`, '2021-01-01T00:00:00Z'));
  const keys = Array.from(entries.posts(), ({ key }) => key);
  expect(keys.slice(0, 3)).toEqual(['first', 'second', 'same 0']);
  expect(keys.slice(-2)).toEqual(['none', 'year zero']);
  expect(keys).toHaveLength(54);
});

test('a move waits while another program has its database', async () => {
  const path = mkdtempSync(join(tmpdir(), 'move-in-'));
  const work = open(path);
  const hold = `
    import { DatabaseSync } from 'node:sqlite';
    const database = new DatabaseSync(process.argv[1]);
    database.exec('BEGIN IMMEDIATE');
    console.log('held');
    setTimeout(() => database.exec('COMMIT'), 500);`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', hold, join(path, 'work.sqlite')]);
  await once(other.stdout, 'data');
  work.setFact('read', 'one');
  expect(work.fact('read')).toBe('one');
});

test('a post that comes twice counts once', () => {
  const { entries } = open();
  expect(entries.addPost(post('a', null))).toBe(true);
  expect(entries.addPost(post('a', null))).toBe(false);
  expect(entries.countPosts()).toBe(1);
});

test('what a transaction has changed is there or not, and what was committed outlives the process', () => {
  const path = mkdtempSync(join(tmpdir(), 'move-in-'));
  const work = new WorkFolder(path);
  work.setFact('read', 'one');
  expect(() =>
    work.transaction(() => {
      work.setFact('read', 'two');
      throw new Error('killed');
    }),
  ).toThrow('killed');
  work.close();
  expect(open(path).fact('read')).toBe('one');
});

test('a new reading of the source forgets entries and plans, and keeps what servers have acknowledged and the pictures', () => {
  const work = open();
  work.entries.addPost(post('a', null));
  work.plans.add(plan('a'));
  work.index.put('attachment', '5', 'gone');
  work.index.put('picture', 'https://old.example/a.png', { ok: true });
  work.acknowledged.set(SERVER, 'story', 'a', { hash: 'h', outcome: 'new', revision: 1 });
  work.forgetSource();
  expect(work.entries.countPosts()).toBe(0);
  expect(work.plans.count('story')).toBe(0);
  expect(work.index.get('attachment', '5')).toBeUndefined();
  expect(work.countBrought()).toBe(1);
  expect(work.acknowledged.find(SERVER, 'story', 'a')).toEqual({ hash: 'h', outcome: 'new', revision: 1 });
});

test('a new reading keeps what was fetched of a feed', () => {
  const work = open();
  work.index.put('feed-document', 'https://old.example/feed/', 'kept');
  work.forgetSource();
  expect(work.index.get('feed-document', 'https://old.example/feed/')).toBe('kept');
});

test('plans that are made anew keep the losses of what was read, and of pictures', () => {
  const work = open();
  const { losses } = work;
  const loss = (was: string) => ({ place: {}, kind: 'field' as const, was, now: 'left out' });
  losses.add('read', loss('read'));
  losses.add('pictures', loss('pictures'), 'a');
  losses.add('plan', loss('plan'), 'a');
  work.forgetPlans();
  expect(Array.from(losses.ofKind('field'), ({ was }) => was)).toEqual(['read', 'pictures']);
});

test('counts leave out what is no longer part of the move', () => {
  const { plans, acknowledged } = open();
  plans.add(plan('a'));
  for (const key of ['a', 'gone']) acknowledged.set(SERVER, 'story', key, { hash: 'h', outcome: 'new' });
  expect(acknowledged.count(SERVER, 'story', 'new')).toBe(1);
  acknowledged.beginAgain(SERVER);
  expect(acknowledged.count(SERVER, 'story', 'there')).toBe(1);
});

test('equal slugs get numbers, and a story keeps the slug that it has on the server', () => {
  const { plans, remote } = open();
  const notes: string[] = [];
  const choose = (wanted: string, identifier: string | null, published = '2020-01-01T00:00:00Z') =>
    slugChooser({ plans, remote }, 'news.example,2026')(
      wanted,
      { identifier, published },
      (kind, was, now) => {
        notes.push(`${kind}: ${was} → ${now}`);
      },
    );
  expect(choose('a', null)).toBe('a');
  plans.add(plan('a'));
  expect(choose('a', null)).toBe('a-2');
  expect(notes.splice(0)).toEqual(['slug: the address "a", which another story has → "a-2"']);
  const known = { published: '2020-01-01T00:00:00Z', status: 'published', revision: 1 };
  remote.add({ ...known, slug: 'renamed', identifier: 'https://old.example/?p=1' });
  expect(choose('b', 'https://old.example/?p=1')).toBe('renamed');
  remote.add({ ...known, slug: 'c', identifier: 'tag:news.example,2026:stories/c' });
  expect(choose('c', null)).toBe('c');
  expect(choose('c', null, '2021-01-01T00:00:00Z')).toBe('c-2');
  expect(choose('c', 'https://old.example/?p=3')).toBe('c-2');
  expect(choose('x'.repeat(120), null)).toBe('x'.repeat(120));
});

test('a second move in the same folder is refused, and possible once the first has ended', () => {
  const path = mkdtempSync(join(tmpdir(), 'move-in-'));
  const first = new WorkFolder(path);
  expect(() => new WorkFolder(path)).toThrow(`Another move is running in ${path}. Wait until it has ended`);
  first.setFact('still', 'works');
  first.close();
  expect(open(path).fact('still')).toBe('works');
});

test('a work folder that is none says what to do', () => {
  const path = mkdtempSync(join(tmpdir(), 'move-in-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  const file = join(path, 'work.sqlite');
  writeFileSync(file, 'this is text, and no database');
  expect(() => new WorkFolder(path)).toThrow('is damaged. Delete the folder and run the same command again');
  expect(() => new WorkFolder(file)).toThrow('Name another folder with --work.');
});

test('a full disk is told from a fault of the program', () => {
  const explain = (fields: object) => explainWorkFolderFault(Object.assign(new Error('full'), fields), '/w');
  for (const fields of [{ code: 'ERR_SQLITE_ERROR', errcode: 13 }, { code: 'ENOSPC' }]) {
    expect(explain(fields)).toEqual(
      new CommandError(
        'The disk of /w is full. Make room and run the same command again: it continues from here.',
      ),
    );
  }
  const other = new Error('other');
  expect(explainWorkFolderFault(other, '/w')).toBe(other);
});

test('redirects that are no part of the move any more are not counted', () => {
  const { acknowledged, redirects } = open();
  for (const key of ['/a', '/b']) acknowledged.set('server', 'redirect', key, { hash: '/', outcome: 'new' });
  redirects.add({ key: '/a', address: 'https://old.example/a', target: '/', entry: '' });
  expect(acknowledged.count('server', 'redirect', 'new')).toBe(1);
});
