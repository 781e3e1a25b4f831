import { beforeAll } from 'vitest';
import { emptyStorage } from './storage.ts';

// vitest runs this before each file of the projects `workerd` and `program`. The files share one runtime, with the modules of the program.

beforeAll(emptyStorage);

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

const { __vitest_mocker__ } = globalThis as unknown as { __vitest_mocker__: { moduleRunner: ModuleRunner } };
importWorkerOnce(__vitest_mocker__.moduleRunner);
