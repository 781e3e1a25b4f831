import type { DraftAnswer, Drafter, DraftRequest } from '../drafter.ts';
import { readDraft } from './answer.ts';
import type { Model } from './completion.ts';
import { ANSWER_SCHEMA, PROMPT_VERSION, promptFor } from './prompt.ts';

/** The longest TL;DR with its quotes, in tokens. */
const MAX_TOKENS = 2048;

/** A model that drafts. */
export class ModelDrafter implements Drafter {
  readonly name: Model['name'];
  readonly model: string;
  readonly provider: string;
  readonly promptVersion = PROMPT_VERSION;
  readonly #model: Model;

  constructor(model: Model) {
    this.#model = model;
    this.name = model.name;
    this.model = model.model;
    this.provider = model.provider;
  }

  async draft(request: DraftRequest): Promise<DraftAnswer> {
    const format = { name: 'tldr', schema: ANSWER_SCHEMA };
    return readDraft(
      await this.#model.complete({ messages: promptFor(request), format, maxTokens: MAX_TOKENS }),
    );
  }
}
