import { expect, test } from 'vitest';
import { findQuote, whatBecameOf } from '../../src/agents/quotes.ts';
import { aStory } from '../samples.ts';

const placesOf = (fields: Record<string, unknown>, quote: string) =>
  findQuote(aStory(fields), quote).map(({ part, passage }) => [part.part, passage?.text]);

test('a quote is found in languages with other spaces and signs', () => {
  for (const [inLanguage, abstract, quote] of [
    ['zh', '人工智能投资超过万亿美元。第二句。', '投资超过万亿'],
    ['fa', 'او می‌خواهد برود. سپس ماند.', 'می‌خواهد برود'],
    ['fr', 'Il a dit : « L’État paie. » Puis rien.', "L'État paie"],
    ['th', 'รัฐบาลอนุมัติงบประมาณ', 'อนุมัติงบ'],
    ['de', 'Der Preis stieg um 1.500 Euro. Danach fiel er.', 'stieg um 1.500 Euro'],
  ] as const)
    expect([quote, placesOf({ inLanguage, abstract }, quote)[0]?.[0]]).toEqual([quote, 'summary']);
});

test('words that a quote leaves out are no reason not to find it, in their order', () => {
  const abstract = 'The ministry, which nobody asked, spends more. The council spends less.';
  expect(placesOf({ abstract }, 'The ministry … spends more')).toEqual([
    ['summary', 'The ministry, which nobody asked, spends more.'],
  ]);
  expect(placesOf({ abstract }, 'spends more … The ministry')).toEqual([]);
});

test('a number is not found in another one', () => {
  const abstract = 'It cost 1,500 in 2026, or -5 % less than 15.5.';
  for (const quote of ['500', '15', '5.5', '202', '5 %'])
    expect([quote, placesOf({ abstract }, quote)]).toEqual([quote, []]);
  for (const quote of ['1,500', '2026', '15.5']) expect(placesOf({ abstract }, quote).length).toBe(1);
});

test('what a passage became is told by its words, also when sentences before it were added', () => {
  const before = aStory({ articleBody: 'One. The tax rises by 5 per cent in May. Three.' });
  const [found] = findQuote(before, 'rises by 5 per cent');
  const now = (articleBody: string) => found && whatBecameOf(found, aStory({ articleBody }));
  expect(now('New. One. The tax rises by 7 per cent in June. Three.')).toBe(
    'The tax rises by 7 per cent in June.',
  );
  expect(now('One. Three.')).toBe('');
  expect(now('Something else entirely.')).not.toContain('5 per cent');
});
