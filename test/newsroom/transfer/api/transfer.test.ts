import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { app } from '../../../../src/app.ts';
import { call, desk, drain, nothingChanged, reopen } from '../../../newsroom.ts';
import { aStory } from '../../../samples.ts';

beforeEach(() => reopen());

describe('an import by line', () => {
  test('has a result for each line, and refuses a bad one alone', async () => {
    const lines = [
      JSON.stringify(aStory({ slug: 'one' })),
      '{"slug":',
      '',
      JSON.stringify({ slug: 'three' }),
      JSON.stringify(aStory({ slug: 'four' })),
      JSON.stringify(aStory({ slug: 'one', headline: 'Another' })),
      `"${'x'.repeat(2_100_000)}"`,
      JSON.stringify(aStory({ slug: 'five' })),
    ];
    const response = await call('POST', '/stories', lines.join('\r\n'));
    expect(response.headers.get('Content-Type')).toBe('application/x-ndjson');
    const results = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(results.map(({ line, ok, slug }) => [line, ok, slug])).toEqual([
      [1, true, 'one'],
      [2, false, undefined],
      [4, false, undefined],
      [5, true, 'four'],
      [6, false, undefined],
      [7, false, undefined],
      [8, true, 'five'],
    ]);
    expect(results[2].faults.map(({ field }: { field: string }) => field)).toContain('headline');
    expect(results[3 + 1].current).toMatchObject({ revision: 1 });
    expect((await desk().status(Date.now())).stories.published).toBe(3);
  });

  test.each(['\n\n', '\r\n\r\n\r\n'])('skips empty lines (%j) at either end', async (empty) => {
    const line = JSON.stringify(aStory({ slug: 'one' }));
    const text = await (await call('POST', '/stories', `${empty}${line}${empty}\n`)).text();
    expect(
      text
        .trim()
        .split('\n')
        .map((each) => JSON.parse(each)),
    ).toMatchObject([{ ok: true, slug: 'one' }]);
  });

  test('refuses a line that is not UTF-8 or not a valid export', async () => {
    const encoder = new TextEncoder();
    const [before, after] = JSON.stringify(aStory({ headline: 'A?B' }))
      .split('?')
      .map((part) => encoder.encode(part));
    const body = new Blob([
      before ?? '',
      new Uint8Array([0xff]),
      after ?? '',
      '\n{"exported": nonsense\n{"exported":{}}\n',
    ]);
    const context = createExecutionContext();
    const headers = { Authorization: 'Bearer ann-token', 'Content-Type': 'application/x-ndjson' };
    const request = new Request('https://any.host/api/stories', {
      method: 'POST',
      headers,
      body: body.stream(),
    });
    const text = new TextDecoder().decode(await (await app.fetch(request, env, context)).arrayBuffer());
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { detail: expect.stringContaining('UTF-8') },
      {
        detail: 'The exported story is invalid.',
        faults: [{ rule: expect.stringContaining('must be JSON: ') }],
      },
      { detail: 'The exported story is invalid.' },
    ]);
    await nothingChanged();
  });

  test('writes nothing if nothing has changed', async () => {
    const lines = Array.from({ length: 30 }, (_, n) => JSON.stringify(aStory({ slug: `s-${n}` }))).join('\n');
    await (await call('POST', '/stories', lines)).text();
    await drain();
    const results = (await (await call('POST', '/stories', lines)).text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(results.every(({ ok, changed }) => ok && !changed)).toBe(true);
    expect((await desk().status(Date.now())).outbox.depth).toBe(0);
  });

  test('replaces stories if replace=true', async () => {
    await call('PUT', '/stories/one', aStory({ slug: 'one' }));
    const line = JSON.stringify(aStory({ slug: 'one', headline: 'Another' }));
    const [result] = (await (await call('POST', '/stories?replace=true', line)).text())
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(result).toMatchObject({ ok: true, revision: 2, changed: true });
  });
});
