import { expect, onTestFinished, test, vi } from 'vitest';
import guide from '../../../../docs/wire.md?raw';
import { chooseDrafter } from '../../../../src/newsroom/drafting/wire/choose-drafter.ts';
import { chooseModel } from '../../../../src/newsroom/drafting/wire/models/choose-model.ts';
import { DRAFTER_NAMES } from '../../../../src/settings/wire-schema.ts';

const settings = { model: 'a-model', server: 'https://models.example/v1' };
const env = { AI: { run: async () => ({}) } as never, DRAFTER_KEY: 'key' };

test.each(DRAFTER_NAMES)('the drafter %s is made by its own name', async (name) => {
  expect(await chooseDrafter(name, settings, env)).toMatchObject({ ok: true, drafter: { name } });
});

test.each(DRAFTER_NAMES)('docs/wire.md says what the drafter %s needs', (name) => {
  expect(guide).toContain(`\n| \`${name}\` `);
});

test.each(['anthropic', '', 'OpenAI', 'constructor'])(
  'a job that names the drafter %j, of another version, sends nothing to a model',
  async (name) => {
    expect(await chooseDrafter(name as never, settings, env)).toMatchObject({
      ok: false,
      detail: expect.stringMatching(new RegExp(`^The drafter "${name}" .*This version`)),
    });
  },
);

test('a server that an admin has saved, and data/site.json does not name, gets no key', async () => {
  const sent = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(null, { status: 500 }));
  onTestFinished(() => void vi.restoreAllMocks());
  const chosen = await chooseModel('openai', settings, env);
  await (chosen.ok ? chosen.model : undefined)?.complete({
    messages: [],
    format: { name: 'a', schema: {} },
    maxTokens: 1,
  });
  expect(sent).toHaveBeenCalledOnce();
  expect(new Headers(sent.mock.calls[0]?.[1]?.headers).get('Authorization')).toBeNull();
});
