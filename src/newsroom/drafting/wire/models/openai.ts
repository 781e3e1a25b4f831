import { readAtMost } from '../../../../lib/body.ts';
import { withTimeout } from '../../../../lib/timeout.ts';
import { asValue, type Marked, sentence, type Told, told } from '../../../words/translate.ts';
import { type Completion, type CompletionRequest, type Model, readCompletion, shown } from './completion.ts';

/** How long a server may take, and the most bytes of its answer. */
const [TIMEOUT_MS, MAX_BYTES] = [60_000, 1_000_000];

export interface OpenAiOptions {
  /** Where the API is, without `/chat/completions`: https://host/v1. */
  server: string;
  model: string;
  /** Sent as `Authorization: Bearer`. A server on one's own machine needs none. */
  key?: string;
  send?: typeof fetch;
  timeout?: number;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** What a status says, and what to do. */
function explainStatus(status: number): Marked<string> {
  if (status === 401 || status === 403)
    return sentence(
      '{host} refused the key ({status}). Set the secret DRAFTER_KEY to a key that may use the model "{model}".',
    );
  if (status === 404)
    return sentence(
      '{host} has no such address or model ({status}). Check "wire.server" and "wire.model" ("{model}") in the settings; the server\'s address ends before /chat/completions, often with /v1.',
    );
  if (status === 413)
    return sentence(
      'The sources are too long for {host} ({status}). Draft from fewer, or use a model with a longer context.',
    );
  if (status === 429)
    return sentence(
      "{host} asks for a pause, or the account's allowance is used up ({status}). Try again later.",
    );
  if (status >= 300 && status < 400)
    return sentence(
      '{host} redirects ({status}), and a key is sent to nobody else. Set "wire.server" in the settings to the address that it redirects to.',
    );
  return status >= 500
    ? sentence('{host} failed ({status}). Try again later.')
    : sentence('{host} refused the request ({status}).');
}

/**
 * A model behind an API like OpenAI's: AI Gateway, Ollama, llama.cpp, vLLM. The server is the newsroom's own choice, in data/site.json,
 * and may be on this machine or in a private network. Redirects are not followed, because the request carries a key.
 */
export class OpenAiModel implements Model {
  readonly name = 'openai';
  readonly provider: string;
  readonly model: string;
  readonly #options: OpenAiOptions;

  constructor(options: OpenAiOptions) {
    this.#options = options;
    this.model = options.model;
    this.provider = new URL(options.server).host;
  }

  async complete(request: CompletionRequest): Promise<Completion> {
    const answer = await this.#ask(request, true);
    // Some servers know no schemas. The model is told the form in words too.
    return answer === 'schema' ? ((await this.#ask(request, false)) as Completion) : answer;
  }

  async #ask(request: CompletionRequest, hasSchema: boolean): Promise<Completion | 'schema'> {
    const { server, timeout = TIMEOUT_MS } = this.#options;
    const host = this.provider;
    const refuse = (what: Told, mayRetry = false): Completion => ({ ok: false, ...what, mayRetry });
    const abort = new AbortController();
    try {
      const { status, text } = await withTimeout(timeout, this.#post(request, abort.signal, hasSchema));
      if (status === 400 || status === 422) {
        if (hasSchema && /response_format|json_schema|schema|grammar/i.test(text ?? '')) return 'schema';
      }
      if (status < 200 || status > 299) {
        const said = shown(text ?? '');
        const why = told(explainStatus(status), { host, status: String(status), model: this.model });
        return refuse(
          said === ''
            ? why
            : told(sentence('{reason} It says: “{words}”'), { reason: asValue(why), words: said }),
          status === 429 || status >= 500,
        );
      }
      if (text === undefined)
        return refuse(
          told(sentence('The answer of {host} is longer than {most} MB.'), { host, most: MAX_BYTES / 1e6 }),
        );
      return (
        readCompletion(parse(text)) ??
        refuse(
          told(
            sentence(
              '{host} answered with something else than a chat completion: “{words}” Check "wire.server" in the settings.',
            ),
            { host, words: shown(text) },
          ),
        )
      );
    } catch (error) {
      const message = (error as Error).message;
      if (/no answer within/.test(message))
        return refuse(
          told(sentence('{host} gave no answer within {count} seconds. Try again, or use a faster model.'), {
            host,
            count: timeout / 1000,
          }),
        );
      return refuse(
        told(
          sentence(
            '{host} could not be reached: “{error}” Check that the server runs, and "wire.server" in the settings ({server}).',
          ),
          { host, error: shown(message), server },
        ),
        true,
      );
    } finally {
      abort.abort();
    }
  }

  async #post(request: CompletionRequest, signal: AbortSignal, hasSchema: boolean) {
    const { server, model, key, send = fetch } = this.#options;
    const { messages, format, maxTokens } = request;
    const response = await send(`${server.replace(/\/+$/, '')}/chat/completions`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json',
        ...(key ? { Authorization: `Bearer ${key}` } : {}),
      },
      body: JSON.stringify({
        model,
        messages,
        // The default of some servers is short.
        max_tokens: maxTokens,
        temperature: 0,
        stream: false,
        ...(hasSchema
          ? { response_format: { type: 'json_schema', json_schema: { ...format, strict: true } } }
          : {}),
      }),
      redirect: 'manual',
      signal,
    });
    return { status: response.status, text: await readAtMost(response.body, MAX_BYTES) };
  }
}
