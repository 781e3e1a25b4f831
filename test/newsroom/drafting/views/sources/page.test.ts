import { env } from 'cloudflare:workers';
import { parseHTML } from 'linkedom';
import { beforeEach, expect, test } from 'vitest';
import { deskOf } from '../../../../../src/newsroom/desk/desk-stub.ts';
import type { DraftOrigin } from '../../../../../src/newsroom/drafts/desk/draft-origin.ts';
import type { ReadSource } from '../../../../../src/newsroom/drafts/desk/read-source.ts';
import { reopen } from '../../../../newsroom.ts';
import { type Browser, signIn } from '../../../frame/browser.ts';

const source: ReadSource = {
  url: 'https://gazette.example/bridge',
  finalUrl: 'https://www.gazette.example/bridge',
  readAt: '2026-11-26T09:00:00.000Z',
  hash: 'ab'.repeat(32),
  name: 'Bridge <b>closed</b>',
  publisher: { name: 'The Gazette', url: null },
  author: [
    { name: 'Ann Lee', url: null },
    { name: 'Bo Chen', url: null },
  ],
  datePublished: '2026-11-25',
  inLanguage: 'en',
  isAccessibleForFree: false,
  text: 'The bridge closed.\n\n<script>alert(1)</script> & <img src=x onerror=alert(1)>',
  whyNoText: null,
};
const unread: ReadSource = {
  ...source,
  url: 'https://other.example/scan.pdf',
  finalUrl: 'https://other.example/scan.pdf',
  name: null,
  publisher: null,
  author: [],
  datePublished: null,
  inLanguage: null,
  isAccessibleForFree: null,
  text: '',
  whyNoText: 'The PDF has no text, or hardly any; it may consist of scanned pages.',
};

const origin: DraftOrigin = {
  drafter: 'workers-ai',
  model: 'gemma-4-26b',
  provider: 'Cloudflare',
  promptVersion: '7',
  inputs: [source, unread].map(({ url, readAt, hash }) => ({ url, readAt, hash })),
  dropped: [{ text: 'It <i>fell</i>.', why: 'No source says so.' }],
};

let editor: Browser;
let id: string;

beforeEach(async () => {
  await reopen();
  editor = await signIn('Ed Itor', 'editor');
  const actor = { name: 'Ed Itor', role: 'editor', person: editor.person } as const;
  const text = '---\nheadline: Bridge\n---\n\nText.\n';
  const made = await deskOf(env).drafts.create({ name: 'bridge', text, base: null, actor, now: Date.now() });
  if (!made.ok) throw new Error(made.detail);
  id = made.draft.id;
});

const page = async (path: string, browser = editor) => {
  const response = await browser.get(`/newsroom/drafts/${id}/${path}`);
  return { status: response.status, document: parseHTML(await response.text()).document };
};
const textOf = (document: { body: { textContent: string | null } }) =>
  (document.body.textContent ?? '').replace(/\s+/g, ' ');

test('the history and the review tell what drafted the first version, and link to what was read', async () => {
  await deskOf(env).draftSources.keep(id, [source, unread]);
  await deskOf(env).draftSources.setOrigin(id, origin);
  for (const path of ['versions', 'review']) {
    const { document } = await page(path);
    expect(textOf(document)).toMatch(/gemma-4-26b \(Cloudflare\).* version 7\b.* 2 sources.* 26 Nov 2026, /);
    expect(textOf(document)).toContain('1 sentence was left out');
    expect(document.querySelector(`a[href="/newsroom/drafts/${id}/sources"]`)).not.toBeNull();
  }
});

test('a draft that a person began has no origin, and its page says that nothing was read', async () => {
  for (const path of ['versions', 'review']) {
    const { status, document } = await page(path);
    expect(status).toBe(200);
    expect(document.querySelector('#origin')).toBeNull();
  }
  expect(textOf((await page('sources')).document)).toContain('No sources were read for this draft.');
});

test('what was read is shown as text, whatever it holds, with what the source says of itself', async () => {
  await deskOf(env).draftSources.keep(id, [source, unread]);
  const { document } = await page('sources');
  expect(document.querySelector('main script, main img, main h2 b')).toBeNull();
  const text = textOf(document);
  expect(text).toContain('<script>alert(1)</script> & <img src=x onerror=alert(1)>');
  expect(text).toMatch(/The Gazette .*Ann Lee and Bo Chen .*2026-11-25 .*English/);
  expect(text).toContain(unread.whyNoText);
  expect(text).toContain(source.hash);
});

test('a writer does not see what was read for the draft of another', async () => {
  await deskOf(env).draftSources.keep(id, [source]);
  const writer = await signIn('Wes', 'writer');
  expect((await page('sources', writer)).status).toBe(403);
});
