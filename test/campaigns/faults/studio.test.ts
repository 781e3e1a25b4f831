import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildWorker, openRuntime } from './runtime.ts';

/** Milliseconds in which a card is drawn, whatever else the machine does. */
const PATIENCE = 20_000;

test('a Studio that ends while it makes ready keeps no later one from drawing', async () => {
  const runtime = await openRuntime({
    folder: await buildWorker(),
    host: 'test/campaigns/faults/host/ending.ts',
  });
  const draw = async () => {
    const response = await fetch(runtime.url, { signal: AbortSignal.timeout(PATIENCE) });
    return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
  };
  const first = await draw();
  assert.equal(first.status, 500);
  assert.match(first.body.toString(), /ended by the test/);
  for (let time = 0; time < 2; time++) {
    const { status, body } = await draw();
    assert.equal(status, 200, body.toString());
    assert.equal(body.subarray(1, 4).toString(), 'PNG');
  }
  await runtime.stop();
});
