import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { storePicture } from '../../../src/newsroom/pictures/desk/store-picture.ts';
import { ann } from '../../actors.ts';
import { pictureFile } from '../../site/pictures/files.ts';
import { signIn } from './browser.ts';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const MULTIPART = { 'Content-Type': 'multipart/form-data; boundary=b' };

test.each([
  ['of JSON', '{}', { 'Content-Type': 'application/json' }, 415, 'only reads forms'],
  ['that is larger than any draft', `alt=${'x'.repeat(6_100_000)}`, FORM, 413, 'nothing was saved'],
  ['of too many fields', 'a&'.repeat(30_000), FORM, 413, 'nothing was saved'],
  [
    'that breaks off',
    '--b\r\nContent-Disposition: form-data; name="alt"\r\n\r\nA ro',
    MULTIPART,
    400,
    'whole',
  ],
])('a form %s is refused', async (_what, body, headers, status, says) => {
  const eve = await signIn('Eve', 'editor');
  const details = { name: 'a.jpg', alt: null, credit: null, actor: ann, now: Date.now() };
  const stored = await storePicture(env, pictureFile('photo.jpg'), details);
  if (!stored.ok) throw new Error(stored.detail);
  const answer = await eve.upload(`/newsroom/pictures/${stored.picture.hash}`, body, headers);
  expect(answer.status).toBe(status);
  expect(await answer.text()).toContain(says);
});
