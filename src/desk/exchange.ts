import * as z from 'zod';
import { publishable, recordFaults } from '../edition/publishable.ts';
import type { LogEvent } from '../log.ts';
import { type Fault, faultsOf } from '../story/fault.ts';
import { parseStoryJson } from '../story/parse.ts';
import { storySchema } from '../story/story.ts';
import { plainText, tagUri, timestamp } from '../story/text.ts';
import { readLines } from './body.ts';
import type { Refusal, Revision } from './change.ts';
import type { Desk } from './desk.ts';
import { EXPORT_START } from './exporting.ts';

// Stories by the line: NDJSON in, NDJSON out, streamed, so that any number of them takes little memory.

const revisionsSchema = z
  .array(
    z.strictObject({
      revision: z.int().min(1),
      at: timestamp,
      who: z.string().max(200),
      action: z.enum(['publish', 'change', 'rename', 'withdraw', 'restore']),
      reason: plainText(2000).nullable(),
      record: storySchema,
    }),
  )
  .min(1)
  .refine(
    (revisions) =>
      revisions.every(
        ({ revision }, index) => index === 0 || revision > (revisions[index - 1]?.revision ?? 0),
      ),
    { error: 'must be in the order of their numbers' },
  );

/** A line of an export: a story with its newest revisions and its places, from which a server like this one can be made. */
export const exportedSchema = z.strictObject({
  exported: z
    .strictObject({
      status: z.enum(['scheduled', 'published', 'withdrawn']),
      changed: timestamp,
      reason: plainText(2000).nullable(),
      revisions: revisionsSchema,
      places: z.array(
        z.strictObject({
          scope: z.string(),
          sequence: z.int().min(1),
          shown: z.boolean(),
          withdrawn: z.boolean().default(false),
          changed: timestamp.optional().describe('When the edition of the scope last changed'),
        }),
      ),
    })
    .refine(({ status, reason }) => status !== 'withdrawn' || reason !== null, {
      path: ['reason'],
      error: 'must say why the story was withdrawn',
    }),
});

export type Exported = z.output<typeof exportedSchema>['exported'];

/** A line after that of its story: revisions before those in the lines above. */
export const historySchema = z.strictObject({
  history: z.strictObject({ identifier: tagUri, revisions: revisionsSchema }),
});

export type History = z.output<typeof historySchema>['history'];

/** What became of one line. */
export interface LineResult {
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

const unfit = (faults: Fault[]) => ({
  ok: false,
  detail: 'The story is not right. Mend it and send it again.',
  faults,
});

/** What is wrong with the first record that no row can hold. */
const faultsOfRecords = (revisions: readonly Pick<Revision, 'record'>[]): Fault[] | undefined =>
  revisions.map(({ record }) => recordFaults(record)).find(({ length }) => length > 0);

async function importLine(
  text: string,
  desk: DurableObjectStub<Desk>,
  options: { who: string; isReplacing: boolean },
): Promise<Omit<LineResult, 'line'>> {
  const kind = /^\s*\{\s*"(exported|history)"/.exec(text)?.[1];
  if (kind !== undefined) {
    let record: unknown;
    try {
      record = JSON.parse(text);
    } catch (error) {
      return { ok: false, detail: `The line is not JSON: ${(error as Error).message}` };
    }
    const refused = (error: z.ZodError) => ({
      ok: false,
      detail: `The ${kind === 'exported' ? 'exported story' : 'history of a story'} is not right.`,
      faults: faultsOf(error, record),
    });
    if (kind === 'history') {
      const parsed = historySchema.safeParse(record);
      if (!parsed.success) return refused(parsed.error);
      const faults = faultsOfRecords(parsed.data.history.revisions);
      if (faults) return unfit(faults);
      const result = answer(await desk.adoptHistory(parsed.data.history, Date.now()));
      return { ...result, history: true };
    }
    const parsed = exportedSchema.safeParse(record);
    if (!parsed.success) return refused(parsed.error);
    const { exported } = parsed.data;
    const faults = faultsOfRecords(exported.revisions);
    if (faults) return unfit(faults);
    const latest = publishable((exported.revisions.at(-1) as Revision).record, '');
    if (!latest.ok) return unfit(latest.faults);
    return answer(await desk.adopt(exported, Date.now()));
  }
  const parsed = parseStoryJson(text);
  if (!parsed.ok) return unfit(parsed.faults);
  const made = publishable(parsed.value, '');
  if (!made.ok) return unfit(made.faults);
  const { rendering } = made.value;
  const expected = options.isReplacing ? 'any' : 'unstated';
  return answer(await desk.save(parsed.value, rendering, { expected, who: options.who, now: Date.now() }));
}

type Answer = Awaited<ReturnType<Desk['save']>>;

function answer(result: Answer): Omit<LineResult, 'line'> {
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
  const attempt = async (text: string, number: number): Promise<Omit<LineResult, 'line'>> => {
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
