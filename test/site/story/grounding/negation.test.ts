import { expect, test } from 'vitest';
import type { Result } from '../../../../src/site/story/grounding/finding.ts';
import { groundClaim } from '../../../../src/site/story/grounding/ground.ts';

const negations = (claim: string, quote: string, language: string) =>
  groundClaim({ text: claim, language }, [{ text: quote, language }])
    .findings.filter(({ kind }) => kind === 'negation')
    .map(({ text, result }) => [text, result]);

test.each<[string, string, string, [string, Result][]]>([
  ['en', 'The bank will not raise rates.', 'The bank said it won’t raise rates.', [['not', 'found']]],
  ['en', 'The bank will not raise rates.', 'The bank refused to raise rates.', [['not', 'to be read']]],
  ['en', 'The bank will raise rates.', 'The bank said it won’t raise rates.', [['raise', 'contradicted']]],
  ['en', 'It raised rates.', 'Not only did it raise rates; No. 5 did not.', []],
  ['en', 'It raised rates to 5%.', 'It raised rates to 5%. It did not say why.', []],
  [
    'fr',
    'On ne signale pas de victimes.',
    'On ne signale ni victimes ni dégâts.',
    [['ne signale pas', 'found']],
  ],
  [
    'fr',
    'On signale des victimes.',
    'On ne signale ni victimes ni dégâts.',
    [
      ['signale', 'contradicted'],
      ['victimes', 'to be read'],
    ],
  ],
  [
    'fr',
    'Personne n’a revendiqué l’attaque.',
    'L’attaque n’a pas été revendiquée.',
    [['Personne n', 'found']],
  ],
  ['de', 'Die Bank erhöht die Zinsen nicht.', 'Die Bank erhöht die Zinsen.', [['nicht', 'contradicted']]],
  ['es', 'El banco no sube los tipos.', 'El banco nunca sube los tipos.', [['no', 'found']]],
  ['zh', '公司尚未公布价格。', '公司公布价格。', [['尚未', 'contradicted']]],
  ['zh', '公司公布价格。', '公司目前尚未公布价格、日期。', [['公布', 'to be read']]],
  ['ar', 'لم يوقع البلدان الاتفاق.', 'لم يوقع البلدان على الاتفاق.', [['لم', 'found']]],
  ['sw', 'Benki haitaongeza.', 'Benki itaongeza.', []],
])('in %s, of “%s” against “%s”', (language, claim, quote, expected) => {
  expect(negations(claim, quote, language)).toEqual(expected);
});
