import { expect, test } from 'vitest';
import { groundClaim } from '../../../../../src/site/story/grounding/ground.ts';
import { isCommonNoun } from '../../../../../src/site/story/grounding/names/german-nouns.ts';

const namesIn = (text: string) =>
  groundClaim({ text, language: 'de' }, [{ text: '…', language: 'de' }])
    .findings.filter(({ kind }) => kind === 'name')
    .map(({ text }) => text);

test.each([
  'Die Meisterschaft holte Bosch mit großem Vorsprung.',
  'Das Programm von Bosch umfasst viele Standorte.',
  'Mit Abstand siegte gestern Bosch im letzten Spiel.',
])('a noun that ends as no common noun does is a name, wherever it stands: %s', (text) => {
  expect(namesIn(text)).toEqual(['Bosch']);
});

test.each([
  'Zum Jahresauftakt sank der Umsatz.',
  'Das Gift floss in den Bach.',
  'Grund ist ihr Umzug.',
  'Die Polizei sicherte das Fallobst und einen Pflug.',
  'Über die Vorlagen wurde abgestimmt.',
  'Unter dem Strich blieb ein Gewinn.',
  'Ein Polizeiauto stieß mit einem Lastwagen zusammen.',
  'Nach Angaben der Behörden wurde das Erbgut im Labor untersucht.',
])('a common noun is no name: %s', (text) => {
  expect(namesIn(text)).toEqual([]);
});

test('a compound is named by its last part, but a place is not by Berg or Tal', () => {
  expect(['streifenwagen', 'gesamtschaden', 'jahresauftakten', 'berg'].map(isCommonNoun)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(['rostock', 'bamberg', 'wuppertal', 'siemens', 'weidmann'].map(isCommonNoun)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});

test.each(['Marathon', 'Medizin', 'Veto', 'Großstadt', 'Staatsstreich', 'Grippe', 'Stadt'])(
  'a common noun is no name: %s',
  (noun) => {
    expect(namesIn(`Gestern sprachen sie von ${noun} und Arbeit.`)).toEqual([]);
  },
);

test.each(['Siemens', 'Wiesbaden', 'Texas'])('a name that ends as plurals do: %s', (name) => {
  expect(namesIn(`Der Streit mit ${name} dauert an.`)).toEqual([name]);
});
