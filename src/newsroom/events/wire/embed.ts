import * as z from 'zod';
import { withTimeout } from '../../../lib/timeout.ts';
import type { RunModel } from '../../drafting/wire/models/workers-ai.ts';

/** How long a model may take. */
const TIMEOUT_MS = 20_000;

/** Returns a vector for each text; texts of one meaning have vectors of nearly one direction. Rejects if it cannot. */
export type Embed = (texts: readonly string[]) => Promise<number[][]>;

const answerSchema = z.object({ data: z.array(z.array(z.number()).min(1)) });

/** Embeds with a model of Workers AI. */
export function embedWith(run: RunModel, model: string, timeout = TIMEOUT_MS): Embed {
  return async (texts) => {
    const abort = new AbortController();
    const ask = async () => run(model, { text: texts }, { signal: abort.signal });
    const answer = await withTimeout(timeout, ask()).finally(() => abort.abort());
    const { data } = answerSchema.parse(answer);
    if (data.length !== texts.length || data.some(({ length }) => length !== data[0]?.length))
      throw new Error(`"${model}" answered with other vectors than one for each text`);
    return data;
  };
}
