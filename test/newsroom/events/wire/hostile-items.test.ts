import { afterEach, expect, test } from 'vitest';
import { EVENT_MS, EventIndex } from '../../../../src/newsroom/events/wire/event-index.ts';
import { featuresOf } from '../../../../src/newsroom/events/wire/features.ts';

const { get } = Map.prototype;

afterEach(() => {
  Map.prototype.get = get;
});

/** Places items of these titles, all within 72 hours, and counts how often the index looks something up, which needs no clock. */
function placeAll(count: number, titleOf: (number: number) => string): { lookUps: number; events: number } {
  let lookUps = 0;
  Map.prototype.get = function (key) {
    lookUps++;
    return get.call(this, key);
  };
  const index = new EventIndex();
  const events = new Set<number>();
  for (let item = 1; item <= count; item++) {
    const features = featuresOf(titleOf(item), '');
    const at = item * 1_000;
    const { event, merged } = index.place(features, at, item);
    for (const gone of merged) index.merge(gone, event);
    index.add({ ...features, item, event, at });
    events.add(event);
  }
  Map.prototype.get = get;
  expect(count * 1_000).toBeLessThan(EVENT_MS);
  return { lookUps, events: events.size };
}

const word = (number: number) => `w${number.toString(36)}x`;

test.each<[number, string, (number: number) => string]>([
  [10_000, 'equal titles', () => 'Ferry with 214 aboard runs aground off Port Selwyn in fog'],
  [10_000, 'empty titles', () => ''],
  [2_000, 'giant titles', () => 'giant words of a title '.repeat(500)],
  // Each shares its bands with all others, but has a number that contradicts theirs.
  [
    10_000,
    'one number that differs',
    (number) => `Lottery numbers drawn tonight in the great hall of town: ${number}`,
  ],
  // Each shares a word with all others and is an event of its own.
  [
    8_000,
    'one word in common',
    (number) => `Breaking ${[1, 2, 3, 4, 5, 6].map((each) => word(number * 7 + each)).join(' ')}`,
  ],
])('%i items with %s cost about four times as much as a quarter of them', (count, _name, titleOf) => {
  const [few, many] = [placeAll(count / 4, titleOf), placeAll(count, titleOf)];
  // Comparing all pairs would cost sixteen times as much.
  expect(many.lookUps).toBeLessThan(few.lookUps * 6);
});

test('items without words are each an event', () => {
  expect(placeAll(50, () => '!!!').events).toBe(50);
});
