import { expect, test } from 'vitest';
import { groundClaim } from '../../../../../src/site/story/grounding/ground.ts';

const verdictOf = (claim: [string, string | null], quote: [string, string | null]) =>
  groundClaim({ text: claim[0], language: claim[1] }, [{ text: quote[0], language: quote[1] }]).verdict;

test.each<[[string, string | null], [string, string | null], string]>([
  [['Officials met the IETF.', 'en'], ['Officials met the IETF.', null], 'found'],
  [['Officials met the IETF.', null], ['Officials met the IETF.', 'en'], 'found'],
  [['Officials met the IETF in 2025.', 'en'], ['2025年，他们会见了IETF。', null], 'to be read'],
  [['It grew by 3.5 million.', 'en'], ['增长了350万。', null], 'to be read'],
  [
    ['外交部發言人毛寧說，這是問題。', 'zh-Hant'],
    ['外交部发言人毛宁说，这是问题。', 'zh-Hans'],
    'to be read',
  ],
  [['外交部发言人毛宁说，这是问题。', 'zh-CN'], ['外交部发言人毛宁说，这是问题。', 'zh'], 'found'],
  [['Officials met the IETF.', 'en'], ['Beamte trafen die IETF.', 'de'], 'to be read'],
])('names of %j and %j are compared if language and script are the same', (claim, quote, verdict) => {
  expect(verdictOf(claim, quote)).toBe(verdict);
});
