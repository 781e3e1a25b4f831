import { bundleWorker } from '../../../../src/cli/worker/bundle.ts';
import { toModules } from '../build.ts';
import { DOCUMENTS } from '../documents.ts';
import { fetchDocument, readerOf } from '../newsroom.ts';
import { profile, sharesOf } from '../profile.ts';
import type { Program } from '../programs.ts';
import type { Results } from '../results.ts';
import { openRuntime } from '../runtime.ts';
import type { Scale } from '../scale.ts';
import { ask } from '../wire.ts';
import { profileRenderers } from './renderers.ts';

/** How many functions of a profile the report shows. */
const SHOWN = 12;

/** Profiles a warm request, a 304, an isolate's first request, and the renderers. Not minified, to keep the names of functions. */
export async function measureProfiles(
  { state }: Program,
  { profiled: times, rendered }: Scale,
): Promise<Results['profiles']> {
  const { files } = await bundleWorker({ minify: false });
  const workers = ['warm', 'unchanged', 'first'].map((name) => readerOf(name, toModules(files)));
  const runtime = await openRuntime(workers, { state, inspector: true });
  const repeat = async (worker: string, headers: Record<string, string> = {}) => {
    for (let time = 0; time < times; time++) await ask(`${runtime.urlOf(worker)}${DOCUMENTS.rss}`, headers);
  };
  try {
    const { headers } = await fetchDocument(runtime, 'warm', DOCUMENTS.rss);
    await fetchDocument(runtime, 'unchanged', DOCUMENTS.rss);
    const work = {
      warm: ['A warm feed', () => repeat('warm')],
      unchanged: ['A 304', () => repeat('unchanged', { 'If-None-Match': headers.etag ?? '' })],
      first: ['The first feed of an isolate', () => fetchDocument(runtime, 'first', DOCUMENTS.rss)],
    } as const;
    const profiles: Results['profiles'] = [];
    for (const [worker, [what, request]] of Object.entries(work))
      profiles.push({ what, shares: sharesOf(await profile(runtime, worker, request), SHOWN) });
    return [...profiles, ...(await profileRenderers(rendered))];
  } finally {
    await runtime.stop();
  }
}
