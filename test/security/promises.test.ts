import { expect, test } from 'vitest';
import security from '../../SECURITY.md?raw';

// SECURITY.md links to the files of tests that prove what it says; test/links.test.ts holds that each exists.

const [, table = ''] = security.split('|---|---|---|---|\n');
const threats = (table.split('\n\n', 1)[0] ?? '').trim().split('\n');

test('every threat has a defence and a file of tests', () => {
  expect(threats.length).toBeGreaterThan(50);
  for (const threat of threats) {
    const [, who, stops, _does, proved = ''] = threat.split(/\s*\|\s*/);
    expect(who && stops, threat).toBeTruthy();
    expect(proved, who).toMatch(/^\[[^\]]+\]\(test\/[\w/-]+\.test\.ts\)/);
  }
});
