import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare';
import { bundleForRuntime } from '../../loopback/bundle.ts';

/** Starts a runtime with an index alone. `call` sends it what `host.ts` takes. */
export async function startIndex() {
  const contents = await bundleForRuntime('test/campaigns/search/host.ts');
  const folder = mkdtempSync(join(tmpdir(), 'search-'));
  const runtime = new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      log: new Log(LogLevel.NONE),
      resourcePersistencePath: folder,
      workers: [
        {
          name: 'search',
          modules: [{ type: 'ESModule', path: 'search.js', contents }],
          compatibilityDate: '2026-11-02',
          durableObjects: { SEARCH: { className: 'Search', useSQLite: true } },
        },
      ],
    }),
  );
  await runtime.ready;
  return {
    call: async <Result>(body: object): Promise<{ result: Result }> => {
      const response = await runtime.dispatchFetch('http://search/', {
        method: 'POST',
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(await response.text());
      return { result: (await response.json()) as Result };
    },
    stop: async () => {
      await runtime.dispose();
      rmSync(folder, { recursive: true });
    },
  };
}
