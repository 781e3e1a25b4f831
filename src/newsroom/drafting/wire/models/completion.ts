import * as z from 'zod';
import { toPrintable } from '../../../../lib/characters.ts';
import { sentence, type Told, told } from '../../../words/translate.ts';
import type { Message } from './prompt.ts';

/** What a model is asked: messages, the JSON Schema of its answer with a name, and the most tokens of that. */
export interface CompletionRequest {
  messages: Message[];
  format: { name: string; schema: object };
  maxTokens: number;
}

/** What a model said, unchecked, and whether it was cut; or why it said nothing, as a sentence for an editor. */
export type Completion =
  | { ok: true; content: unknown; isCut: boolean }
  | ({ ok: false; mayRetry: boolean } & Told);

/** A model of somebody's. Never rejects. */
export interface Model {
  readonly name: 'workers-ai' | 'openai';
  readonly model: string;
  readonly provider: string;
  complete(request: CompletionRequest): Promise<Completion>;
}

/** The most characters of an answer that a sentence for an editor repeats. */
const MAX_SHOWN = 120;

/** Returns the beginning of what a model or server said, on one line, for a sentence to an editor. */
export function shown(text: string): string {
  const line = toPrintable(text).replaceAll(/\s+/g, ' ').trim();
  return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}…` : line;
}

const completionSchema = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({
          content: z.unknown().optional(),
          refusal: z.string().nullish(),
        }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
});

/** Joins the parts of a message's content, which may be a text, an object, or a list of parts. */
function contentOf(content: unknown): unknown {
  if (!Array.isArray(content)) return content;
  const texts = content.map((part: unknown) => Reflect.get(Object(part), 'text'));
  return texts.every((text) => typeof text === 'string') ? texts.join('') : content;
}

/** Reads the body of a chat completion as OpenAI's API forms it; undefined if it is none. */
export function readCompletion(body: unknown): Completion | undefined {
  const { data } = completionSchema.safeParse(body);
  const [choice] = data?.choices ?? [];
  if (!choice) return undefined;
  const { message, finish_reason } = choice;
  if (message.refusal)
    return {
      ok: false,
      ...told(sentence('The model refuses: “{words}” Try again, or choose another model.'), {
        words: shown(message.refusal),
      }),
      mayRetry: true,
    };
  return { ok: true, content: contentOf(message.content), isCut: finish_reason === 'length' };
}
