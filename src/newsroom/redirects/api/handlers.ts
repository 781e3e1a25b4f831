import { faultsFromZod, formatFault } from '../../../site/story/parse/fault.ts';
import { type Line, readLines } from '../../api/body.ts';
import type { ApiContext } from '../../api/context.ts';
import type { Handlers } from '../../api/operation.ts';
import { ProblemError, refusalProblem } from '../../api/problem.ts';
import { readQuery, requireType } from '../../api/request.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { inEnglishOnly } from '../../words/translate.ts';
import { type NewRedirect, newRedirectSchema, type RedirectResult } from '../desk/redirect.ts';
import { MAX_REDIRECTS_PER_CALL } from '../desk/redirects.ts';
import { redirectOperations } from './operations.ts';
import type { RedirectLineResult } from './schemas.ts';

/** The most characters of a line that is read: more than any redirect has. */
const MAX_LINE_CHARACTERS = 20_000;

type Read = { line: number } & ({ redirect: NewRedirect } | { refused: RedirectLineResult });

/** Reads a line of the request. */
function readRedirect(read: Line, line: number): Read {
  const refuse = (detail: string, from = ''): Read => ({
    line,
    refused: { line, ok: false, from, why: 'invalid', detail },
  });
  if ('fault' in read) return refuse(read.fault);
  if (read.text.length > MAX_LINE_CHARACTERS)
    return refuse(
      `The line has ${read.text.length.toLocaleString('en')} characters: no redirect has so many.`,
    );
  let value: unknown;
  try {
    value = JSON.parse(read.text);
  } catch {
    return refuse('The line is not JSON. Send {"from":"/old","to":"/new"}.');
  }
  const parsed = newRedirectSchema.safeParse(value);
  if (parsed.success) return { line, redirect: parsed.data };
  const faults = faultsFromZod(parsed.error, value).map((fault) => formatFault(fault));
  return refuse(
    `The line is not a redirect: ${faults.slice(0, 3).join('; ')}. Send {"from":"/old","to":"/new"}.`,
  );
}

/** Adds what was read, in one transaction. Returns the results in the order of the lines. */
async function addBatch(
  c: ApiContext,
  batch: readonly Read[],
  isReplacing: boolean,
): Promise<RedirectLineResult[]> {
  const redirects = batch.flatMap((each) => ('redirect' in each ? [each.redirect] : []));
  const options = { isReplacing, actor: c.get('actor'), now: Date.now() };
  const results = redirects.length > 0 ? await deskOf(c.env).redirects.add(redirects, options) : [];
  let next = 0;
  return batch.map((each) =>
    'refused' in each ? each.refused : { line: each.line, ...(results[next++] as RedirectResult) },
  );
}

/** Streams a result for each line, in order. A bad line does not stop the others. */
function addAll(c: ApiContext, body: ReadableStream<Uint8Array>, isReplacing: boolean) {
  const lines = readLines(body);
  const encoder = new TextEncoder();
  let line = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const batch: Read[] = [];
      let isDone = false;
      while (batch.length < MAX_REDIRECTS_PER_CALL) {
        const { done, value } = await lines.next();
        isDone = done === true;
        if (done) break;
        line++;
        if ('text' in value && value.text.trim() === '') continue;
        batch.push(readRedirect(value, line));
      }
      const results = await addBatch(c, batch, isReplacing);
      const text = results.map((result) => `${JSON.stringify(result, inEnglishOnly)}\n`).join('');
      if (text !== '') controller.enqueue(encoder.encode(text));
      if (isDone) controller.close();
    },
  });
}

export const redirectHandlers: Handlers<typeof redirectOperations> = {
  async listRedirects(c, send) {
    const { after, prefix, to, limit } = readQuery(c, redirectOperations.listRedirects.query);
    const query = {
      limit,
      ...(after === undefined ? {} : { after }),
      ...(prefix === undefined ? {} : { prefix }),
      ...(to === undefined ? {} : { to }),
    };
    return send(200, await deskOf(c.env).redirects.list(query));
  },

  addRedirects(c, send) {
    requireType(c, 'application/x-ndjson');
    const { body } = c.req.raw;
    if (!body)
      throw new ProblemError(400, 'The body must be NDJSON: {"from":"/old","to":"/new"} on each line.');
    const { replace } = readQuery(c, redirectOperations.addRedirects.query);
    return send(200, addAll(c, body, replace === 'true'));
  },

  async removeRedirect(c, send) {
    const { from } = readQuery(c, redirectOperations.removeRedirect.query);
    const done = await deskOf(c.env).redirects.remove(from, { actor: c.get('actor'), now: Date.now() });
    if (!done.ok) throw refusalProblem(done);
    return send(200, { removed: done.redirect });
  },
};
