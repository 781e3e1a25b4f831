import { describe, expect, test } from 'vitest';
import {
  differingFields,
  type Fields,
  isSame,
  toBody,
  withValues,
} from '../../../../src/newsroom/browser/editor/fields.ts';

const fields: Fields = [
  ['version', '7'],
  ['headline', 'One'],
  ['topic', 'a'],
  ['topic', 'b'],
];

describe('fields of a form', () => {
  test('are the same whatever the version, and whether an empty one is there or not', () => {
    expect(isSame(fields, withValues(fields, { version: '9', action: 'save' }))).toBe(true);
    expect(isSame(fields, [...fields, ['sources.3.url', '']])).toBe(true);
    expect(isSame(fields, withValues(fields, { headline: 'Two' }))).toBe(false);
  });

  test('differ by name; several values of one name are compared together', () => {
    expect(
      differingFields(fields, [
        ['topic', 'b'],
        ['topic', 'a'],
        ['headline', 'One'],
        ['notice', 'New'],
      ]),
    ).toEqual([
      { name: 'topic', one: 'a\nb', other: 'b\na' },
      { name: 'notice', one: '', other: 'New' },
    ]);
  });

  test('keep their order when a value is replaced', () => {
    expect(withValues(fields, { headline: 'Two', action: 'save' }).map(([name]) => name)).toEqual([
      'version',
      'headline',
      'topic',
      'topic',
      'action',
    ]);
  });

  test('are sent with the line breaks that were typed, unlike by a browser', async () => {
    const text = 'a\r\nb\rc\nd\u2028e\tf &=+% ü \u{1f600}\0';
    const request = new Request('https://news.example', { method: 'POST', body: toBody([['text', text]]) });
    expect((await request.formData()).get('text')).toBe(text);
  });
});
