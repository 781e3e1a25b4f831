import { env } from 'cloudflare:workers';
import { parseHTML } from 'linkedom';
import { beforeEach, expect, test } from 'vitest';
import { deskOf } from '../../../../../src/newsroom/desk/desk-stub.ts';
import type { Actor } from '../../../../../src/newsroom/people/desk/roles.ts';
import { reopen } from '../../../../newsroom.ts';
import { pictureFile } from '../../../../site/pictures/files.ts';
import { type Browser, signIn } from '../../../frame/browser.ts';

let ann: Browser;
let id: string;

const actor = (): Actor => ({ name: 'Ann Lee', role: 'editor', person: ann.person });

beforeEach(async () => {
  await reopen();
  ann = await signIn('Ann Lee', 'editor');
  const text =
    '---\nheadline: Roses\nimage:\n  url: /pictures/old.png\n  width: 1\n  height: 1\n  encodingFormat: image/png\n  alt: An old picture\n  credit: Bob\n  caption: Spring\n---\n\nText.\n';
  const made = await deskOf(env).drafts.create({
    name: 'roses',
    text,
    base: null,
    actor: actor(),
    now: Date.now(),
  });
  if (!made.ok) throw new Error(made.detail);
  id = made.draft.id;
});

/** Uploads a picture for the draft, and returns the page that this leads to. */
async function choose(alt: string) {
  const form = new FormData();
  form.append('picture', new Blob([pictureFile('photo.jpg')]), 'rose.jpg');
  form.append('alt', alt);
  form.append('draft', id);
  const answer = await ann.upload('/newsroom/pictures', form);
  const page = await ann.get(answer.headers.get('Location') ?? '');
  return parseHTML(await page.text()).document;
}

const valueIn = (document: Awaited<ReturnType<typeof choose>>, name: string) => {
  const field = document.querySelector(`[name="image.${name}"]`);
  const chosen = field?.querySelector('option[selected]');
  return (chosen ?? field)?.getAttribute('value') ?? field?.textContent?.trim();
};

test('a picture that is uploaded for a draft is filled in there, and not saved by itself', async () => {
  const document = await choose('A rose');
  const [picture] = await deskOf(env).media.list({ limit: 1 });
  const filled = ['url', 'width', 'height', 'encodingFormat', 'alt'].map((name) => valueIn(document, name));
  expect(filled).toEqual([picture?.url, '32', '48', 'image/jpeg', 'A rose']);
  expect(document.querySelector('.said')?.textContent).toContain('rose.jpg');
  const found = await deskOf(env).drafts.find(id, actor());
  expect(found).toMatchObject({ ok: true, draft: { version: 1 } });
});

test('an uploaded picture is named by its file, and its address is out of the way', async () => {
  const document = await choose('A rose');
  const [picture] = await deskOf(env).media.list({ limit: 1 });
  const name = document.querySelector('[data-picture="name"] a');
  expect([name?.textContent, name?.getAttribute('href')]).toEqual([
    'rose.jpg',
    `/newsroom/pictures/${picture?.hash}`,
  ]);
  expect(document.querySelector('[name="image.url"]')?.closest('details')).not.toBeNull();
});

test('what was typed about a picture stays where nothing is known of the new one', async () => {
  const document = await choose('');
  expect(['alt', 'credit', 'caption'].map((name) => valueIn(document, name))).toEqual([
    'An old picture',
    'Bob',
    'Spring',
  ]);
});

test('a picture that is not there changes nothing', async () => {
  const page = await ann.get(`/newsroom/drafts/${id}?picture=${'0'.repeat(64)}`);
  const { document } = parseHTML(await page.text());
  expect(valueIn(document, 'url')).toBe('/pictures/old.png');
});
