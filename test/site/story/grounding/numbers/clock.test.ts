import { expect, test } from 'vitest';
import { hasFigures } from '../figures.ts';

test.each([
  ['It begins at 18:00 BST.', 'It will begin at 6 pm BST.', 'en', 'en'],
  ['It left at 11:32 am.', 'It left at 11.32 a.m.', 'en', 'en'],
  ['Der Unfall geschah gegen 23:15 Uhr.', 'Gegen 23.15 Uhr krachte es.', 'de', 'de'],
  ['Se registró a las 16:31 GMT.', 'Se registró a las 11H31 horas (16H31 GMT).', 'es', 'es'],
  ['Se produjo a las 21:33.', 'El movimiento se presentó a las 9:33 pm.', 'es', 'es'],
  ['Le ministre est attendu à 18 h 30.', 'Le ministre se rendra sur place à 18H30.', 'fr', 'fr'],
  ['截至晚上11時半,警方拘捕2人。', '截至23:30,警方拘捕2人。', 'zh-HK', 'zh-HK'],
  ['大火於晚11點15分起。', '大火於23時15分起。', 'zh-TW', 'zh-TW'],
  ['يبدأ الاجتماع الساعة 22:30.', 'يبدأ الاجتماع الساعة 10:30 مساء.', 'ar', 'ar'],
  ['It struck at 04:49.', 'El sismo se sintió a las 01.49 (04.49 GMT).', 'en', 'es'],
])('%s has the time of day of: %s', (claim, quote, language, of) => {
  expect(hasFigures(claim, quote, language, of)).toBe(true);
});

test.each([
  ['It begins at 18:00.', 'It will begin at 6 am.', 'en'],
  ['It begins at 18:15.', 'It will begin at 6.51 pm.', 'en'],
  ['The iPhone 18 is here.', 'The iPhone 15 is here at 6 pm.', 'en'],
  ['Gegen 23:15 Uhr krachte es.', 'Gegen 22.15 Uhr krachte es.', 'de'],
])('%s has not the time of day of: %s', (claim, quote, language) => {
  expect(hasFigures(claim, quote, language)).toBe(false);
});

test.each([
  ['Ausbruch war morgens um halb sechs.', 'Das Feuer brach gegen 5:30 Uhr aus.', 'de'],
  ['Cerró a las siete de la tarde.', 'Cerró a las 19.00 horas.', 'es'],
  ['El acto empezó a las 20 horas.', 'Siendo las ocho de la tarde, empezó el acto.', 'es'],
  ['La séance a débuté à 13h30.', 'À treize heures trente, la séance a débuté.', 'fr'],
  ['早上九点三十六分,扶梯发生故障。', '今天上午9时36分,扶梯发生故障。', 'zh'],
  ['下午五点发生火灾。', '17时左右发生火灾。', 'zh'],
  ['وقع الحريق عند الساعة 2:10.', 'وقع الحريق فى تمام الساعة الثانية وعشر دقائق.', 'ar'],
])('a spoken time of day: %s', (claim, quote, language) => {
  expect(hasFigures(claim, quote, language)).toBe(true);
});

test.each([
  ['Ausbruch war morgens um halb sieben.', 'Das Feuer brach gegen 5:30 Uhr aus.', 'de'],
  ['Cerró a las ocho de la tarde.', 'Cerró a las 19.00 horas.', 'es'],
  ['La séance a débuté à 13h45.', 'À treize heures trente, la séance a débuté.', 'fr'],
  ['下午六点发生火灾。', '17时左右发生火灾。', 'zh'],
  ['وقع الحريق عند الساعة 2:20.', 'وقع الحريق فى تمام الساعة الثانية وعشر دقائق.', 'ar'],
])('another spoken time of day: %s', (claim, quote, language) => {
  expect(hasFigures(claim, quote, language)).toBe(false);
});
