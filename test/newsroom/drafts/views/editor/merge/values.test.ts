import { describe, expect, test } from 'vitest';
import type { Values } from '../../../../../../src/newsroom/drafts/views/editor/form/values.ts';
import {
  clashingFields,
  mergeValues,
  valuesOf,
} from '../../../../../../src/newsroom/drafts/views/editor/merge/values.ts';

const BASE: Values = {
  headline: 'Rates fall',
  abstract: 'The bank cut rates.',
  articleBody: 'One paragraph.\n\nAnother one.\n',
  'image.url': 'https://site.example/a.png',
  'image.alt': 'A bank',
  keywords: '\neconomy',
  'keywords.other': 'rates, banks',
  evidence: 'listed',
  'source.0.url': 'https://a.example/',
  'source.0.name': 'First',
  'source.1.url': 'https://b.example/',
  'source.1.name': 'Second',
};

const merge = (mine: Values, theirs: Values) => {
  const merged = mergeValues({ base: BASE, mine: { ...BASE, ...mine }, theirs: { ...BASE, ...theirs } });
  return { ...merged, clashes: clashingFields(merged), values: valuesOf(merged, 'theirs') };
};

const without = (prefix: string): Values =>
  Object.fromEntries(Object.entries(BASE).filter(([name]) => !name.startsWith(prefix)));

test('changes of different fields and of different paragraphs are both made', () => {
  const mine = { headline: 'Rates fall again', articleBody: 'My paragraph.\n\nAnother one.\n' };
  const theirs = { abstract: 'They cut rates.', articleBody: 'One paragraph.\n\nTheir one.\n' };
  const { values, clashes } = merge(mine, theirs);
  expect(clashes).toEqual([]);
  expect(values).toEqual({ ...BASE, ...mine, ...theirs, articleBody: 'My paragraph.\n\nTheir one.\n' });
});

test('two changes of one line clash, and the other fields are merged', () => {
  const { values, clashes } = merge(
    { headline: 'Rates fall again' },
    { headline: 'Rates were cut', abstract: 'They cut rates.' },
  );
  expect(clashes).toEqual(['headline']);
  expect(values).toMatchObject({ headline: 'Rates were cut', abstract: 'They cut rates.' });
});

test('what one says of a picture or a source is never mixed with another picture or source', () => {
  expect(merge({ 'image.url': 'https://site.example/b.png' }, { 'image.alt': 'A big bank' }).clashes).toEqual(
    ['image.url', 'image.alt'],
  );
  expect(merge({ 'source.0.url': 'https://c.example/' }, { 'source.0.name': 'Third' }).clashes).toEqual([
    'source.0.url',
    'source.0.name',
  ]);
});

test('topics are merged one by one', () => {
  const { values, clashes } = merge(
    { keywords: '\neconomy\npolitics', 'keywords.other': 'rates' },
    { keywords: '', 'keywords.other': 'rates, banks, loans' },
  );
  expect(clashes).toEqual([]);
  expect(values).toMatchObject({ keywords: '\npolitics', 'keywords.other': 'rates, loans' });
});

describe('the rows of a list', () => {
  const row = (place: number, url: string, name: string): Values => ({
    [`source.${place}.url`]: url,
    [`source.${place}.name`]: name,
  });
  const urls = (values: Values) =>
    Object.entries(values).flatMap(([name, value]) => (/^source\.\d+\.url$/.test(name) ? [value] : []));

  test('that both have added are both there, and one that both have added is there once', () => {
    const { values, clashes, rows } = merge(
      { ...row(2, 'https://mine.example/', ''), ...row(3, 'https://same.example/', '') },
      { ...row(2, 'https://theirs.example/', ''), ...row(3, 'https://same.example/', 'Same') },
    );
    expect(clashes).toEqual([]);
    expect(urls(values).toSorted()).toEqual([
      'https://a.example/',
      'https://b.example/',
      'https://mine.example/',
      'https://same.example/',
      'https://theirs.example/',
    ]);
    expect(Object.values(values)).toContain('Same');
    expect(rows.get('source')?.filter(({ mine }) => mine === undefined)).toHaveLength(1);
  });

  test('are changed where they are, though the other has moved and removed rows', () => {
    const theirs = { ...without('source.'), ...row(0, 'https://b.example/', 'Second') };
    const mine = { ...BASE, 'source.1.name': 'Changed' };
    const merged = mergeValues({ base: BASE, mine, theirs });
    expect(clashingFields(merged)).toEqual([]);
    expect(valuesOf(merged, 'mine')).toEqual({
      ...without('source.'),
      ...row(0, 'https://b.example/', 'Changed'),
    });
    expect(merged.rows.get('source')).toEqual([{ base: 1, mine: 1, theirs: 0 }]);
  });

  test('keep the order of whoever moved them', () => {
    const moved = { ...row(0, 'https://b.example/', 'Second'), ...row(1, 'https://a.example/', 'First') };
    const added = row(2, 'https://c.example/', '');
    const order = ['https://b.example/', 'https://c.example/', 'https://a.example/'];
    expect(urls(merge(moved, added).values)).toEqual(order);
    expect(urls(merge(added, moved).values)).toEqual(order);
  });

  test('that one has removed and the other changed stay, and are named', () => {
    const removed = { ...without('source.'), ...row(0, 'https://b.example/', 'Second') };
    const changed = { ...BASE, 'source.0.name': 'Changed' };
    for (const [mine, theirs] of [
      [removed, changed],
      [changed, removed],
    ] as const) {
      const merged = mergeValues({ base: BASE, mine, theirs });
      expect(valuesOf(merged, 'mine')).toEqual(changed);
      expect(merged.kept).toEqual(['source.0']);
    }
  });

  test('do not clash where one side has an empty field and the other none', () => {
    const empty = { 'source.0.datePublished.day': '' };
    const { clashes, values } = merge(
      { 'source.0.publisher.name': 'A' },
      { ...empty, 'source.0.name': 'Changed' },
    );
    expect(clashes).toEqual([]);
    expect(values).toMatchObject({ 'source.0.name': 'Changed', 'source.0.publisher.name': 'A' });
  });

  test('that somebody has just added, and not filled in, stay', () => {
    const { values, rows } = merge(row(2, '', ''), { headline: 'Another' });
    expect(rows.get('source')?.map(({ mine }) => mine)).toEqual([0, 1, 2]);
    expect(values['source.2.url']).toBe('');
  });
});
