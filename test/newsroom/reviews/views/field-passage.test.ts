import { describe, expect, test } from 'vitest';
import { showDraft } from '../../../../src/newsroom/drafts/views/editor/form/draft-form.ts';
import { inField, inText } from '../../../../src/newsroom/reviews/views/field-passage.ts';
import { readAuthorFile } from '../../../../src/site/story/parse/front-matter.ts';

/** Returns a text and what the page of writing shows of it. */
function page(head: string, body = 'We think.\n') {
  const text = `---\n${head}\n---\n\n${body}`;
  const file = readAuthorFile(text);
  if (!file.ok) throw new Error('The text cannot be read.');
  return { text, values: showDraft(file, { zone: 'UTC', topics: [] }) };
}

describe('words of a field', () => {
  test.each([
    ['headline: Rates fall', 'headline', 'fall', 'fall'],
    [`headline: "He said \\"no\\" twice"`, 'headline', '"no" twice', '"no\\" twice'],
    [`headline: 'It''s the bank''s'`, 'headline', "the bank's", "the bank''s"],
    ['headline: x\nabstract: >-\n  One two\n  three four.', 'abstract', 'two three', 'two\n  three'],
    ['headline: x\nabstract: |\n  One.\n  Two.', 'abstract', 'One.\nTwo.', 'One.\n  Two.'],
    ['headline: x', 'articleBody', 'think', 'think'],
  ])('in %j are found in the text, and from there in the field', (head, field, words, raw) => {
    const { text, values } = page(head);
    const start = values[field]?.indexOf(words) ?? -1;
    const passage = { field, words, start, end: start + words.length };
    const found = inText(text, values, passage);
    expect(text.slice(found?.start, found?.end)).toBe(raw);
    expect(found && inField(text, values, found)).toEqual(passage);
  });

  test('of a text with the line breaks of Windows are found too', () => {
    const { text, values } = page('headline: x', 'One\r\ntwo\r\n');
    const passage = { field: 'articleBody', words: 'One\ntwo', start: 0, end: 7 };
    const found = inText(text, values, passage);
    expect(text.slice(found?.start, found?.end)).toBe('One\r\ntwo');
    expect(found && inField(text, values, found)).toEqual(passage);
  });

  test('that the field does not have there are not found', () => {
    const { text, values } = page('headline: Rates fall');
    expect(inText(text, values, { field: 'headline', words: 'Rates', start: 1, end: 6 })).toBeUndefined();
    expect(inText(text, values, { field: 'none', words: 'Rates', start: 0, end: 5 })).toBeUndefined();
    expect(inText(text, values, { field: 'headline', words: '', start: 0, end: 0 })).toBeUndefined();
  });

  test('that the file writes by their numbers are not found, rather than others', () => {
    const { text, values } = page('headline: "Caf\\u00e9 closes"');
    expect(inText(text, values, { field: 'headline', words: 'closes', start: 5, end: 11 })).toBeUndefined();
  });

  test('and a passage beyond its field is in none', () => {
    const { text, values } = page('headline: Rates fall\nabstract: It happened.');
    expect(
      inField(text, values, { start: text.indexOf('Rates'), end: text.indexOf('happened') }),
    ).toBeUndefined();
    expect(inField(text, values, { start: 0, end: 3 })).toBeUndefined();
  });
});
