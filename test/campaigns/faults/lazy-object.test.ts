import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildWorker, openRuntime } from './runtime.ts';

test('a lazy object recovers if its module fails to load or its constructor throws', async () => {
  const runtime = await openRuntime({
    folder: await buildWorker(),
    host: 'test/campaigns/faults/host/failing.ts',
  });
  const ask = async (path: string) => {
    const response = await fetch(`${runtime.url}${path}`);
    return `${response.status} ${await response.text()}`;
  };
  assert.match(await ask('/'), /^500 .*loading failed/);
  assert.match(await ask('/'), /^500 .*constructor failed/);
  assert.equal(await ask('/'), '200 Hello you');
  assert.match(await ask('/refuse'), /^500 RangeError: refused/);
  assert.equal(await ask('/'), '200 Hello you');
  await runtime.stop();
});
