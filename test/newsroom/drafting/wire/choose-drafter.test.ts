import { expect, test } from 'vitest';
import guide from '../../../../docs/wire.md?raw';
import { chooseDrafter } from '../../../../src/newsroom/drafting/wire/choose-drafter.ts';
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
    expect(await chooseDrafter(name as never, settings, env)).toEqual({
      ok: false,
      detail: expect.stringMatching(new RegExp(`^The drafter "${name}" .*this version`)),
    });
  },
);
