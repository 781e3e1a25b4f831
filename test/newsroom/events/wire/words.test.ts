import { expect, test } from 'vitest';
import { featuresOf } from '../../../../src/newsroom/events/wire/features.ts';
import { bandsOf, jaccard, shinglesOf } from '../../../../src/newsroom/events/wire/min-hash.ts';
import { readWords } from '../../../../src/newsroom/events/wire/words.ts';
import * as fc from '../../../draw.ts';

const terms = (text: string) => readWords(text).map(({ term }) => term);

test.each([
  ['case, accents and endings', 'Contrôleurs aériens', 'controleur AERIEN'],
  ['compatibility forms', 'ﬁnal Ｆｅｒｒｙ', 'final ferry'],
  ['German sharp s', 'Straße', 'STRASSE'],
  ['separators of thousands', '412,000 cars', '412.000 cars'],
  ['decimal commas', '6,1', '6.1'],
  ['Arabic digits', '٣٧', '37'],
  ['Arabic articles and letters', 'الفائدة وبالإضراب', 'فائده اضراب'],
  ['words that say nothing', 'The ferry is in the harbour', 'ferry harbour'],
])('%s make no difference', (_name, a, b) => {
  expect(terms(a)).toEqual(terms(b));
  expect(terms(a)).not.toEqual([]);
});

test('scripts without spaces give pairs of characters', () => {
  expect(terms('台风登陆')).toEqual(['台风', '风登', '登陆']);
});

test.each([
  ['Waldbrände', 'wald brand'],
  ['Bahnstreik', 'bahn strei'],
  ['Bundesregierung', 'bunde regie'],
  ['Fähren', 'fahre'],
  ['Montverre', 'montv'],
])('German compounds are two words: %s', (word, parts) => {
  const german = readWords(word, 'de-AT').map(({ term }) => term);
  expect(german).toEqual(parts.split(' '));
  expect(readWords(word, 'fr')).toHaveLength(1);
});

test('a number is told from a word', () => {
  expect(readWords('Magnitude 6.1 quake')).toContainEqual({ term: '6.1', kind: 'number' });
});

const words = (text: string) => shinglesOf(text.split(' '));
const FERRY =
  'ferry 214 aboard runs aground off port selwyn in fog all passengers brought ashore coast guard said today';
const BRIDGE =
  'council votes on a new bridge over the river teal after a debate of nine hours in the town hall';

test('copies with an edit share most of their 3-grams and a band; other texts share neither', () => {
  const [a, b, c] = [words(FERRY), words(FERRY.replace('runs', 'ran')), words(BRIDGE)];
  expect(jaccard(a, b)).toBeGreaterThan(0.5);
  expect(jaccard(a, c)).toBe(0);
  expect(jaccard(a, a)).toBe(1);
  const bands = new Set(bandsOf(a));
  expect(bandsOf(b).some((key) => bands.has(key))).toBe(true);
  expect(bandsOf(c).some((key) => bands.has(key))).toBe(false);
});

test('a text of fewer than five words is nobody’s copy', () => {
  expect(shinglesOf(['live', 'blog'])).toEqual([]);
  expect(bandsOf([])).toEqual([]);
  expect(jaccard([], [])).toBe(0);
});

test('any text has features within bounds, and the same each time', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 2_000 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
  );
  fc.assert(
    fc.property(texts, texts, (title, summary) => {
      const features = featuresOf(title, summary);
      expect(features.terms.length).toBeLessThanOrEqual(64);
      expect(features.shingles.length).toBeLessThanOrEqual(64);
      expect(features.numbers.length).toBeLessThanOrEqual(32);
      expect(JSON.parse(JSON.stringify(features))).toEqual(features);
      expect(featuresOf(title, summary)).toEqual(features);
    }),
    { numRuns: 30 },
  );
});

test.each([
  ['en', 'ECB raises interest rates', 'European Central Bank puts up borrowing costs'],
  ['de', 'EZB erhöht den Leitzins', 'Die Zinsen der Europäischen Zentralbank steigen'],
  ['fr', 'La BCE relève ses taux', 'La Banque centrale européenne remonte ses taux'],
  ['es', 'El BCE sube los tipos', 'El Banco Central Europeo encarece el crédito'],
  ['zh', '欧央行加息', '欧洲中央银行两年来首次加息'],
  ['ar', 'المركزي الأوروبي يرفع الفائدة', 'قرر البنك المركزي الأوروبي رفع الفائدة'],
])('an acronym and the full name are one term: %s', (language, acronym, name) => {
  for (const title of [acronym, name]) {
    expect(featuresOf(title, '', language).terms.map(([term]) => term)).toContain('ecb');
  }
});
