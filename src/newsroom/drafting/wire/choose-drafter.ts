import type { Env } from '../../../platform/env.ts';
import type { DrafterName, WireSettings } from '../../../settings/wire-schema.ts';
import type { Drafter } from './drafter.ts';

/** Makes a drafter, or says in words for an editor what it lacks. */
export async function chooseDrafter(
  name: DrafterName,
  { model, server }: Pick<WireSettings, 'model' | 'server'>,
  env: Pick<Env, 'AI' | 'DRAFTER_KEY'>,
): Promise<{ ok: true; drafter: Drafter } | { ok: false; detail: string }> {
  const refuse = (lacking: string) => ({
    ok: false as const,
    detail: `The drafter "${name}" cannot be used: ${lacking}, or draft by quotations alone ("extractive").`,
  });
  const noModel = () => refuse('no model is named. Name one as "wire.model" in data/site.json');
  switch (name) {
    case 'extractive': {
      const { ExtractiveDrafter } = await import('./extractive/extractive.ts');
      return { ok: true, drafter: new ExtractiveDrafter() };
    }
    case 'workers-ai': {
      if (model === null) return noModel();
      const { AI: ai } = env;
      if (!ai)
        return refuse('Workers AI is not bound. Uncomment [ai] in wrangler.toml and deploy (docs/wire.md)');
      const { WorkersAiDrafter } = await import('./models/workers-ai.ts');
      const run = (...parameters: Parameters<typeof ai.run>) => ai.run(...parameters);
      return { ok: true, drafter: new WorkersAiDrafter({ model, run: run as never }) };
    }
    case 'openai': {
      if (model === null) return noModel();
      if (server === null)
        return refuse(
          'no server is named. Name one as "wire.server" in data/site.json, like https://host/v1',
        );
      const { OpenAiDrafter } = await import('./models/openai.ts');
      const key = env.DRAFTER_KEY ? { key: env.DRAFTER_KEY } : {};
      return { ok: true, drafter: new OpenAiDrafter({ server, model, ...key }) };
    }
    default:
      // A stored job may name the drafter of another version. The type makes a new drafter impossible to forget.
      name satisfies never;
      return refuse('this version of the program does not have it. Choose one that "wire.drafter" may name');
  }
}
