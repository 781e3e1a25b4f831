import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { freePort, temporaryFolder } from '../cli/server.ts';
import { type Newsroom, openNewsroom } from '../websub/newsroom.ts';
import { until } from '../websub/subscriber.ts';

// snac, a small server of the fediverse in C, follows the newsroom.

const isMissing = spawnSync('snac').error !== undefined;
const skip = isMissing ? 'snac is not installed (Debian: snac2)' : false;
const folder = join(temporaryFolder(), 'snac');
let newsroom: Newsroom;
let server: ChildProcess;

const snac = (...words: string[]) => spawnSync('snac', words, { encoding: 'utf8' });

before(async () => {
  if (isMissing) return;
  const port = await freePort();
  spawnSync('snac', ['init', folder], { input: `127.0.0.1\n${port}\n127.0.0.1:${port}\n\n\n` });
  const file = join(folder, 'server.json');
  const settings = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...settings, protocol: 'http', queue_retry_minutes: 1 }));
  snac('adduser', folder, 'ann');
  server = spawn('snac', ['httpd', folder], { stdio: 'ignore' });
  newsroom = await openNewsroom({ site: { fediverse: { username: 'news' } } });
  await newsroom.runJob();
  await until('the account', async () => (await fetch(`${newsroom.url}/actor`)).ok);
});
after(async () => {
  if (isMissing) return;
  server.kill('SIGKILL');
  await newsroom.stop();
});

/** Returns the documents that snac keeps in some files. */
const documents = (pattern: string) =>
  globSync(pattern, { cwd: folder }).map(
    (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>,
  );
const storyAtSnac = (id: string) => documents('object/*/*.json').find((each) => each.id === id);

test('snac follows, and gets a story, its correction, its withdrawal and its return', { skip }, async () => {
  snac('follow', folder, 'ann', `${newsroom.url}/actor`);
  await until('the Accept', () =>
    documents('user/ann/following/*.json').some(({ type }) => type === 'Accept'),
  );
  const body = {
    slug: 'a-story',
    headline: 'Feeds are back',
    abstract: 'Three newsrooms publish feeds again.',
    articleBody: 'What we think.([a](https://a.example/))',
    inLanguage: 'en',
  };
  assert.ok((await newsroom.call('PUT', '/stories/a-story', { body })).ok);
  const id = `${newsroom.url}/stories/a-story`;
  const article = await until('the story', () => storyAtSnac(id));
  assert.equal(article.name, 'Feeds are back');
  const correction = [{ text: 'It was two newsrooms.', datePublished: new Date().toISOString() }];
  const datePublished = article.published;
  const headers = { 'If-Match': '*' };
  const corrected = await newsroom.call('PUT', '/stories/a-story', {
    body: { ...body, datePublished, correction },
    headers,
  });
  assert.ok(corrected.ok, await corrected.clone().text());
  await until('the correction', () => String(storyAtSnac(id)?.summary).includes('It was two newsrooms.'));
  await newsroom.call('DELETE', '/stories/a-story?reason=The%20source%20took%20it%20back.');
  await until('the end of the story', () => storyAtSnac(id) === undefined);
  await until('the reason', () =>
    documents('object/*/*.json').some(({ content }) => String(content).includes('The source took it back.')),
  );
  assert.ok((await newsroom.call('POST', '/stories/a-story/restore')).ok);
  await until('the story again', () =>
    documents('object/*/*.json').some(({ url, type }) => url === id && type === 'Article'),
  );
});
