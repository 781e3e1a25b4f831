import { expect, test } from 'vitest';
import tokens from '../../../../docs/api.md?raw';
import operators from '../../../../docs/deploying.md?raw';
import editors from '../../../../docs/newsroom.md?raw';
import { ROLES } from '../../../../src/newsroom/people/desk/roles.ts';

test('docs/newsroom.md has a column for each role', () => {
  expect(editors).toContain(`\n| | ${ROLES.join(' | ')} |\n`);
});

test.each(ROLES)('docs/api.md and docs/deploying.md say what %s may do', (role) => {
  for (const guide of [tokens, operators]) expect(guide).toContain(`*${role}*`);
});
