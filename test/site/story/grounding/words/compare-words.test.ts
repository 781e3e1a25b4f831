import { describe, expect, test } from 'vitest';
import { groundClaim } from '../../../../../src/site/story/grounding/ground.ts';

const verdict = (language: string, claim: string, quote: string) =>
  groundClaim({ text: claim, language }, [{ text: quote, language }]).verdict;

describe('what somebody says', () => {
  test.each([
    ['en', 'The well is poisoned.', 'In the view of the farmers, the well is poisoned.'],
    ['en', 'The well is poisoned.', 'The farmers contend that the well is poisoned.'],
    ['de', 'Der Brunnen ist vergiftet.', 'Nach Ansicht der Bauern ist der Brunnen vergiftet.'],
    ['de', 'Der Brunnen ist vergiftet.', 'Der Brunnen ist vergiftet, beteuerte ein Bauer.'],
    ['es', 'El pozo está envenenado.', 'A juicio de los campesinos, el pozo está envenenado.'],
    ['es', 'El pozo está envenenado.', 'El pozo está envenenado, opinan los campesinos.'],
    ['fr', 'Le puits est empoisonné.', 'D’après les paysans, le puits est empoisonné.'],
    ['fr', 'Le puits est empoisonné.', 'Aux dires des paysans, le puits est empoisonné.'],
    ['zh', '井水有毒。', '在农民看来，井水有毒。'],
    ['zh', '井水有毒。', '农民抱怨，井水有毒。'],
    ['ar', 'البئر مسمومة.', 'على حد قول المزارعين، البئر مسمومة.'],
    ['ar', 'البئر مسمومة.', 'يعتقد المزارعون أن البئر مسمومة.'],
  ])('is not found as a fact: %s: %s', (language, claim, quote) => {
    expect(verdict(language, claim, quote)).toBe('to be read');
  });

  test.each([
    [
      'en',
      'The mayor said, the well is poisoned.',
      'The farmers said, the well is poisoned. The mayor said nothing was known.',
    ],
    [
      'de',
      'Der Brunnen ist vergiftet, sagte der Bürgermeister.',
      'Der Brunnen ist vergiftet, sagte ein Bauer. Der Bürgermeister sagte, er prüfe das.',
    ],
    [
      'es',
      'El alcalde dijo, el pozo está envenenado.',
      'El campesino dijo, el pozo está envenenado. El alcalde dijo, nada se sabe.',
    ],
    [
      'fr',
      'Le puits est empoisonné, a dit le maire.',
      'Le puits est empoisonné, a dit un paysan. Le maire a dit attendre l’analyse.',
    ],
    ['zh', '市长说，井水有毒。', '农民说，井水有毒。市长说，正在检查。'],
    ['ar', 'قال العمدة، البئر مسمومة.', 'قال مزارع، البئر مسمومة. قال العمدة إن التحليل جار.'],
  ])('is not found of somebody else: %s: %s', (language, claim, quote) => {
    expect(verdict(language, claim, quote)).toBe('to be read');
  });

  test.each([
    [
      'en',
      'The farmers said, the well is poisoned.',
      'The farmers said, the well is poisoned. The mayor said nothing was known.',
    ],
    [
      'de',
      'Der Brunnen ist vergiftet, sagte ein Bauer.',
      'Der Brunnen ist vergiftet, sagte ein Bauer. Der Bürgermeister sagte, er prüfe das.',
    ],
    [
      'es',
      'El campesino dijo, el pozo está envenenado.',
      'El campesino dijo, el pozo está envenenado. El alcalde dijo, nada se sabe.',
    ],
    ['zh', '农民说，井水有毒。', '农民说，井水有毒。市长说，正在检查。'],
  ])('is found of the one who says it: %s: %s', (language, claim, quote) => {
    expect(verdict(language, claim, quote)).toBe('found');
  });
});

test.each([
  ['en', 'The court upheld the ban on fishing.', 'The court annulled the ban on fishing.'],
  [
    'en',
    'Four ministers attended the ceremony in the palace.',
    'Four ministers boycotted the ceremony in the palace.',
  ],
  [
    'de',
    'Das Gericht hat die Satzung des Vereins bestätigt.',
    'Das Gericht hat die Satzung des Vereins annulliert.',
  ],
  ['es', 'El tribunal avaló el plan de vivienda.', 'El tribunal anuló el plan de vivienda.'],
  ['fr', 'La cour a validé le plan de logement.', 'La cour a annulé le plan de logement.'],
  ['zh', '主队击败客队。', '主队不敌客队。'],
  ['ar', 'أبطلت المحكمة قانون الصيد.', 'أيدت المحكمة قانون الصيد.'],
])('an opposite is contradicted: %s: %s', (language, claim, quote) => {
  expect(verdict(language, claim, quote)).toBe('contradicted');
});

test('what something amounts to is no rise', () => {
  const claim = 'Le budget du port, réduit, est de 3 millions d’euros.';
  expect(verdict('fr', claim, 'Le budget du port s’élève à 3 millions d’euros.')).toBe('to be read');
});
