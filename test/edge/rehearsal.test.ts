import { expect, test, vi } from 'vitest';
import { app } from '../../src/app.ts';
import { values } from '../../src/edge/finished.ts';
import { rehearse } from '../../src/edge/rehearsal.ts';
import type { Env } from '../../src/env.ts';

test('an isolate answers a feed and its 304 before the first request, and keeps nothing of it', async () => {
  const errors = vi.spyOn(console, 'error');
  const answers: (Response | Promise<Response>)[] = [];
  rehearse((request, env) => answers.push(app.fetch(request, env as Env)));
  // Not promises: nothing that takes time may be left at the start.
  const said = answers.map((answer) => (answer instanceof Response ? answer : undefined));
  expect(said.map((answer) => [answer?.status, answer?.headers.get('Content-Encoding')])).toEqual([
    [200, 'gzip'],
    [304, null],
  ]);
  expect(values.fresh('edition:all', Date.now(), 1)).toBeUndefined();
  expect(errors).not.toHaveBeenCalled();
});
