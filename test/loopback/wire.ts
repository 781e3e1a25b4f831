import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare';
import type { FetchedPage, FetchFailure, PageRequest } from '../../src/newsroom/wire/fetching/fetched.ts';
import { temporaryFolder } from '../cli/server.ts';
import { bundleForRuntime } from './bundle.ts';

/** What a wire has fetched: a page, with the length of its body and how it begins; or why there is none. */
export type Reported = (Omit<FetchedPage, 'body'> & { length: number; text: string }) | FetchFailure;

/** The runtime of Workers with a program that fetches pages, each name in an object of its own. */
export interface TestWire {
  /** Fetches a page with the wire of this name, by default for the watch. */
  fetchPage: (wire: string, request: Partial<PageRequest> & { url: string }) => Promise<Reported>;
  restart: () => Promise<void>;
  stop: () => Promise<void>;
}

/** Starts a program of test/loopback/workers in the runtime. It takes about two seconds. */
export async function startWire(siteUrl: string): Promise<TestWire> {
  const contents = await bundleForRuntime('test/loopback/workers/fetching.ts');
  const folder = temporaryFolder();
  const start = () =>
    new Miniflare(
      convertV4MiniflareOptions({
        inspectorPort: 0,
        cf: false,
        log: new Log(LogLevel.NONE),
        resourcePersistencePath: folder,
        workers: [
          {
            name: 'wire',
            modules: [{ type: 'ESModule', path: 'wire.js', contents }],
            // As in wrangler.toml.
            compatibilityDate: '2026-11-02',
            compatibilityFlags: ['no_nodejs_compat_v2', 'no_nodejs_global_timers', 'new_module_registry'],
            bindings: { SITE_URL: siteUrl },
            durableObjects: { WIRE: { className: 'FetchingWire', useSQLite: true } },
          },
        ],
      }),
    );
  let runtime = start();
  await runtime.ready;
  return {
    fetchPage: async (wire, request) => {
      const response = await runtime.dispatchFetch(`http://wire/${encodeURIComponent(wire)}`, {
        method: 'POST',
        body: JSON.stringify({ purpose: 'watch', ...request }),
      });
      if (!response.ok) throw new Error(await response.text());
      return (await response.json()) as Reported;
    },
    restart: async () => {
      await runtime.dispose();
      runtime = start();
      await runtime.ready;
    },
    stop: () => runtime.dispose(),
  };
}
