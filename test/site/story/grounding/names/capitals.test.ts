import { expect, test } from 'vitest';
import { groundClaim } from '../../../../../src/site/story/grounding/ground.ts';

const namesIn = (text: string, language: string) =>
  groundClaim({ text, language }, [{ text: '…', language }])
    .findings.filter(({ kind }) => kind === 'name')
    .map(({ text }) => text);

test.each([
  ['Revenue rose.', 'en'],
  ['Turnout fell.', 'en'],
  ['It was the CEO who said so.', 'en'],
  ['Der Bahn-Tarifstreit geht weiter.', 'de'],
  ['PROFIT AT CARMAKER RISES ON SALES IN EUROPE', 'en'],
  ['Generic Competition Cuts Quarterly Profit by Half', 'en'],
  ['Ayer, la Policía detuvo a sospechosos.', 'es'],
  ["Hier, le Parlement et l'Opposition ont voté.", 'fr'],
])('a common noun is no name: %s', (text, language) => {
  expect(namesIn(text, language)).toEqual([]);
});

test.each([
  ['Toyota rose.', 'en', ['Toyota']],
  ['Rheinland-Pfalz hat gewählt.', 'de', ['Rheinland-Pfalz']],
  ['In Rheinland-Pfalz wurde gewählt.', 'de', ['Rheinland-Pfalz']],
  ['Okafor believes in it.', 'en', ['Okafor']],
  ['Generic Competition Cuts Pfizer’s Quarterly Profit', 'en', ['Pfizer']],
  ['Lindqvist, a consultant, agreed.', 'en', ['Lindqvist']],
  ['Rostock verwandelte den Elfmeter.', 'de', ['Rostock']],
  ['Llovió en Cali (Tarija).', 'es', ['Cali', 'Tarija']],
  ['Le taux baisse ; Banque mondiale et État discutent.', 'fr', ['Banque', 'État']],
])('a name in the same place is one: %s', (text, language, names) => {
  expect(namesIn(text, language)).toEqual(names);
});

test.each([
  ['en', 'Friday, the City Council met.'],
  ['es', 'Ayer se reunió el Pleno.'],
  ['fr', 'Hier, la Direction a refusé, comme la Loi le prévoit.'],
])('%s: what every town or firm has is no name: %s', (language, text) => {
  const { findings } = groundClaim({ text, language }, [{ text: '…', language }]);
  expect(findings.filter(({ kind }) => kind === 'name')).toEqual([]);
});
