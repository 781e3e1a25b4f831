import { runInDurableObject } from 'cloudflare:test';
import { beforeAll } from 'vitest';
import { desk, reopen } from './newsroom.ts';

// The files of the project `workers` share one runtime, with the modules of the program. Each file begins with empty KV, R2 and Durable
// Objects. vitest runs this before each file; what it changes in the runtime, it changes once.

/** Ten years. */
const POSTPONEMENT = 10 * 365 * 86_400_000;

/** Has no alarm go off by itself, in the middle of a test: a test runs the alarm, and sees the time for which it was set. */
function postponeAlarms(prototype: DurableObjectStorage & { arePostponed?: boolean }): void {
  if (prototype.arePostponed) return;
  prototype.arePostponed = true;
  const { getAlarm, setAlarm } = prototype;
  prototype.setAlarm = function (time, options) {
    return setAlarm.call(this, Number(time) + POSTPONEMENT, options);
  };
  prototype.getAlarm = async function (options) {
    const time = await getAlarm.call(this, options);
    return time === null ? null : time - POSTPONEMENT;
  };
}

interface ModuleRunner {
  import: (id: string) => Promise<unknown>;
}

/**
 * Imports src/worker.ts once. The plugin does so for every call of the Worker or of a Durable Object, and vitest asks its main process
 * each time where that file is; an object that a test aborts would wait for the answer for ever, which fails the run at its end.
 */
function importWorkerOnce(runner: ModuleRunner): void {
  if (Object.hasOwn(runner, 'import')) return;
  const load = runner.import.bind(runner);
  let worker: unknown;
  runner.import = async (id) => {
    if (!id.endsWith('/src/worker.ts')) return load(id);
    worker ??= await load(id);
    return worker;
  };
}

beforeAll(async () => {
  const { __vitest_mocker__ } = globalThis as unknown as {
    __vitest_mocker__: { moduleRunner: ModuleRunner };
  };
  importWorkerOnce(__vitest_mocker__.moduleRunner);
  await runInDurableObject(desk(), (_desk: unknown, { storage }) =>
    postponeAlarms(Object.getPrototypeOf(storage)),
  );
  await reopen();
});
