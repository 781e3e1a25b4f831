import { parseHTML } from 'linkedom';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { reopen, saveSettings } from '../../../newsroom.ts';
import { begin } from '../../drafts/desk/newsroom.ts';
import { type Browser, signIn } from '../../frame/browser.ts';

const QUOTE = 'Mayor Ruth Okafor said the bridge was not safe.';
const CLAIMS = {
  contradicted: 'The council approved 9 million euros on Tuesday.',
  toRead: 'The mayor took bribes, and the bridge was not safe.',
};

const TEXT = `---
headline: The bridge
abstract: ${CLAIMS.toRead} ${CLAIMS.contradicted}
inLanguage: en
datePublished: 2026-11-20T09:00:00Z
evidence: ${JSON.stringify([
  { claim: CLAIMS.toRead, source: 'https://a.example/', quote: { exact: QUOTE } },
  {
    claim: CLAIMS.contradicted,
    source: 'https://a.example/',
    quote: { exact: 'The council approved 7 million euros on Tuesday.' },
  },
])}
citation: ${JSON.stringify([{ url: 'https://a.example/', inLanguage: 'en' }])}
---

We read it.
`;

let ann: Browser;
let id: string;

beforeEach(async () => {
  await reopen();
  ann = await signIn('Ann Lee', 'editor');
  const actor = { name: 'Ann Lee', role: 'editor', person: ann.person } as const;
  ({ id } = await begin(actor, 'the-bridge', TEXT));
});

/** Turns second opinions on until the test ends; the model's server answers as it is told. */
async function turnOn(answer: () => Response | Promise<Response>) {
  await saveSettings({
    'wire.model': 'small',
    'wire.server': 'https://models.example/v1',
    'grounding.model': true,
  });
  const server = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => answer());
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  return server;
}
const completion = (content: string) =>
  Response.json({ choices: [{ message: { content }, finish_reason: 'stop' }] });

const pathOf = (page: string) => `/newsroom/drafts/${id}/${page}`;
async function mainOf(page: 'review' | 'publish') {
  const response = await ann.get(pathOf(page));
  expect(response.status).toBe(200);
  const { document } = parseHTML(await response.text());
  return document.querySelector('main')?.textContent?.replace(/\s+/g, ' ') ?? '';
}
const ask = (at: string) => ann.post(pathOf('opinions'), { at });

test('where no model is asked, nothing offers it, and nothing is sent', async () => {
  const server = vi.spyOn(globalThis, 'fetch');
  onTestFinished(() => void vi.restoreAllMocks());
  for (const page of ['review', 'publish'] as const) expect(await mainOf(page)).not.toContain('Ask a model');
  const answer = await ask('review');
  expect([answer.status, await answer.text()]).toEqual([
    409,
    expect.stringContaining('An admin can turn this on under Settings.'),
  ]);
  expect(server).not.toHaveBeenCalled();
});

describe.each(['review', 'publish'] as const)('on the page %s', (page) => {
  test('a button asks the model, and its answer stands beside the part, as an opinion with its name', async () => {
    const server = await turnOn(() => completion('{"answer":"no"}'));
    expect(await mainOf(page)).toContain('small (models.example) gets these parts and their quotes.');
    expect(server).not.toHaveBeenCalled();
    const answer = await ask(page);
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${pathOf(page)}#evidence`]);
    const asked = server.mock.calls.length;
    expect(asked).toBeGreaterThan(0);
    const main = await mainOf(page);
    expect(main).toContain(
      'The opinion of a model, small (models.example). It can be wrong, and changes no result:',
    );
    expect(main).toMatch(/took bribes[^:]*: it does not read this in the quote\./);
    expect(main).not.toContain('Ask a model');
    await ask(page);
    expect(server).toHaveBeenCalledTimes(asked);
  });
});

test('the model is asked nothing about what the quotes contradict, and its yes changes no result', async () => {
  const server = await turnOn(() => completion('{"answer":"yes"}'));
  const before = await mainOf('publish');
  await ask('publish');
  const parts = server.mock.calls.map(([, init]) => {
    const { messages } = JSON.parse(String(init?.body));
    return JSON.parse(messages[1].content).claim;
  });
  expect(new Set(parts)).toEqual(new Set([CLAIMS.toRead]));
  const after = await mainOf('publish');
  const open = ['Of these statements of the TL;DR, not all', CLAIMS.toRead, CLAIMS.contradicted];
  for (const words of open) expect([before, after]).toEqual(Array(2).fill(expect.stringContaining(words)));
  expect(after).toContain('it reads this in the quote.');
});

test.each([
  ['says that it found it', () => completion('{"answer":"found"}'), 'something else than yes, no or unclear'],
  ['answers with ten megabytes', () => new Response('x'.repeat(10_000_000)), 'longer than 1 MB'],
  ['is down', () => Promise.reject(new Error('refused')), 'could not be reached'],
])('a model that %s has no opinion: the page says why, and shows none', async (_, answer, why) => {
  await turnOn(answer);
  const answered = await ask('review');
  expect([answered.status, await answered.text()]).toEqual([503, expect.stringContaining(why)]);
  expect(await mainOf('review')).toContain('Ask a model');
});

test('whoever may not open the draft may not have a model asked about it', async () => {
  const server = await turnOn(() => completion('{"answer":"yes"}'));
  const wes = await signIn('Wes Dey', 'writer');
  const answer = await wes.post(pathOf('opinions'), { at: 'review' });
  expect([403, 404]).toContain(answer.status);
  expect(server).not.toHaveBeenCalled();
});

test('what a model answered is on no page for readers, and in no preview', async () => {
  await turnOn(() => completion('{"answer":"yes"}'));
  await ask('review');
  for (const page of ['page', 'feed'])
    expect(await (await ann.get(pathOf(page))).text()).not.toContain('models.example');
});
