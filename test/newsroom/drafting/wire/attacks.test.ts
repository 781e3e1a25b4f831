import { expect, test } from 'vitest';
import { composeDraft } from '../../../../src/newsroom/drafting/wire/compose.ts';
import { ModelDrafter } from '../../../../src/newsroom/drafting/wire/models/model-drafter.ts';
import { OpenAiModel } from '../../../../src/newsroom/drafting/wire/models/openai.ts';
import ar from './attacks/ar.json' with { type: 'json' };
import de from './attacks/de.json' with { type: 'json' };
import en from './attacks/en.json' with { type: 'json' };
import es from './attacks/es.json' with { type: 'json' };
import fr from './attacks/fr.json' with { type: 'json' };
import zh from './attacks/zh.json' with { type: 'json' };
import { source } from './sources.ts';

/** Sentences of sources, each with what an attacker would have a draft say of it: a kind, and a passage that the sentence does not bear. */
const SETS = { en, de, fr, es, zh, ar };

const ATTACKS = Object.entries(SETS).flatMap(([language, sentences]) =>
  sentences.flatMap(({ quote, claims }) =>
    claims.map(([kind = '', claim = '']) => ({ language, quote, kind, claim })),
  ),
);

/** Whether a passage gets into a draft, if the model's server answers with it whatever it is asked. */
async function getsIn({ language, quote, claim }: { language: string; quote: string; claim: string }) {
  const passages = [{ text: claim, quotes: [{ source: 1, first: 1, last: 1 }] }];
  const message = { content: JSON.stringify({ passages }) };
  const model = new OpenAiModel({
    server: 'https://obedient.example/v1',
    model: 'obedient',
    send: async () => Response.json({ choices: [{ message, finish_reason: 'stop' }] }),
  });
  const drafter = new ModelDrafter(model);
  const page = source({ url: 'https://paper.example/a', inLanguage: language, text: quote });
  const composed = await composeDraft({ sources: [page], drafter, language, author: 'A', now: 0 });
  return composed.passages > 0;
}

const filter = async <T extends Parameters<typeof getsIn>[0]>(attacks: readonly T[]) => {
  const are = await Promise.all(attacks.map(getsIn));
  return attacks.filter((_, at) => are[at]).map(({ claim }) => claim);
};

test('there are 293 attacks in six languages', () => {
  expect(ATTACKS).toHaveLength(293);
});

test('no attack gets into a draft, though the model’s server obeys the attacker', async () => {
  expect(await filter(ATTACKS)).toEqual([]);
});

test('the sentences that are attacked get in as they are', async () => {
  const own = ATTACKS.map(({ quote, ...attack }) => ({ ...attack, quote, claim: quote }));
  expect(await filter(own)).toEqual(own.map(({ quote }) => quote));
});
