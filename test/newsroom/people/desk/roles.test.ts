import { expect, test } from 'vitest';
import guide from '../../../../docs/newsroom.md?raw';
import { ROLES } from '../../../../src/newsroom/people/desk/roles.ts';

test('docs/newsroom.md has a column for each role', () => {
  expect(guide).toContain(`\n| | ${ROLES.join(' | ')} |\n`);
});
