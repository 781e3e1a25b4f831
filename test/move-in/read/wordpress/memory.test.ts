import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('an export whose texts take 110 MB is read in a heap of 64 MB', async () => {
  const script = fileURLToPath(new URL('./big-export.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=64', script, '60']);
  const { posts, characters, losses } = JSON.parse(stdout);
  expect([posts, losses]).toEqual([2750, 0]);
  // Two bytes each.
  expect(characters).toBeGreaterThan(55_000_000);
});
