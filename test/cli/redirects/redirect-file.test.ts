import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { formatRedirects, readRedirectFile } from '../../../src/newsroom/redirects/cli/redirect-file.ts';

const folder = await mkdtemp(join(tmpdir(), 'redirects-'));
after(() => rm(folder, { recursive: true }));

async function readText(text: string | Uint8Array) {
  const file = join(folder, 'old.csv');
  await writeFile(file, text);
  return readRedirectFile(file, 'old.csv');
}

const A = { from: '/a', to: '/stories/a' };

describe('a file of redirects', () => {
  test('is read as CSV, with a header or without, and as lines of JSON', async () => {
    assert.deepEqual(await readText('from,to\n/a,/stories/a\n'), [{ line: 2, ...A }]);
    assert.deepEqual(await readText('\uFEFFFrom , To\r\n\r\n/a,/stories/a\r\n'), [{ line: 3, ...A }]);
    assert.deepEqual(await readText('/a,/stories/a'), [{ line: 1, ...A }]);
    assert.deepEqual(await readText('"/a, ""b""",/stories/a\n'), [
      { line: 1, from: '/a, "b"', to: '/stories/a' },
    ]);
    assert.deepEqual(await readText('\uFEFF{"from":"/a","to":"/stories/a"}\n\n'), [{ line: 1, ...A }]);
  });

  test('is what an export of redirects writes', async () => {
    const redirects = [A, { from: '/经济, "x"', to: 'https://x.example/?a=1,2' }];
    const read = await readText(formatRedirects(redirects));
    assert.deepEqual(
      read.map(({ from, to }) => ({ from, to })),
      redirects,
    );
  });

  test('is refused with every line that is wrong, and nothing of it is sent', async () => {
    await assert.rejects(readText('/a,/b\n/c\n/d,\n/e,/f,/g\n'), {
      message: `Problems found:

old.csv, line 2: must have two columns, the old address and where it leads, but has one.
old.csv, line 3: must have two columns, the old address and where it leads, but one is empty.
old.csv, line 4: must have two columns, the old address and where it leads, but has 3.

Fix these and try again.`,
    });
    await assert.rejects(readText('{"from":"/a"}\n{\n'), {
      message: /line 1: must be \{"from":"\/old","to":"\/new"\}\.\nold\.csv, line 2: is not JSON\./,
    });
    await assert.rejects(readText('"/a,/b\n'), { message: /old\.csv, line \d+: is not CSV: / });
    await assert.rejects(readText('from,to\n'), { message: /old\.csv: has no redirects\./ });
    await assert.rejects(readText('x\n'.repeat(1000)), { message: /And 980 more in old\.csv\./ });
  });

  test('with escape sequences of a terminal is quoted without them', async () => {
    await assert.rejects(
      readText('{"from":"\u001b[2J"}'),
      (error: Error) => !error.message.includes('\u001b'),
    );
  });
});
