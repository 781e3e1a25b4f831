import { env } from 'cloudflare:workers';
import { parseHTML } from 'linkedom';
import { beforeEach, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { MAX_SEARCHED } from '../../../../src/newsroom/drafts/desk/drafts.ts';
import { storePicture } from '../../../../src/newsroom/pictures/desk/store-picture.ts';
import { ann } from '../../../actors.ts';
import { reopen } from '../../../newsroom.ts';
import { publishStory } from '../../../published-stories.ts';
import { pictureFile } from '../../../site/pictures/files.ts';
import { begin, fileOf, now, save } from '../../drafts/desk/newsroom.ts';
import { type Browser, signIn } from '../../frame/browser.ts';

let ed: Browser;
let wanda: Browser;

beforeEach(async () => {
  await reopen();
  [ed, wanda] = [await signIn('Ed', 'editor'), await signIn('Wanda', 'writer')];
});

const actorOf = (name: string, role: 'writer' | 'editor', { person }: Browser) => ({ name, role, person });

/** Returns the titles that are found, by the headings of their groups. */
async function find(browser: Browser, words: string): Promise<Record<string, string[]>> {
  const page = await browser.get(`/newsroom/search?${new URLSearchParams({ q: words })}`);
  expect(page.status).toBe(200);
  const { document } = parseHTML(await page.text());
  return Object.fromEntries(
    [...document.querySelectorAll('main section')].map((section) => [
      section.querySelector('h2')?.textContent ?? '',
      [...section.querySelectorAll('.title')].map(({ textContent }) => textContent?.trim() ?? ''),
    ]),
  );
}

test('one search finds drafts, stories and pictures, whatever accents and case', async () => {
  const draft = await begin(actorOf('Ed', 'editor', ed), 'votes', fileOf('The vote in Zürich'));
  const later = new Date(Date.now() + 86_400_000).toISOString();
  await publishStory('harbour', { headline: 'A harbour for ZURICH', datePublished: later });
  await publishStory('other', { headline: 'Something else' });
  const picture = await storePicture(env, await pictureFile('photo.jpg'), {
    name: 'rose.jpg',
    alt: 'Zu\u0308rich by night',
    credit: 'Photo: Bob',
    actor: ann,
    now,
  });
  expect(picture.ok).toBe(true);
  expect(await find(ed, 'zurich')).toEqual({
    Drafts: ['The vote in Zürich'],
    Stories: ['A harbour for ZURICH'],
    Pictures: ['rose.jpg'],
  });
  const page = await (await ed.get('/newsroom/search?q=zurich')).text();
  expect(page).toContain(`href="/newsroom/drafts/${draft.id}"`);
  expect(page).toMatch(/class="state[^"]*">Scheduled</);
  expect(page).toContain('href="/newsroom/stories/harbour"');
  expect((await find(ed, 'bob')).Pictures).toEqual(['rose.jpg']);
});

test('words of a draft count wherever they are, and those of the newest text', async () => {
  const editor = actorOf('Ed', 'editor', ed);
  const draft = await begin(
    editor,
    'a',
    fileOf('Rates fall').replace('we think', 'the harbour-master thinks'),
  );
  for (const words of ['rates', 'harbour', 'ed', 'rates ed "harbour master"'])
    expect([words, (await find(ed, words)).Drafts]).toEqual([words, ['Rates fall']]);
  expect((await find(ed, 'rates lighthouse')).Drafts).toEqual([]);
  await save(draft, fileOf('Rates rise'), editor);
  expect((await find(ed, 'harbour')).Drafts).toEqual([]);
  expect((await find(ed, 'rise')).Drafts).toEqual(['Rates rise']);
});

test('a writer finds own drafts only, and nobody a discarded one', async () => {
  const [editor, writer] = [actorOf('Ed', 'editor', ed), actorOf('Wanda', 'writer', wanda)];
  await begin(editor, 'theirs', fileOf('Theirs about rates'));
  await begin(writer, 'own', fileOf('Own about rates'));
  const gone = await begin(editor, 'gone', fileOf('Gone about rates'));
  await deskOf(env).drafts.discard(gone.id, { version: 1, actor: editor, now });
  expect((await find(wanda, 'rates')).Drafts).toEqual(['Own about rates']);
  expect((await find(ed, 'rates')).Drafts?.sort()).toEqual(['Own about rates', 'Theirs about rates']);
});

test('a search of many drafts says that it examined the newest only', async () => {
  const editor = actorOf('Ed', 'editor', ed);
  const text = fileOf('Rates fall');
  await deskOf(env).drafts.create({
    name: 'oldest',
    text: fileOf('The oldest'),
    base: null,
    actor: editor,
    now,
  });
  for (let n = 0; n < MAX_SEARCHED; n++)
    await deskOf(env).drafts.create({ name: `d-${n}`, text, base: null, actor: editor, now: now + 1 + n });
  expect((await find(ed, 'oldest')).Drafts).toEqual([]);
  expect(await (await ed.get('/newsroom/search?q=oldest')).text()).toContain('changed last are searched');
});

test('a search without words, or with hostile ones, is a page that says what to do', async () => {
  expect(await (await ed.get('/newsroom/search')).text()).toContain('Write words into the field');
  expect(await find(ed, '"“ !?')).toEqual({});
  const hostile = '<b>" onfocus=alert(1) \u202E%00';
  const page = await (await ed.get(`/newsroom/search?${new URLSearchParams({ q: hostile })}`)).text();
  expect(page).not.toContain('<b>');
  expect(page).not.toContain('" onfocus');
  expect(await find(ed, 'x'.repeat(100_000))).toEqual({ Drafts: [], Stories: [], Pictures: [] });
});
