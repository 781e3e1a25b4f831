import { env } from 'cloudflare:workers';
import { parseHTML } from 'linkedom';
import { beforeEach, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { topicSlugFor } from '../../../../src/newsroom/settings/views/groups.tsx';
import { call, drain, read, reopen, saveSettings } from '../../../newsroom.ts';
import { aStory } from '../../../samples.ts';
import { type Browser, signIn } from '../../frame/browser.ts';

let ann: Browser;

beforeEach(async () => {
  await reopen();
  ann = await signIn('Ann Lee', 'admin');
});

const PATH = '/newsroom/settings';
const pageAt = async (path: string) => parseHTML(await (await ann.get(`${PATH}${path}`)).text()).document;
const saved = async () => (await deskOf(env).settings.current()).saved;

/** Returns the fields of a form as a browser would send them. */
function fieldsOf(document: ReturnType<typeof parseHTML>['document']): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  const add = (name: string, value: string) => {
    fields[name] = [...(fields[name] ?? []), value];
  };
  for (const input of document.querySelectorAll('main form input')) {
    const [name, type] = [input.getAttribute('name') ?? '', input.getAttribute('type')];
    const isOff = (type === 'radio' || type === 'checkbox') && !input.hasAttribute('checked');
    if (!isOff) add(name, input.getAttribute('value') ?? '');
  }
  for (const select of document.querySelectorAll('main form select'))
    add(select.getAttribute('name') ?? '', select.querySelector('[selected]')?.getAttribute('value') ?? '');
  return fields;
}

/** Opens a form, changes some of its fields and sends it. */
async function edit(path: string, changes: Record<string, string | string[]>): Promise<Response> {
  return ann.post(`${PATH}${path}`, { ...fieldsOf(await pageAt(path)), ...changes });
}
const textOf = async (response: Response) =>
  parseHTML(await response.text()).document.querySelector('main')?.textContent ?? '';

test('only admins see the settings, and change them', async () => {
  const eve = await signIn('Eve', 'editor');
  for (const path of ['', '/name', '/history', '/history/0'])
    expect((await eve.get(`${PATH}${path}`)).status).toBe(403);
  expect((await eve.post(`${PATH}/name`, { version: '0', title: 'Eve’s', tagline: 'x' })).status).toBe(403);
  for (const path of ['/history/0/restore', '/history/7/restore'])
    for (const version of ['0', '7'])
      expect((await eve.post(`${PATH}${path}`, { version })).status).toBe(403);
  expect(await saved()).toEqual({});
  expect(await (await eve.get('/newsroom')).text()).not.toContain(PATH);
});

test('the page says what is in force in words, and where the rest stands', async () => {
  const text = (await pageAt('')).querySelector('main')?.textContent ?? '';
  for (const words of [
    'Name: Open Wire.',
    'Topics: Web feeds, Open standards,',
    'Who must approve: Nobody: whoever may publish does.',
    'The authors who have a page and feeds of their own',
  ])
    expect(text).toContain(words);
});

test.each(['/name', '/topics', '/look', '/time', '/review', '/wire'])(
  '%s sent as it is changes nothing',
  async (path) => {
    expect((await edit(path, {})).headers.get('Location')).toBe(`${PATH}${path}?done=same`);
    expect(await saved()).toEqual({});
  },
);

test('the name is changed, in the newsroom and for readers, and nothing else is saved', async () => {
  const done = await edit('/name', { title: ' The Harbour Post ' });
  expect(done.headers.get('Location')).toBe(`${PATH}/name?done=seen`);
  expect(await saved()).toEqual({ title: 'The Harbour Post' });
  await drain();
  expect(await (await ann.get('/newsroom')).text()).toContain('The Harbour Post <span');
  expect(await (await read('/')).text()).toContain('The Harbour Post');
  expect(await (await read('/no-such-page')).text()).toContain('The Harbour Post');
  // Whoever is not signed in sees it too.
  expect(await (await read('/newsroom/sign-in')).text()).not.toContain('Open Wire');
});

test('a topic gets its address from its title, and keeps it under another', async () => {
  const topics = async () => fieldsOf(await pageAt('/topics')).topic ?? [];
  await edit('/topics', { topic: [...(await topics()).filter(Boolean), 'Road Safety', '', ''] });
  await drain();
  expect((await read('/topics/road-safety')).status).toBe(200);
  const renamed = (await topics()).map((title) => (title === 'Road Safety' ? 'Safe roads' : title));
  await edit('/topics', { topic: renamed });
  await drain();
  expect(await (await read('/topics/road-safety')).text()).toContain('Safe roads');
  const list = (await saved()).topics as { slug: string }[];
  expect(list.map(({ slug }) => slug)).toContain('road-safety');
});

test('the titles of a topic in other languages stay when the form is saved', async () => {
  const named = { slug: 'rates', title: 'Rates', finished: false, names: { de: 'Zinsen' } };
  await saveSettings({ topics: [named] });
  await edit('/topics', { topic: ['Interest rates'] });
  expect((await saved()).topics).toEqual([{ ...named, title: 'Interest rates' }]);
});

test('a form that is sent without its topics removes none', async () => {
  const before = fieldsOf(await pageAt('/topics')).topic;
  await edit('/topics', { topic: [] });
  expect(fieldsOf(await pageAt('/topics')).topic).toEqual(before);
  expect(await saved()).toEqual({});
});

