import { expect, test } from 'vitest';
import { toRevertedRecord } from '../../../../src/site/story/history/revert.ts';
import { aStory } from '../../../samples.ts';

const correction = (text: string, datePublished: string) => ({ text, datePublished });
const first = correction('First.', '2026-03-05T10:00:00Z');
const second = correction('Second.', '2026-03-06T10:00:00Z');

const earlier = aStory({ slug: 'old-name', headline: 'Earlier', correction: [first] });
const current = aStory({
  slug: 'new-name',
  formerSlugs: ['old-name'],
  identifier: 'tag:edgewire.example,2026:stories/old-name',
  headline: 'Current',
  dateModified: '2026-03-06T10:00:00Z',
  correction: [second, correction('First.', '2026-03-05T11:00:00+01:00')],
});

test('a reverted record has the earlier text, and the present names, corrections and time of change', () => {
  expect(toRevertedRecord(earlier, current)).toEqual({
    ...earlier,
    slug: 'new-name',
    formerSlugs: ['old-name'],
    identifier: current.identifier,
    dateModified: '2026-03-06T10:00:00Z',
    correction: [first, second],
  });
});

test('a forced one loses the corrections since then', () => {
  expect(toRevertedRecord(earlier, current, true).correction).toEqual([first]);
});

test('the later time of change stays, whichever record has it', () => {
  const later = { ...earlier, dateModified: '2026-03-07T10:00:00+02:00' };
  expect(toRevertedRecord(later, current).dateModified).toBe('2026-03-07T10:00:00+02:00');
});
