import { describe, expect, test } from 'vitest';
import { FIXTURES } from '../../../campaigns/watch/fixtures.ts';
import { measure } from '../../../campaigns/watch/measure.ts';
import writtenReport from '../../../campaigns/watch/report.md?raw';
import {
  JUDGED,
  LEAST_PRECISION,
  makeReport,
  precision,
  servedShares,
} from '../../../campaigns/watch/report.ts';
import figures from '../../../campaigns/watch/served/figures.json';

const results = await measure(FIXTURES);

describe('the watch’s campaign', () => {
  test.each(JUDGED)('"%s" is right in at least 98 of 100 cases, in each half of the pages', (kind) => {
    for (const set of ['tuned', 'frozen']) {
      const half = results.filter(({ fixture }) => fixture.set === set);
      expect(precision(half, kind)).toBeGreaterThanOrEqual(LEAST_PRECISION);
    }
  });

  test('is right of pages of others: 95 of 100 times that they changed, 99 that they moved, always that they are gone', () => {
    expect(servedShares(figures.now, 'changed').precision).toBeGreaterThanOrEqual(0.95);
    expect(servedShares(figures.now, 'moved').precision).toBeGreaterThanOrEqual(0.99);
    expect(servedShares(figures.now, 'gone').precision).toBe(1);
  });

  test('has pages of each kind in six languages, soft 404s and walls of cookies among them', () => {
    expect(FIXTURES.length).toBeGreaterThanOrEqual(200);
    const count = (pattern: RegExp) => FIXTURES.filter(({ name }) => pattern.test(name)).length;
    expect(count(/a missing page with status 200/)).toBeGreaterThanOrEqual(30);
    expect(count(/wall of cookies/)).toBeGreaterThanOrEqual(40);
  });

  test('is what the report says', () => {
    expect(writtenReport).toBe(makeReport(results, figures));
  });

  test('gives the same verdicts again', async () => {
    expect(await measure(FIXTURES)).toEqual(results);
  });
});
