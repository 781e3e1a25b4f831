import { describe, expect, test } from 'vitest';
import { groundClaim } from '../../../../../src/site/story/grounding/ground.ts';

const verdict = (language: string, claim: string, quote: string) =>
  groundClaim({ text: claim, language }, [{ text: quote, language }]).verdict;

describe('a superlative is not found', () => {
  test.each([
    [
      'en',
      'Lake Turva is the deepest lake in the country.',
      'Lake Turva is the second deepest lake in the country.',
    ],
    ['en', 'It is the oldest theatre in the city.', 'It is one of the oldest theatres in the city.'],
    [
      'en',
      'The bank is the largest lender in Kenya.',
      'The bank is the largest lender in Kenya after Equity.',
    ],
    ['en', 'Wheat prices hit their highest level.', 'Wheat prices hit their highest level since 2012.'],
    ['de', 'Die Brücke ist die längste des Landes.', 'Die Brücke ist die drittlängste des Landes.'],
    ['de', 'Das Museum ist das älteste der Stadt.', 'Das Museum ist eines der ältesten der Stadt.'],
    ['de', 'Die Bank ist die größte des Landes.', 'Die Bank ist hinter der Sparkasse die größte des Landes.'],
    [
      'de',
      'Die Preise sind so hoch wie nie: der höchste Stand.',
      'Die Preise sind so hoch wie nie: der höchste Stand seit 2012.',
    ],
    ['es', 'El puente es el más largo del país.', 'El puente es el segundo más largo del país.'],
    ['es', 'El museo es el mayor de la ciudad.', 'El museo es uno de los mayores de la ciudad.'],
    ['es', 'El banco es el mayor del país.', 'El banco es el mayor del país tras el estatal.'],
    ['fr', 'Le pont est le plus long du pays.', 'Le pont est le troisième plus long du pays.'],
    ['fr', 'Le musée est le plus ancien de la ville.', 'Le musée est l’un des plus anciens de la ville.'],
    ['fr', 'La banque est la première du pays.', 'La banque est la première du pays derrière l’État.'],
    ['zh', '这座桥是全国最长的桥。', '这座桥是全国最长的桥之一。'],
    ['zh', '这家银行是全国最大的银行。', '这家银行是仅次于工行的全国最大的银行。'],
    ['ar', 'الجسر أطول جسر في البلاد.', 'الجسر ثالث أطول جسر في البلاد.'],
    ['ar', 'المتحف أقدم متحف في المدينة.', 'المتحف من أقدم متحف في المدينة.'],
    ['ar', 'سجلت الأسعار أعلى مستوى.', 'سجلت الأسعار أعلى مستوى منذ عام 2012.'],
  ])('%s: %s', (language, claim, quote) => {
    expect(verdict(language, claim, quote)).toBe('to be read');
  });
});

test.each([
  ['en', 'It is one of the oldest theatres in the city.', 'It is one of the oldest theatres in the city.'],
  ['en', 'Lake Turva is the second deepest lake.', 'Lake Turva is the second deepest lake in the country.'],
  ['de', 'Die Preise haben den höchsten Stand seit 2012.', 'Die Preise haben den höchsten Stand seit 2012.'],
  ['es', 'El puente es el segundo más largo del país.', 'El puente es el segundo más largo del país.'],
  ['fr', 'Le musée est l’un des plus anciens.', 'Le musée est l’un des plus anciens de la ville.'],
  ['zh', '这座桥是全国最长的桥之一。', '这座桥是全国最长的桥之一，全长三公里。'],
  ['ar', 'الجسر ثالث أطول جسر في البلاد.', 'الجسر ثالث أطول جسر في البلاد.'],
])('a rank that both sides state is found: %s %s', (language, claim, quote) => {
  expect(verdict(language, claim, quote)).toBe('found');
});
