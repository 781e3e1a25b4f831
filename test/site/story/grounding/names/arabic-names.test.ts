import { expect, test } from 'vitest';
import { groundClaim } from '../../../../../src/site/story/grounding/ground.ts';

const missing = (claim: string, quote: string) =>
  groundClaim({ text: claim, language: 'ar' }, [{ text: quote, language: 'ar' }])
    .findings.filter(({ kind, result }) => kind === 'name' && result !== 'found')
    .map(({ kind, text }) => `${kind} ${text}`);

test('a name of two words after a verb of speech, of which the second has the article', () => {
  const quote = 'قال خالد الفالح إن المغرب يطور مشاريع.';
  expect(missing('قال حيدر العبادي إن المغرب يطور مشاريع.', quote)).toEqual(['name حيدر العبادي']);
});

test.each([
  ['نفى حيدر العبادي وجود اتفاق.', 'نفى رئيس الوزراء حيدر العبادي تقارير عن عقد اتفاق.'],
  ['حذرت الأمم المتحدة من المجاعة في البلاد.', 'حذرت الأمم المتحدة من المجاعة في السودان.'],
])('no name: %s', (claim, quote) => {
  expect(missing(claim, quote)).toEqual([]);
});

test.each(['في عدن', 'في فنزويلا', 'في الموصل', 'في بلجيكا'])('a place: %s', (place) => {
  expect(missing(`انخفضت المبيعات ${place} هذا العام.`, 'انخفضت المبيعات هذا العام.')).toEqual([
    `name ${place.slice(3)}`,
  ]);
});

test.each([
  ['شدد على أهمية التعاون.', 'شدد على ضرورة التعاون.'],
  ['لا يريد أن يفكر في ذلك.', 'لا يرغب في ذلك.'],
  ['زاد عجز مالي في الشركة.', 'زاد العجز في الشركة.'],
  ['انخفضت الأسهم في تعاملات اليوم.', 'انخفضت الأسهم اليوم.'],
])('no name after a preposition: %s', (claim, quote) => {
  expect(missing(claim, quote)).toEqual([]);
});

test('a broken plural after a preposition is no name', () => {
  const quote = { text: 'وقعت الشركة اتفاقية لتطوير وحدات فاخرة.', language: 'ar' };
  const { findings } = groundClaim({ text: 'تستثمر الشركة في مساكن راقية.', language: 'ar' }, [quote]);
  expect(findings.filter(({ kind }) => kind === 'name')).toEqual([]);
});
