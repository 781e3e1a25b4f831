import type { Desk } from '../desk/desk.ts';
import type { Refusal } from '../desk/ledger/change-result.ts';
import type { Revision } from '../desk/ledger/revisions.ts';
import { EXPORT_START } from '../desk/transfer/export.ts';
import { exportedSchema, historySchema, parseExportLine } from '../desk/transfer/export-line.ts';
import { makeStorableArticle, recordSizeFaults } from '../edition/storable-article.ts';
import type { LogEvent } from '../lib/log.ts';
import { type Fault, limitFaults } from '../story/parse/fault.ts';
import { bodyFaults, parseStoryJson } from '../story/parse/parse.ts';
import { readLines } from './body.ts';

// Stories by the line: NDJSON in, NDJSON out, streamed, so that any number of them takes little memory.

/** What became of one line. */
export interface ImportResult {
  line: number;
  ok: boolean;
  slug?: string;
  revision?: number;
  status?: string;
  changed?: boolean;
  /** That it was no story, but earlier revisions of one. */
  history?: true;
  /** Why it was refused, and what to do. */
  detail?: string;
  faults?: Fault[];
  current?: Refusal['current'];
}

const refuseLine = (faults: Fault[], detail = 'The story is not right. Correct it and send it again.') => ({
  ok: false,
  detail,
  faults: limitFaults(faults),
});

/** What is wrong with the first record that no row can hold. */
const firstUnstorable = (revisions: readonly Pick<Revision, 'record'>[]): Fault[] | undefined =>
  revisions.map(({ record }) => recordSizeFaults(record)).find(({ length }) => length > 0);

async function importLine(
  text: string,
  desk: DurableObjectStub<Desk>,
  options: { who: string; isReplacing: boolean },
): Promise<Omit<ImportResult, 'line'>> {
  const kind = /^\s*\{\s*"(exported|history)"/.exec(text)?.[1] as 'exported' | 'history' | undefined;
  if (kind === 'history') {
    const parsed = parseExportLine(text, kind, historySchema);
    if (!parsed.ok) return refuseLine(parsed.faults, 'The history of a story is not right.');
    const { history } = parsed.value;
    const faults = firstUnstorable(history.revisions);
    if (faults) return refuseLine(faults);
    return { ...resultOfChange(await desk.importHistory(history, Date.now())), history: true };
  }
  if (kind === 'exported') {
    const parsed = parseExportLine(text, kind, exportedSchema);
    if (!parsed.ok) return refuseLine(parsed.faults, 'The exported story is not right.');
    const { exported } = parsed.value;
    const { record: latest } = exported.revisions.at(-1) as Revision;
    // Nobody is shown an earlier text, which may be as the rules of its time let it be.
    const faults = firstUnstorable(exported.revisions) ?? bodyFaults(latest.articleBody);
    if (faults.length > 0) return refuseLine(faults);
    const made = makeStorableArticle(latest, '');
    if (!made.ok) return refuseLine(made.faults);
    return resultOfChange(await desk.importStory(exported, Date.now()));
  }
  const parsed = parseStoryJson(text);
  if (!parsed.ok) return refuseLine(parsed.faults);
  const made = makeStorableArticle(parsed.value, '');
  if (!made.ok) return refuseLine(made.faults);
  const { rendering } = made.value;
  const expected = options.isReplacing ? 'any' : 'unstated';
  return resultOfChange(
    await desk.save(parsed.value, rendering, { expected, who: options.who, now: Date.now() }),
  );
}

type Answer = Awaited<ReturnType<Desk['save']>>;

function resultOfChange(result: Answer): Omit<ImportResult, 'line'> {
  if (!result.ok) {
    const { detail, current } = result;
    return { ok: false, detail, ...(current ? { current } : {}) };
  }
  const { slug, revision, status, changed } = result;
  return { ok: true, slug, revision, status, changed };
}

/** Publishes a story a line, and gives a result a line, in the same order. A bad line is refused alone. */
export function importStories(
  body: ReadableStream<Uint8Array>,
  desk: DurableObjectStub<Desk>,
  options: { who: string; isReplacing: boolean; log: (event: LogEvent) => void },
): ReadableStream<Uint8Array> {
  const lines = readLines(body);
  const encoder = new TextEncoder();
  let line = 0;
  const attempt = async (text: string, number: number): Promise<Omit<ImportResult, 'line'>> => {
    try {
      return await importLine(text, desk, options);
    } catch (error) {
      options.log({ event: 'import-failed', line: number, error: String(error) });
      return {
        ok: false,
        detail: 'The line could not be processed; the fault is on this side. Send it again.',
      };
    }
  };
  return new ReadableStream({
    async pull(controller) {
      for (;;) {
        const { done, value } = await lines.next();
        if (done) return controller.close();
        line++;
        if ('text' in value && value.text.trim() === '') continue;
        const result =
          'fault' in value ? { ok: false, detail: value.fault } : await attempt(value.text, line);
        return controller.enqueue(encoder.encode(`${JSON.stringify({ line, ...result })}\n`));
      }
    },
  });
}

/** Every story with its revisions, in the order in which they came here. */
export function exportStories(desk: DurableObjectStub<Desk>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let place = EXPORT_START;
  return new ReadableStream({
    async pull(controller) {
      const page = await desk.exportPage(place);
      if (!page) return controller.close();
      place = page.next;
      controller.enqueue(encoder.encode(page.text));
    },
  });
}
