import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildWorker, openRuntime } from './runtime.ts';

/** How long drawing a card may take on a busy machine, in milliseconds. */
const DRAWING_TIMEOUT = 20_000;

test('after a Studio was aborted while loading the painter, the next one can draw', async () => {
  const runtime = await openRuntime({
    folder: await buildWorker(),
    host: 'test/campaigns/faults/host/ending.ts',
  });
  const draw = async () => {
    const response = await fetch(runtime.url, { signal: AbortSignal.timeout(DRAWING_TIMEOUT) });
    return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
  };
  const first = await draw();
  assert.equal(first.status, 500);
  assert.match(first.body.toString(), /aborted by the test/);
  for (let time = 0; time < 2; time++) {
    const { status, body } = await draw();
    assert.equal(status, 200, body.toString());
    assert.equal(body.subarray(1, 4).toString(), 'PNG');
  }
  await runtime.stop();
});
