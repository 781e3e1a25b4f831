import { expect, test } from 'vitest';
import { groundClaim } from '../../../../../src/site/story/grounding/ground.ts';

const missing = (claim: string, quote: string) =>
  groundClaim({ text: claim, language: 'ar' }, [{ text: quote, language: 'ar' }])
    .findings.filter(({ kind, result }) => kind === 'name' && result !== 'found')
    .map(({ text }) => text);

test.each([
  ['سجل وليد الحداد هدفين.', 'وليد الحداد'],
  ['وقال نبيل المصري إن الأسعار ترتفع.', 'نبيل المصري'],
  ['بحسب كريم البغدادي.', 'كريم البغدادي'],
  ['سجله لؤي الشامي من ركلة جزاء.', 'لؤي الشامي'],
])('a first name and what follows it are a name: %s', (claim, name) => {
  expect(missing(claim, '…')).toEqual([name]);
});

test.each(['تتصدر مسقط القائمة.', 'استأثرت أرامكو بالحصة الكبرى.', 'ارتفع العدد في كوبنهاغن.'])(
  'a place or a foreign name is one without an article: %s',
  (claim) => {
    expect(missing(claim, '…')).toHaveLength(1);
  },
);

test.each([
  ['ارتفعت حصيلة حادث الدهس.', '…'],
  ['تتوقع تسريبات أن يصل السعر إلى الضعف.', '…'],
  ['هزم أيمن حسين نظيره.', 'فاز أيمن حسين على نظيره.'],
  ['فاز لاعب النادي في نهائي الدوري.', '…'],
  ['قتل شخص عندما دهست سيارة حشدا.', '…'],
  ['شهدت المدينة حادثة سير أودت بحياة شاب.', 'وقعت في المدينة حادثة سير قتل فيها شاب.'],
])('a noun or a verb is no name: %s', (claim, quote) => {
  expect(missing(claim, quote)).toEqual([]);
});
