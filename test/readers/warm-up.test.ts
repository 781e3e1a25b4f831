import { expect, test, vi } from 'vitest';
import { app } from '../../src/app.ts';
import type { Env } from '../../src/platform/env.ts';
import { kvCache } from '../../src/readers/respond.ts';
import { warmUp } from '../../src/readers/warm-up.ts';

test('an isolate answers HEAD and conditional GETs of a feed and a page before the first request, and caches nothing', async () => {
  const errors = vi.spyOn(console, 'error');
  const answers: (Response | Promise<Response>)[] = [];
  warmUp((request, env) => answers.push(app.fetch(request, env as Env)));
  const said = await Promise.all(answers);
  // The runtime does not allow a response with a body at start-up.
  expect(said.map(({ status, body, headers }) => [status, body, headers.get('Content-Encoding')])).toEqual([
    [200, null, 'gzip'],
    [304, null, null],
    [200, null, 'gzip'],
    [304, null, null],
  ]);
  for (const key of ['edition:all', 'story:a']) expect(kvCache.getFresh(key, Date.now(), 1)).toBeUndefined();
  expect(errors).not.toHaveBeenCalled();
});
