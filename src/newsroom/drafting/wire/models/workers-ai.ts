import { withTimeout } from '../../../../lib/timeout.ts';
import { type Marked, sentence, told } from '../../../words/translate.ts';
import { type Completion, type CompletionRequest, type Model, readCompletion, shown } from './completion.ts';

/** How long a model may take. */
const TIMEOUT_MS = 60_000;

/** The method of the binding `AI` that drafts. */
export type RunModel = (
  model: string,
  inputs: Record<string, unknown>,
  options: { signal: AbortSignal },
) => Promise<unknown>;

/** What the codes at the beginning of an error mean: https://developers.cloudflare.com/workers-ai/platform/errors/ */
const ERRORS: readonly [codes: RegExp, what: Marked<string>, mayRetry: boolean][] = [
  [
    /\b(?:5007|3042)\b|no such model/i,
    sentence(
      'Workers AI has no model "{model}". Models are retired now and then: name another as "wire.model" in the settings.',
    ),
    false,
  ],
  [
    /\b(?:3036|4006)\b|free allocation/i,
    sentence(
      "Today's free allocation of Workers AI is used up. Try again tomorrow, or draft by quotations alone.",
    ),
    false,
  ],
  [
    /\b(?:5016|5018|3041|3023)\b|not allowed|agree/i,
    sentence(
      'The account may not use the model "{model}". Accept its terms in Cloudflare\'s dashboard, or name another as "wire.model" in the settings.',
    ),
    false,
  ],
  [
    /\b3006\b|too large|context (?:window|length)/i,
    sentence(
      'The sources are too long for the model "{model}". Draft from fewer, or name a model with a longer context.',
    ),
    false,
  ],
  [/\b(?:3040|429)\b|capacity/i, sentence('Workers AI is at its limit. Try again in a few minutes.'), true],
];

/** Whether the model cannot be held to a schema. It is told the form in words too. */
const isAboutSchema = (error: unknown) => /json mode|json_schema|response_format/i.test(String(error));

/** A model of Workers AI. Its answers have several shapes: `response` as an object or a text, or `choices` like OpenAI's API. */
export class WorkersAiModel implements Model {
  readonly name = 'workers-ai';
  readonly provider = 'Cloudflare Workers AI';
  readonly model: string;
  readonly #run: RunModel;
  readonly #timeout: number;

  constructor({ model, run, timeout = TIMEOUT_MS }: { model: string; run: RunModel; timeout?: number }) {
    this.model = model;
    this.#run = run;
    this.#timeout = timeout;
  }

  async complete(request: CompletionRequest): Promise<Completion> {
    const schema = { response_format: { type: 'json_schema', json_schema: request.format.schema } };
    try {
      return readOutput(
        await this.#ask(request, schema).catch((error: unknown) => {
          if (isAboutSchema(error)) return this.#ask(request, {});
          throw error;
        }),
      );
    } catch (error) {
      return this.#explain(error);
    }
  }

  #ask({ messages, maxTokens }: CompletionRequest, format: Record<string, unknown>): Promise<unknown> {
    const abort = new AbortController();
    // The models' default of 256 tokens would cut the answer.
    const inputs = { messages, max_tokens: maxTokens, temperature: 0, ...format };
    const run = async () => this.#run(this.model, inputs, { signal: abort.signal });
    return withTimeout(this.#timeout, run()).finally(() => abort.abort());
  }

  #explain(error: unknown): Completion {
    const message = error instanceof Error ? error.message : String(error);
    if (/no answer within/.test(message))
      return {
        ok: false,
        ...told(
          sentence(
            'Workers AI gave no answer within {count} seconds. Try again, or name a faster model as "wire.model" in the settings.',
          ),
          { count: this.#timeout / 1000 },
        ),
        mayRetry: false,
      };
    const [, what, mayRetry] = ERRORS.find(([codes]) => codes.test(message)) ?? [];
    if (what) return { ok: false, ...told(what, { model: this.model }), mayRetry: mayRetry ?? false };
    return {
      ok: false,
      ...told(
        sentence(
          'Workers AI could not run "{model}": “{error}” Try again; if it happens again, name another model as "wire.model" in the settings.',
        ),
        { model: this.model, error: shown(message) },
      ),
      mayRetry: true,
    };
  }
}

/** Reads what `AI.run` returns. */
function readOutput(output: unknown): Completion {
  const completion = readCompletion(output);
  if (completion) return completion;
  const hasResponse = output !== null && typeof output === 'object' && 'response' in output;
  return { ok: true, content: hasResponse ? output.response : output, isCut: false };
}