test('a topic with stories is not removed, and what was typed stays', async () => {
  await call('PUT', '/stories/first', aStory({ slug: 'first', keywords: ['web-feeds'] }));
  const refused = await edit('/topics', { topic: ['', 'Open standards', 'Roads'] });
  expect(refused.status).toBe(409);
  expect(await refused.text()).toContain('The topic “Web feeds” has stories');
  expect(await saved()).toEqual({});
});

test('a colour that is hard to read is refused with one that is not; a preview saves nothing', async () => {
  const colours = { 'own-colour': 'yes', 'colour-light': '#ffee00', 'colour-dark': '#86b7f2' };
  const refused = await edit('/look', colours);
  expect(refused.status).toBe(422);
  expect(await textOf(refused)).toMatch(
    /Colour of links on light screens must have a contrast .* has enough\./,
  );
  const preview = await edit('/look', { ...colours, 'colour-light': '#00665a', do: 'preview' });
  expect(await preview.text()).toContain('fill="#00665a"');
  expect(await saved()).toEqual({});
  // Whoever chooses a colour means it, even without the tick.
  await edit('/look', { 'colour-light': '#00665a' });
  await drain();
  expect(await (await read('/')).text()).toContain('#00665a');
});

test('paper, masthead and lists are what readers see, and a paper that is hard to read on is refused', async () => {
  const look = {
    'paper-light': '#fff1e5',
    'paper-dark': '#1a1512',
    'brand.masthead': 'wide',
    'brand.density': 'dense',
  };
  const refused = await edit('/look', { ...look, 'paper-light': '#c0a080' });
  expect(refused.status).toBe(422);
  expect(await textOf(refused)).toMatch(/Paper on light screens must have a contrast .* has enough\./);
  expect(await saved()).toEqual({});
  await edit('/look', look);
  expect(await saved()).toEqual({
    'brand.paper': { light: '#fff1e5', dark: '#1a1512' },
    'brand.masthead': 'wide',
    'brand.density': 'dense',
  });
  await drain();
  const front = await (await read('/')).text();
  for (const text of ['--paper:#fff1e5', '--band']) expect(front).toContain(text);
});

test('times are in the zone that was chosen, at once', async () => {
  await edit('/time', { timeZone: 'Asia/Kathmandu' });
  expect((await pageAt('/time')).querySelector('#hint-timeZone')?.textContent).toMatch(
    /^It is now .* in Kathmandu \(Asia\)\.$/,
  );
  const forged = await edit('/time', { timeZone: '<script>' });
  expect([forged.status, await forged.text()]).toEqual([422, expect.not.stringContaining('"<script>"')]);
});

test('a model that is not named is refused beside its field', async () => {
  const refused = await edit('/wire', { 'wire.drafter': 'workers-ai' });
  expect(refused.status).toBe(422);
  const { document } = parseHTML(await refused.text());
  const field = document.querySelector('[name="wire.model"]');
  expect(field?.getAttribute('aria-invalid')).toBe('true');
  expect(document.getElementById('fault-wire.model')?.textContent).toBe('Model is required.');
});

test('of two who change the same, the second is told what the first has saved, and decides', async () => {
  const opened = fieldsOf(await pageAt('/name'));
  await saveSettings({ title: 'First' });
  const clash = await ann.post(`${PATH}/name`, { ...opened, title: 'Second' });
  expect(clash.status).toBe(412);
  const { document } = parseHTML(await clash.text());
  expect(document.querySelector('.said')?.textContent).toMatch(/ann has changed .* Name: First\. Save again/);
  expect(document.querySelector('[name=title]')?.getAttribute('value')).toBe('Second');
  await ann.post(`${PATH}/name`, { ...fieldsOf(document), title: 'Second' });
  expect(await saved()).toMatchObject({ title: 'Second' });
});

test('what only the other has changed stays when the second saves again', async () => {
  const opened = fieldsOf(await pageAt('/name'));
  await saveSettings({ title: 'First', tagline: 'Theirs.' });
  const clash = await ann.post(`${PATH}/name`, { ...opened, title: 'Second' });
  const { document } = parseHTML(await clash.text());
  expect(document.querySelector('.said')?.textContent).toMatch(/Name: First\. Save again/);
  await ann.post(`${PATH}/name`, fieldsOf(document));
  expect(await saved()).toMatchObject({ title: 'Second', tagline: 'Theirs.' });
});

test('an earlier version is compared and put back', async () => {
  await edit('/name', { title: 'A' });
  await edit('/review', { review: 'two' });
  const history = (await pageAt('/history')).querySelector('main')?.textContent ?? '';
  expect(history).toMatch(/Version 2.*Changed: Who must approve\..*Version 1.*Changed: Name\./s);
  const first = await pageAt('/history/1');
  expect(first.querySelector('table')?.textContent).toMatch(/Who must approve.*Nobody.*Two people/s);
  await ann.post(`${PATH}/history/1/restore`, fieldsOf(first));
  expect(await saved()).toEqual({ title: 'A' });
  await ann.post(`${PATH}/history/0/restore`, fieldsOf(await pageAt('/history/0')));
  expect(await saved()).toEqual({});
  expect((await ann.get(`${PATH}/history/99`)).status).toBe(404);
});

test.each([
  ['Road Safety', 'road-safety'],
  ['  Straßen & Brücken!', 'strassen-brucken'],
  ['تقنية', 'topic-1'],
  ['Taken', 'taken-2'],
  ['x'.repeat(300), 'x'.repeat(56)],
])('the address of “%s” is %s', (title, slug) => {
  expect(topicSlugFor(title, new Set(['taken']))).toBe(slug);
});
