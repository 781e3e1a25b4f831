import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { reopen } from '../../../newsroom.ts';
import { type Browser, signIn } from '../../frame/browser.ts';

let ann: Browser;
beforeEach(async () => {
  await reopen();
  ann = await signIn('Ann', 'writer');
});

const choose = (language: string) => ann.post('/newsroom/account/language', { language });
const page = async (path = '/newsroom/account') => (await ann.get(path)).text();

test('the newsroom speaks its own language to those who have chosen none', async () => {
  const text = await page();
  expect(text).toContain('<html lang="en"');
  expect(text).toContain('name="language"><option value="">As the newsroom (English)</option>');
  expect(text.match(/<option value="[^"]+" lang=/g)).toHaveLength(16);
});

test('somebody’s own language is that of every page they open, and of nobody else’s', async () => {
  const bob = await signIn('Bob', 'writer');
  expect((await choose('de')).headers.get('Location')).toBe('/newsroom/account?said=language');
  expect(await page()).toContain('<option value="de" lang="de" selected="">Deutsch</option>');
  expect(await page('/newsroom/drafts')).toContain('<html lang="de"');
  expect(await page('/newsroom/nowhere')).toContain('<html lang="de"');
  expect(await (await bob.get('/newsroom/account')).text()).toContain('<html lang="en"');
  await choose('');
  expect(await page()).toContain('<html lang="en"');
});

test('a language that the newsroom does not speak cannot be chosen', async () => {
  await choose('de');
  await choose('tlh');
  expect(await deskOf(env).people.find(ann.person)).toMatchObject({ language: null });
});
