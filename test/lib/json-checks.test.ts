import { expect, test } from 'vitest';
import { brokenShapeRule, findRepeatedNames } from '../../src/lib/json-checks.ts';
import { parseStoryJson } from '../../src/site/story/parse/parse.ts';
import * as fc from '../draw.ts';
import { aStory } from '../samples.ts';

test.each<[string, PropertyKey[][]]>([
  ['{}', []],
  ['[1, "a", "a", {"a": "a", "b": ["a", "b"]}]', []],
  ['{"a": 1, "a": 2}', [['a']]],
  ['{"a": 1, "\\u0061": 2}', [['a']]],
  ['{"a\\"": 1, "a\\\\": 2, "a\\"": 3}', [['a"']]],
  ['{"a": {"b": 1}, "b": {"b": 1}}', []],
  ['{"a": [[], {"b": 1}, {"c": 1, "b": [","], "c": {}}]}', [['a', 2, 'c']]],
  ['{"__proto__": 1, "constructor": 2, "__proto__": 3}', [['__proto__']]],
  ['{"a": {"x": 1, "x": 1}, "a": "}", "a": "{"}', [['a', 'x'], ['a'], ['a']]],
])('finds the repeated names in %s', (json, names) => {
  JSON.parse(json);
  expect(findRepeatedNames(json, 20)).toEqual(names);
});

test('returns no more names than the limit', () => {
  expect(findRepeatedNames(`{${'"a": 1, '.repeat(99)}"a": 1}`, 3)).toHaveLength(3);
});

test('finds none in the output of JSON.stringify', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(4), (value, indent) => {
      expect(findRepeatedNames(JSON.stringify(value, null, indent), 20)).toEqual([]);
    }),
  );
});

test('a record with a repeated name is refused with all its faults', () => {
  const text = JSON.stringify(
    aStory({ correction: [{ text: 'one', datePublished: '2026-03-05T09:30:00Z' }] }),
  )
    .replace('"text":', '"text":"two","text":')
    .replace('"headline":"A headline"', '"headline":"Draft","headline":""');
  const parsed = parseStoryJson(text);
  expect(parsed).toMatchObject({
    ok: false,
    faults: [
      { field: 'headline', rule: 'must not be given twice' },
      { field: 'correction[0].text', rule: 'must not be given twice' },
      { field: 'headline', rule: 'must not be empty' },
    ],
  });
});

test('brackets and commas within strings do not count', () => {
  expect(brokenShapeRule(JSON.stringify('[{,'.repeat(1000)), 10)).toBeUndefined();
  expect(brokenShapeRule('["\\"[[[[", "\\\\", [1, 2]]', 6)).toBeUndefined();
  expect(brokenShapeRule('["\\"[[[[", "\\\\", [1, 2]]', 4)).toMatch(/^must have at most 4 /);
  expect(brokenShapeRule(`${'['.repeat(64)}${']'.repeat(64)}`, 100)).toBeUndefined();
  expect(brokenShapeRule(`${'['.repeat(65)}${']'.repeat(65)}`, 100)).toMatch(/64 levels/);
  expect(brokenShapeRule(Array(100).fill('[]').join(), 300)).toBeUndefined();
  // It does not check whether strings and lists end: `JSON.parse` does.
  for (const text of ['"', '"\\', '"a', ']]]]', '\\"']) expect(brokenShapeRule(text, 10)).toBeUndefined();
});

test('counts the parts of any value correctly', () => {
  const count = (value: unknown): number =>
    value !== null && typeof value === 'object'
      ? Object.values(value).reduce((sum: number, each) => sum + count(each), 1) +
        Math.max(0, Object.keys(value).length - 1)
      : 0;
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const json = JSON.stringify(value);
      expect(brokenShapeRule(json, count(value))).toBeUndefined();
      if (count(value) > 0) expect(brokenShapeRule(json, count(value) - 1)).toBeDefined();
    }),
  );
});
