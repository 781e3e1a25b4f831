import { expect, test } from 'vitest';
import * as z from 'zod';
import {
  countFaults,
  type Fault,
  faultsFromZod,
  formatValue,
  limitFaults,
} from '../../../../src/site/story/parse/fault.ts';
import { parseStoryJson, parseStoryRecord } from '../../../../src/site/story/parse/parse.ts';
import { aStory } from '../../../samples.ts';

const fault = (rule: string): Fault => ({ field: 'a', value: '1', rule });

test('twenty faults are listed, and the others counted', () => {
  const faults = limitFaults(Array.from({ length: 30 }, (_, n) => fault(`rule ${n}`)));
  expect(faults).toHaveLength(21);
  expect(faults[19]).toEqual(fault('rule 19'));
  expect(faults[20]).toMatchObject({
    rule: 'at least 10 more faults are not listed; fix these first',
    more: 10,
  });
  expect(countFaults(faults)).toBe(30);
});

test('limiting joined faults again counts each fault once', () => {
  const [one, other] = [30, 25].map((length) => limitFaults(Array.from({ length }, () => fault('a'))));
  const joined = limitFaults([...(one as Fault[]), ...(other as Fault[])]);
  expect([joined.length, countFaults(joined)]).toEqual([21, 55]);
  expect(limitFaults(joined)).toEqual(joined);
});

test('twenty faults or fewer stay as they are', () => {
  const faults = Array.from({ length: 20 }, () => fault('a'));
  expect(limitFaults(faults)).toEqual(faults);
});

test('long names and rules are cut to a readable length', () => {
  const [cut] = limitFaults([{ field: 'a'.repeat(1e5), value: undefined, rule: 'b'.repeat(1e5) }]);
  expect([cut?.field.length, cut?.rule.length]).toEqual([200, 500]);
});

test('a million unknown names make 20 faults', () => {
  const record = Object.fromEntries(Array.from({ length: 1e6 }, (_, n) => [`k${n}`, 1]));
  const { error } = z.strictObject({}).safeParse(record);
  let looks = 0;
  const faults = faultsFromZod(error as z.ZodError, record, () => ++looks);
  expect([faults.length, countFaults(faults), looks]).toEqual([21, 1e6, 20]);
});

test('only the beginning of a value is read', () => {
  let reads = 0;
  const counted = new Proxy(Array(1e6).fill({ a: [1] }), {
    get: (list, name) => {
      if (name !== 'length') reads++;
      return Reflect.get(list, name);
    },
  });
  expect(formatValue(counted)).toBe(
    JSON.stringify(Array(20).fill({ a: [1] }))
      .slice(0, 79)
      .concat('…'),
  );
  expect(reads).toBeLessThan(50);
  let deep: unknown = 1;
  for (let level = 0; level < 1e6; level++) deep = [deep];
  expect(formatValue(deep)).toBe(`${'['.repeat(79)}…`);
  expect(formatValue({ a: 'x', b: [null, { 'c"': true }] })).toBe('{"a":"x","b":[null,{"c\\"":true}]}');
});

test.each(['citation', 'isBasedOn', 'author', 'keywords', 'formerSlugs', 'correction'])(
  'if %s has too many entries, none is checked',
  (name) => {
    let reads = 0;
    const entry = Object.defineProperty({}, 'url', { enumerable: true, get: () => reads++ });
    const parsed = parseStoryRecord({ ...aStory(), [name]: Array(501).fill(entry) });
    expect(parsed).toMatchObject({
      ok: false,
      faults: [{ field: name, rule: expect.stringMatching(/^must have at most/) }],
    });
    // Only the entries in the fault's excerpt are read.
    expect(reads).toBeLessThan(30);
  },
);

test('if all sources are wrong, few are checked', () => {
  let reads = 0;
  const source = {
    author: Array(50).fill(Object.defineProperty({}, 'name', { enumerable: true, get: () => reads++ })),
  };
  const list = Array(500).fill(source);
  const parsed = parseStoryRecord({ ...aStory(), citation: list, isBasedOn: list });
  expect(parsed.ok || parsed.faults.length).toBe(21);
  // 50,000 authors.
  expect(reads).toBeLessThan(1000);
});

test.each(['[', '{"a":'])('a record of a million %s is refused as nested too deep', (opening) => {
  const rule = 'must not be nested more than 64 levels deep';
  for (const text of [opening.repeat(1e5), `{"citation":${'['.repeat(4e5)}${']'.repeat(4e5)}}`]) {
    expect(parseStoryJson(text)).toMatchObject({ ok: false, faults: [{ rule }] });
  }
});

test('a record of a million objects is refused before they are made', () => {
  const rule = 'must have at most 250,000 lists, objects and entries in all';
  expect(parseStoryJson(`{"author":[${'{},'.repeat(3e5)}{}]}`)).toMatchObject({
    ok: false,
    faults: [{ rule }],
  });
});
