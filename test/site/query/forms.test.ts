import { expect, test } from 'vitest';
import { formsOf } from '../../../src/site/query/forms.ts';
import { tokensOf } from '../../../src/site/query/tokens.ts';
import * as fc from '../../draw.ts';
import { hostile } from '../../hostile.ts';

test.each([
  ['report', 'reports'],
  ['policy', 'policies'],
  ['company', 'companies'],
  ['tax', 'taxes'],
  ['boxes', 'box'],
  ['virus', 'viruses'],
  ['crisis', 'crises'],
  ['analyses', 'analysis'],
  ['buses', 'bus'],
  ['class', 'classes'],
  ['gas', 'gases'],
  ['veto', 'vetoes'],
  ['house', 'houses'],
  ['libro', 'libros'],
  ['maisons', 'maison'],
  ['كتاب', 'الكتاب'],
  ['كتاب', 'وكتاب'],
  ['والكتاب', 'بالكتاب'],
  ['ממשלה', 'הממשלה'],
  ['הממשלה', 'ממשלה'],
])('a search for %s finds %s', (word, form) => expect(formsOf(word)).toContain(form));

test.each([
  'houses',
  'policies',
  'classes',
  'taxes',
  'viruses',
  'vetoes',
  'crises',
  'analyses',
  'الكتاب',
  'standards',
])('a search for %s finds the word that a search for its other form finds', (word) =>
  expect(formsOf(word).some((form) => formsOf(form).includes(word))).toBe(true),
);

test.each([
  ['news', 'new'],
  ['new', 'news'],
  ['ai', 'ais'],
  ['us', 'u'],
  ['paris', 'pari'],
  ['crisis', 'crisises'],
  ['his', 'hi'],
  ['الله', 'ه'],
  ['智能', '智'],
  ['2024', '2024s'],
])('a search for %s does not find %s', (word, other) => expect(formsOf(word)).not.toContain(other));

test('forms are tokens, few, and never the word itself', () => {
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (text) => {
      for (const { token } of tokensOf(text)) {
        const forms = formsOf(token);
        expect(forms.length).toBeLessThanOrEqual(20);
        expect(forms).not.toContain(token);
        for (const form of forms) expect(form).toMatch(/^[a-z0-9\u0080-\u{10FFFF}]+$/u);
      }
    }),
  );
});
