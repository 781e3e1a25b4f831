import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('an export of 100 MB is read in a heap of 48 MB', async () => {
  const script = fileURLToPath(new URL('./big-export.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=48', script, '100']);
  const { posts, characters, losses } = JSON.parse(stdout);
  expect([posts, losses]).toEqual([4571, 0]);
  // More than the heap could hold.
  expect(characters).toBeGreaterThan(90_000_000);
});
