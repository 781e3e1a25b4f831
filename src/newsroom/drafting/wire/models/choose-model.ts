import type { Env } from '../../../../platform/env.ts';
import type { WireSettings } from '../../../../settings/wire-schema.ts';
import { readWireSettings } from '../../../../settings/wire-settings.ts';
import { type Marked, sentence } from '../../../words/translate.ts';
import type { Model } from './completion.ts';

/** Makes the model of data/site.json, or says what it lacks. `timeout` is how long it may take, in milliseconds. */
export async function chooseModel(
  name: Model['name'],
  { model, server }: Pick<WireSettings, 'model' | 'server'>,
  env: Pick<Env, 'AI' | 'DRAFTER_KEY'>,
  timeout?: number,
): Promise<{ ok: true; model: Model } | { ok: false; lacking: Marked<string> }> {
  const refuse = (lacking: Marked<string>) => ({ ok: false as const, lacking });
  const limit = timeout === undefined ? {} : { timeout };
  const noModel = () => refuse(sentence('No model is named. Name one as "wire.model" in the settings.'));
  switch (name) {
    case 'workers-ai': {
      if (model === null) return noModel();
      const { AI: ai } = env;
      if (!ai)
        return refuse(
          sentence('Workers AI is not bound. Uncomment [ai] in wrangler.toml and deploy (docs/wire.md).'),
        );
      const { WorkersAiModel } = await import('./workers-ai.ts');
      const run = (...parameters: Parameters<typeof ai.run>) => ai.run(...parameters);
      return { ok: true, model: new WorkersAiModel({ model, run: run as never, ...limit }) };
    }
    case 'openai': {
      if (model === null) return noModel();
      if (server === null)
        return refuse(
          sentence('No server is named. Name one as "wire.server" in the settings, like https://host/v1.'),
        );
      const { OpenAiModel } = await import('./openai.ts');
      // An admin may save another server, which must not get the key of whoever deploys.
      const isDeployed = server === readWireSettings().wire.server;
      const key = env.DRAFTER_KEY && isDeployed ? { key: env.DRAFTER_KEY } : {};
      return { ok: true, model: new OpenAiModel({ server, model, ...key, ...limit }) };
    }
    default:
      // A stored job may name the drafter of another version. The type makes a new drafter impossible to forget.
      name satisfies never;
      return refuse(
        sentence('This version of the program does not have it. Choose one that "wire.drafter" may name.'),
      );
  }
}
