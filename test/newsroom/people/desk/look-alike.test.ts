import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { ann } from '../../../actors.ts';
import { reopen } from '../../../newsroom.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
beforeEach(() => reopen());

const add = (name: string) => deskOf(env).people.add({ name, role: 'writer' }, NOW);
const invite = (name: string) => deskOf(env).invitations.invite({ name, actor: ann, now: NOW });

describe('a name that people take for another one is refused:', () => {
  test.each([
    ['a Cyrillic letter among Latin ones', 'Anna Lee', 'Аnna Lee'],
    ['only Cyrillic letters', 'Paypac', 'Раурас'],
    ['a Latin name for a Cyrillic one', 'Сара Рорре', 'Capa Poppe'],
    ['Cyrillic capitals', 'Tom', 'ТОМ'],
    ['Greek capitals', 'Katerina Po', 'ΚATERINA ΡΟ'],
    ['Cherokee letters', 'David', 'ᎠAVID'],
    ['a capital i for a small L', 'Ali', 'AIi'],
    ['a digit', 'Olga Roth', '0lga Roth'],
    ['rn for m', 'Tom Amold', 'Tom Arnold'],
    ['mathematical letters', 'Bea', '𝐁𝐞𝐚'],
    ['another apostrophe', "Sinéad O'Brien", 'Sinéad O’Brien'],
    ['a dotless i', 'Emine Isik', 'Emine Isık'],
    ['Persian letters for Arabic ones', 'علي كريم', 'علی کریم'],
    ['a joiner more', 'می خواهم', 'می خوا\u200cهم'],
    ['another form of a Han letter', '葛城', '葛\u{e0100}城'],
    ['a sharp s', 'Strauß', 'STRAUSS'],
  ])('%s', async (_what, known, name) => {
    const { id } = await add(known);
    const made = await invite(name);
    // A name that only differs by case or width invites whoever has it.
    if (made.ok) expect(made.person.id).toBe(id);
    else expect(made).toMatchObject({ why: 'taken', detail: expect.stringContaining(known) });
    expect(await deskOf(env).people.list()).toHaveLength(1);
  });
});

describe('a name with what nobody sees is refused:', () => {
  test.each([
    ['a zero-width space', 'An\u200bna', 'U+200B'],
    ['a soft hyphen', 'An\u00adna', 'U+00AD'],
    ['a word joiner at the end', 'Anna\u2060', 'U+2060'],
    ['a byte order mark', '\ufeffAnna', 'U+FEFF'],
    ['a right-to-left override', 'An\u202ena', 'U+202E'],
    ['an isolate', 'Anna\u2069', 'U+2069'],
    ['an Arabic letter mark', 'علي\u061c', 'U+061C'],
    ['a joiner among Latin letters', 'An\u200dna', 'U+200D'],
    ['a non-joiner at the end of an Arabic name', 'علي\u200c', 'U+200C'],
    ['two non-joiners', 'می\u200c\u200cخواهم', 'U+200C'],
    ['a variation selector after a Latin letter', 'A\ufe0fnna', 'U+FE0F'],
    ['a variation selector of Han after a Latin letter', 'Anna\u{e0100}', 'U+E0100'],
    ['a Hangul filler', '김\u3164', 'U+3164'],
    ['a blank of Braille', 'Anna\u2800Lee', 'U+2800'],
    ['a tag', 'Anna\u{e0041}', 'U+E0041'],
    ['a grapheme joiner', 'An\u034fna', 'U+034F'],
    ['an accent upon the same accent', 'Se\u0301\u0301an', 'U+0301'],
    ['a tower of accents', 'Ann\u0300\u0301\u0302\u0303\u0304a', 'U+0304'],
  ])('%s', async (_what, name, character) => {
    expect(await invite(name)).toMatchObject({ why: 'invalid', detail: expect.stringContaining(character) });
    expect(await deskOf(env).people.list()).toEqual([]);
  });
});

test.each([
  ['Persian', 'علی\u200cرضا حسینی'],
  ['Persian, with vowels', 'عَلی\u200cرِضا'],
  ['Hindi', 'शक\u094d\u200dति क\u094d\u200cष'],
  ['Bengali', 'র\u200d\u09cdযাচেল'],
  ['Malayalam, as it was written before chillus', 'ജോൺ മോഹന\u0d4d\u200d'],
  ['Sinhala', 'ශ\u0dca\u200dරී ලංකා'],
  ['Japanese', '葛\u{e0100}城 太郎'],
  ['Vietnamese', 'Nguyễn Thị Ánh'],
  ['Hebrew with points', 'שָׁלוֹם'],
  ['Thai', 'กิ่งแก้ว'],
  ['a Greek name with accents', 'ᾧδή'],
  ['an emoji of several characters', 'Ann 👩🏽\u200d💻'],
])('a name in %s is taken as it is', async (_what, name) => {
  expect(await invite(name)).toMatchObject({ ok: true, person: { name } });
});

test('names that differ for whoever reads them belong to two people', async () => {
  for (const name of [
    'Jose',
    'José',
    'Ann Lee',
    'Anne Lee',
    'Анна',
    'Müller',
    'Muller',
    '山田太郎',
    '山田次郎',
  ])
    expect(await invite(name), name).toMatchObject({ ok: true, isNew: true });
});

test('people whose names were given before these rules keep them, whatever else is changed', async () => {
  const [, twin] = [await add('Anna'), await add('Аnn\u200ba')];
  const changed = await deskOf(env).people.change(twin.id, { role: 'editor', actor: ann });
  expect(changed).toMatchObject({ ok: true, person: { name: 'Аnn\u200ba', role: 'editor' } });
  const renamed = await deskOf(env).people.change(twin.id, { name: 'Аnna', actor: ann });
  expect(renamed).toMatchObject({ ok: false, why: 'taken' });
});
