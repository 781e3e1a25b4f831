import type { Env } from '../../../platform/env.ts';
import type { DrafterName, WireSettings } from '../../../settings/wire-schema.ts';
import { asValue, sentence, type Told, told } from '../../words/translate.ts';
import type { Drafter } from './drafter.ts';
import { chooseModel } from './models/choose-model.ts';

/** Makes a drafter, or says in words for an editor what it lacks. */
export async function chooseDrafter(
  name: DrafterName,
  settings: Pick<WireSettings, 'model' | 'server'>,
  env: Pick<Env, 'AI' | 'DRAFTER_KEY'>,
): Promise<{ ok: true; drafter: Drafter } | ({ ok: false } & Told)> {
  if (name === 'extractive') {
    const { ExtractiveDrafter } = await import('./extractive/extractive.ts');
    return { ok: true, drafter: new ExtractiveDrafter() };
  }
  const chosen = await chooseModel(name, settings, env);
  if (!chosen.ok) {
    const what = sentence(
      'The drafter "{name}" cannot be used. {reason} Or draft by quotations alone ("extractive").',
    );
    return { ok: false, ...told(what, { name, reason: asValue(chosen.lacking) }) };
  }
  const { ModelDrafter } = await import('./models/model-drafter.ts');
  return { ok: true, drafter: new ModelDrafter(chosen.model) };
}
