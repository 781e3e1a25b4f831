import type { Env } from '../../../platform/env.ts';
import type { DrafterName, WireSettings } from '../../../settings/wire-schema.ts';
import type { Drafter } from './drafter.ts';
import { chooseModel } from './models/choose-model.ts';

/** Makes a drafter, or says in words for an editor what it lacks. */
export async function chooseDrafter(
  name: DrafterName,
  settings: Pick<WireSettings, 'model' | 'server'>,
  env: Pick<Env, 'AI' | 'DRAFTER_KEY'>,
): Promise<{ ok: true; drafter: Drafter } | { ok: false; detail: string }> {
  if (name === 'extractive') {
    const { ExtractiveDrafter } = await import('./extractive/extractive.ts');
    return { ok: true, drafter: new ExtractiveDrafter() };
  }
  const chosen = await chooseModel(name, settings, env);
  if (!chosen.ok) {
    const detail = `The drafter "${name}" cannot be used: ${chosen.lacking}, or draft by quotations alone ("extractive").`;
    return { ok: false, detail };
  }
  const { ModelDrafter } = await import('./models/model-drafter.ts');
  return { ok: true, drafter: new ModelDrafter(chosen.model) };
}
