import type { BuiltWorkers } from '../bare.ts';
import { DOCUMENTS } from '../documents.ts';
import { fetchDocument, readerOf } from '../newsroom.ts';
import type { Program } from '../programs.ts';
import type { Results } from '../results.ts';
import { openRuntime } from '../runtime.ts';
import { ask } from '../wire.ts';

/** Counts the KV reads of an isolate's first request and of the next. */
export async function countReads(
  { modules, state }: Program,
  { counting }: BuiltWorkers,
): Promise<Results['reads']> {
  const runtime = await openRuntime([readerOf('reader', [counting, ...modules])], { state });
  try {
    const reads = async () => {
      await fetchDocument(runtime, 'reader', DOCUMENTS.rss);
      const { sent } = await ask(`${runtime.urlOf('reader')}/reads`);
      return Number(new TextDecoder().decode(sent));
    };
    return { cold: await reads(), warm: await reads() };
  } finally {
    await runtime.stop();
  }
}
