import { beforeEach, expect, test, vi } from 'vitest';
import { EXPLANATIONS } from '../../../../../src/newsroom/status/views/attention/explanations.ts';
import { desk, drainCards, reopen, turnWith } from '../../../../newsroom.ts';
import { publishStory } from '../../../../published-stories.ts';
import { signIn } from '../../../frame/browser.ts';

beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await reopen();
});

const page = async () => {
  const ann = await signIn('Ann Lee', 'writer');
  return (await ann.get('/newsroom/attention')).text();
};

async function beFine(): Promise<void> {
  await desk().wake(Date.now());
  const began = new Date().toISOString();
  const last = { name: 'x', began, ended: began, stories: 1, bytes: 1 };
  await desk().setBackupState({ last, running: null, failure: null });
}

test('a system without problems says what it did last', async () => {
  await publishStory('one');
  await publishStory('soon', { datePublished: '2999-01-01T10:00:00Z' });
  await drainCards();
  await beFine();
  const text = await page();
  expect(text).toContain('Nothing. The system does what it should.');
  expect(text).toContain('1 story is published.');
  expect(text).toContain('1 story is scheduled; the next appears on 1 Jan 2999, 10:00.');
  expect(text).toContain('Readers see all that was published.');
  expect(text).toContain('The last backup was made on ');
});

test('a problem says what readers notice and what to do, and keeps the exact words for whoever runs the site', async () => {
  await publishStory('one');
  await beFine();
  await turnWith(async () => {
    throw new Error('KV is <down>');
  });
  // The pages and the card.
  expect((await desk().status(Date.now())).attention).toHaveLength(2);
  const text = await page();
  expect(text).toContain(`<h2>${EXPLANATIONS['failing writes'].what}</h2>`);
  expect(text).toContain(EXPLANATIONS['failing writes'].readers);
  expect(text).toMatch(/For whoever runs the site.*Writing failed for \d+ keys/s);
  expect(text).toContain('KV is &lt;down&gt;');
});

test('no explanation needs a programmer', () => {
  for (const [kind, { what, readers, next }] of Object.entries(EXPLANATIONS)) {
    expect(`${what} ${readers} ${next}`, kind).not.toMatch(
      /\b(KV|Desk|Worker|cron|queue|WebSub|R2|secret|outbox|npx?)\b/i,
    );
    expect(
      [what, readers, next].filter((text) => !/\.$/.test(text)),
      kind,
    ).toEqual([]);
  }
});
