import { expect, test } from 'vitest';
import { groundClaim } from '../../../../../src/site/story/grounding/ground.ts';

test.each([
  ['le XXIe siècle', 'fr', 'the 21st century', true],
  ['el siglo XIX', 'es', 'the 19th century', true],
  ['el siglo XIX', 'es', 'the 18th century', false],
])('%s (%s) and %s are the same century: %s', (claim, language, quote, found) => {
  const { findings } = groundClaim({ text: claim, language }, [{ text: quote, language: 'en' }]);
  expect(
    findings.filter(({ kind }) => kind === 'number').map((finding) => finding.result === 'found'),
  ).toEqual([found]);
});
