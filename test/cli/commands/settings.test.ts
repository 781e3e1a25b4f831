import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { ApiClient } from '../../../src/cli/client/api-client.ts';
import type { SettingsDetail } from '../../../src/newsroom/settings/api/schemas.ts';
import { pullSettings, pushSettings } from '../../../src/newsroom/settings/cli/carry.ts';
import { callApi, root, runStory } from '../run.ts';
import { type Server, startServer, TOKEN, temporaryFolder } from '../server.ts';

let server: Server;
let api: ApiClient;
let file: string;
before(async () => {
  server = await startServer({ flags: ['--empty'] });
  api = await ApiClient.create({ server: server.url, token: TOKEN });
});
after(() => server.stop());

const original = readFileSync(join(root, 'data/site.json'), 'utf8');
const settings = () => api.json<SettingsDetail>('GET', '/settings');
const textNow = () => readFileSync(file, 'utf8');
const write = (find: string, replacement: string) =>
  writeFileSync(
    file,
    textNow().replace(find, () => replacement),
  );
const carry = (how: typeof pullSettings, more: { isDry?: boolean; isForced?: boolean } = {}) =>
  how(api, { isDry: false, isForced: false, file, ...more });
/** Saves in the newsroom, as an admin does. */
async function save(saved: object) {
  const { version } = await settings();
  const answer = await callApi(server.url, 'PUT', '/settings', { body: saved, revision: version });
  assert.equal(answer.status, 200);
}

beforeEach(async () => {
  await save({});
  file = join(temporaryFolder(), 'site.json');
  copyFileSync(join(root, 'data/site.json'), file);
});

test('a file that says what the newsroom says stays as it is, byte for byte', async () => {
  await carry(pullSettings);
  await carry(pushSettings);
  assert.equal(textNow(), original);
  assert.deepEqual((await settings()).saved, {});
});

test('pull writes what was saved, and leaves the rest of the file as it is written', async () => {
  await save({
    title: 'The “Harbour” Post',
    topics: [{ slug: 'road-safety', title: 'Road Safety' }],
    review: 'one',
    'brand.accent': { light: '#00665a', dark: '#6fd6c4' },
    'wire.looksPerDay': 40,
  });
  const dry = await carry(pullSettings, { isDry: true });
  assert.match(dry.join('\n'), /title: "Open Wire" → "The “Harbour” Post"/);
  assert.equal(textNow(), original);
  await carry(pullSettings);
  const { title, topics, review, brand, wire, ...rest } = JSON.parse(textNow());
  const { title: _title, topics: _topics, ...before } = JSON.parse(original);
  assert.deepEqual(rest, before);
  assert.equal(title, 'The “Harbour” Post');
  assert.deepEqual(topics, [{ slug: 'road-safety', title: 'Road Safety' }]);
  assert.deepEqual(
    { review, brand, wire },
    {
      review: 'one',
      brand: { accent: { light: '#00665a', dark: '#6fd6c4' } },
      wire: { looksPerDay: 40 },
    },
  );
  assert.ok(textNow().includes('"logo": { "url": "/logo.png", "width": 512'));
  const once = textNow();
  await carry(pullSettings);
  assert.equal(textNow(), once);
});

test('people, languages and links go both ways', async () => {
  const people = [{ slug: 'zoe', name: 'Zoë', role: 'Reporter' }];
  const footer = [{ heading: 'More', links: [{ label: 'Archive', url: '/archive/1' }] }];
  await save({ people, languages: ['de', 'pt-BR'], footer, usage: { search: true, aiTrain: false } });
  await carry(pullSettings);
  const pulled = JSON.parse(textNow());
  assert.deepEqual([pulled.people, pulled.languages, pulled.footer], [people, ['de', 'pt-BR'], footer]);
  assert.deepEqual(pulled.usage, { search: true, aiTrain: false });
  write('"Zoë"', '"Zoe"');
  await carry(pushSettings);
  assert.deepEqual((await settings()).saved.people, [{ ...people[0], name: 'Zoe' }]);
});

test('push saves what the file has changed, and nothing else', async () => {
  await save({ review: 'one' });
  write('"Open Wire"', '"The Harbour Post"');
  const dry = await carry(pushSettings, { isDry: true });
  assert.match(dry.join('\n'), /title: "Open Wire" → "The Harbour Post"/);
  assert.deepEqual((await settings()).saved, { review: 'one' });
  await carry(pushSettings);
  assert.deepEqual((await settings()).saved, { review: 'one', title: 'The Harbour Post' });
});

test('neither loses what the other has changed meanwhile, unless it is told to', async () => {
  await save({ title: 'Ours' });
  write('"title": "Open Wire"', '"title": "Mine"');
  const before = textNow();
  await assert.rejects(
    carry(pushSettings),
    /have both changed title\. The last who saved settings there was tester\./,
  );
  await assert.rejects(carry(pullSettings), /To lose the change in the file: .* settings pull --force/);
  assert.equal(textNow(), before);
  assert.deepEqual((await settings()).saved, { title: 'Ours' });
  await carry(pushSettings, { isForced: true });
  assert.deepEqual((await settings()).saved, { title: 'Mine' });
  // Now they have met: a change of one side alone is carried.
  await save({ title: 'Ours again' });
  await carry(pullSettings);
  assert.equal(JSON.parse(textNow()).title, 'Ours again');
});

test('what the newsroom has changed is not lost by a push of something else', async () => {
  await save({ title: 'Ours' });
  write('{', '{ "timeZone": "Europe/Paris",');
  await carry(pushSettings);
  assert.deepEqual((await settings()).saved, { title: 'Ours', timeZone: 'Europe/Paris' });
  await carry(pushSettings);
  assert.deepEqual((await settings()).saved, { title: 'Ours', timeZone: 'Europe/Paris' });
  await carry(pullSettings);
  assert.equal(JSON.parse(textNow()).title, 'Ours');
});

test('a fault in the file is named with its line, and nothing is sent', async () => {
  write('"Open Wire",', '"",');
  await assert.rejects(carry(pushSettings), /data\/site\.json:2: title: must not be empty/);
  assert.deepEqual((await settings()).saved, {});
});

test('the command says what would change', async () => {
  const { output, code } = await runStory(['settings', 'push', '--dry-run'], { url: server.url });
  assert.equal(code, 0);
  assert.match(output, /The newsroom has everything that data\/site\.json says\./);
});

test('what was saved in the newsroom counts for a site that moves in, not the file', async () => {
  const corpus = join(root, 'test/move-in/corpus/wordpress-classic.xml');
  const move = () =>
    runStory(
      [
        'move-in',
        corpus,
        '--site',
        'https://old.example',
        '--dry-run',
        '--work',
        join(temporaryFolder(), 'w'),
      ],
      { url: server.url },
    );
  assert.doesNotMatch((await move()).output, /nobody has reviewed|newsroom of Asia\/Tokyo/);
  await save({ review: 'one', timeZone: 'Asia/Tokyo' });
  const { output } = await move();
  assert.match(output, /nobody has reviewed/);
  assert.match(output, /newsroom of Asia\/Tokyo/);
});
