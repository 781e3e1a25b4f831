import { env } from 'cloudflare:workers';
import { parseHTML } from 'linkedom';
import { beforeEach, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { freeSlug } from '../../../../src/newsroom/frame/slug.ts';
import { call, drain, read, reopen, saveSettings } from '../../../newsroom.ts';
import { aStory } from '../../../samples.ts';
import { pictureFile } from '../../../site/pictures/files.ts';
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
  for (const area of document.querySelectorAll('main form textarea'))
    add(area.getAttribute('name') ?? '', area.textContent ?? '');
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
    'Authors: Ann Lee, Samuel Osei,',
    'The language of the newsroom',
  ])
    expect(text).toContain(words);
});

test.each([
  '/name',
  '/topics',
  '/languages',
  '/logo',
  '/look',
  '/links',
  '/rights',
  '/policies',
  '/time',
  '/review',
  '/wire',
])('%s sent as it is changes nothing', async (path) => {
  expect((await edit(path, {})).headers.get('Location')).toBe(`${PATH}${path}?done=same`);
  expect(await saved()).toEqual({});
});

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

test('a name of which nothing is seen is refused', async () => {
  for (const title of ['\u200b\u200b', '\u3164', '\u2800'])
    expect(await textOf(await edit('/name', { title }))).toContain('Name is still missing.');
  expect(await saved()).toEqual({});
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

test('whose name makes the address of the form for somebody new gets another, and loses nothing to who comes next', async () => {
  await saveSettings({ people: [{ slug: 'new', name: 'New' }] });
  await edit('/people/new', { name: 'New', role: 'Reporter' });
  expect((await saved()).people).toEqual([{ slug: 'new', name: 'New' }]);
  await edit('/people/new', { name: 'NEW!', role: 'Reporter' });
  expect((await saved()).people).toEqual([
    { slug: 'new', name: 'New' },
    { slug: 'new-2', name: 'NEW!', role: 'Reporter' },
  ]);
});

test('somebody who is added has a page at an address made from the name, until taken off the list', async () => {
  const typed = { name: ' Zoë Ångström ', role: 'Reporter', url: 'zoe.example/me' };
  const done = await edit('/people/new', typed);
  expect(done.headers.get('Location')).toBe(`${PATH}/people?done=seen`);
  const { people } = (await saved()) as { people: unknown[] };
  expect(people.at(-1)).toEqual({
    slug: 'zoe-angstrom',
    name: 'Zoë Ångström',
    role: 'Reporter',
    url: 'https://zoe.example/me',
  });
  await call('PUT', '/stories/first', aStory({ slug: 'first', author: [{ name: 'Zoë Ångström' }] }));
  await drain();
  for (const path of ['/authors/zoe-angstrom', '/authors/zoe-angstrom/rss.xml'])
    expect(await (await read(path)).text()).toContain('Zoë Ångström');
  expect(await (await read('/stories/first')).text()).toContain('/authors/zoe-angstrom');
  await edit('/people/zoe-angstrom', { do: 'remove' });
  await drain();
  expect((await read('/authors/zoe-angstrom')).status).toBe(404);
  expect(await (await read('/stories/first')).text()).not.toContain('/authors/zoe-angstrom');
  expect((await ann.get(`${PATH}/people/zoe-angstrom`)).status).toBe(404);
});

test('somebody called New can be changed like others', async () => {
  await edit('/people/new', { name: 'New' });
  const { people } = (await saved()) as { people: { slug: string }[] };
  expect(people.at(-1)?.slug).toBe('new-2');
  expect((await pageAt('/people/new-2')).querySelector('[name=name]')?.getAttribute('value')).toBe('New');
});

test('somebody of the file who is taken off the list has no page, and is back with the version before', async () => {
  expect((await read('/authors/ann-lee')).status).toBe(200);
  await edit('/people/ann-lee', { do: 'remove' });
  await drain();
  for (const path of ['/authors/ann-lee', '/authors/ann-lee/atom.xml'])
    expect((await read(path)).status).toBe(404);
  await ann.post(`${PATH}/history/0/restore`, fieldsOf(await pageAt('/history/0')));
  await drain();
  expect((await read('/authors/ann-lee')).status).toBe(200);
});

test('what is wrong with a person is said at the field, and what was typed stays', async () => {
  const refused = await edit('/people/new', { name: 'Ann Lee', url: 'my page' });
  expect(refused.status).toBe(422);
  const { document } = parseHTML(await refused.text());
  const faults = [...document.querySelectorAll('.fault')].map((fault) => fault.textContent);
  expect(faults).toEqual([
    'A page of their own elsewhere must be a whole web address, like https://publisher.example/article.',
  ]);
  expect(document.querySelector('[name=url]')?.getAttribute('value')).toBe('my page');
  const twice = await edit('/people/new', { name: 'ann lee' });
  expect(await textOf(twice)).toContain('Name is there twice. Each must be different.');
  expect(await saved()).toEqual({});
});

test('two admins who change two people both keep what they typed; of two who change one, the second decides', async () => {
  const [annLee, samuel] = [
    fieldsOf(await pageAt('/people/ann-lee')),
    fieldsOf(await pageAt('/people/samuel-osei')),
  ];
  await edit('/people/ann-lee', { role: 'Publisher' });
  await ann.post(`${PATH}/people/samuel-osei`, { ...samuel, role: 'Editor' });
  const roles = async () => ((await saved()).people as { role: string }[]).map(({ role }) => role);
  expect((await roles()).slice(0, 2)).toEqual(['Publisher', 'Editor']);
  const clash = await ann.post(`${PATH}/people/ann-lee`, { ...annLee, role: 'Founder' });
  expect(clash.status).toBe(412);
  const { document } = parseHTML(await clash.text());
  expect(document.querySelector('[name=role]')?.getAttribute('value')).toBe('Founder');
  await ann.post(`${PATH}/people/ann-lee`, fieldsOf(document));
  expect((await roles()).slice(0, 2)).toEqual(['Founder', 'Editor']);
});

test('somebody is moved in the list by whoever chooses another place, and by nobody else', async () => {
  const slugs = async () => ((await saved()).people as { slug: string }[]).map(({ slug }) => slug);
  const annLee = fieldsOf(await pageAt('/people/ann-lee'));
  await edit('/people/samuel-osei', { place: '1' });
  expect((await slugs()).slice(0, 2)).toEqual(['samuel-osei', 'ann-lee']);
  await ann.post(`${PATH}/people/ann-lee`, { ...annLee, role: 'Publisher' });
  expect((await slugs()).slice(0, 2)).toEqual(['samuel-osei', 'ann-lee']);
  await edit('/people/ann-lee', { place: '1' });
  expect((await slugs()).slice(0, 2)).toEqual(['ann-lee', 'samuel-osei']);
});

test('a language that is ticked has a front page for readers, and is chosen by its name', async () => {
  expect(await textOf(await ann.get(`${PATH}/languages`))).toContain('Deutsch (German)');
  expect((await read('/languages/de')).status).toBe(404);
  await edit('/languages', { languages: ['de'] });
  await drain();
  expect((await read('/languages/de')).status).toBe(200);
  await edit('/languages', { languages: [] });
  await drain();
  expect((await read('/languages/de')).status).toBe(404);
});

test('links are what readers find on every page; one without words is refused at its row', async () => {
  const refused = await edit('/links', { 'nav-label': ['About', ''], 'nav-url': ['/about', '/corrections'] });
  expect(refused.status).toBe(422);
  expect(await textOf(refused)).toContain('Link 2 is still missing.Leads to');
  await edit('/links', {
    'nav-label': ['About', 'Jobs', ''],
    'nav-url': ['/about', 'jobs.example', ''],
    heading: ['More', ''],
    'column-0-label': ['Archive', ''],
    'column-0-url': ['/archive/1', ''],
    'column-1-label': [],
    'column-1-url': [],
  });
  expect(await saved()).toEqual({
    nav: [
      { label: 'About', url: '/about' },
      { label: 'Jobs', url: 'https://jobs.example' },
    ],
    footer: [{ heading: 'More', links: [{ label: 'Archive', url: '/archive/1' }] }],
  });
  await drain();
  const front = await (await read('/')).text();
  expect(front).toContain('href="https://jobs.example/"');
  expect(front).not.toContain('href="/imprint"');
});

test('licence and what machines may do are in pages, headers, robots.txt and the licence for machines', async () => {
  expect((await read('/license.xml')).status).toBe(404);
  await edit('/rights', {
    'license-choice': 'https://creativecommons.org/licenses/by-sa/4.0/',
    'usage-search': 'yes',
    'usage-aiInput': 'no',
    'usage-aiTrain': 'no',
  });
  await drain();
  const front = await read('/');
  expect(front.headers.get('Content-Usage')).toBe('search=y, train-ai=n');
  expect(await (await read('/rss.xml')).text()).toContain('by-sa/4.0');
  expect(await (await read('/robots.txt')).text()).toContain('ai-train=no');
  expect((await read('/license.xml')).status).toBe(200);
  for (const path of ['/mcp', '/ask?query=feeds', '/llms.txt', '/schema-map.xml', '/schema.jsonl'])
    expect([path, (await read(path)).status]).toEqual([path, 404]);
});

test('a history that is no longer public is gone, and is back when it is', async () => {
  await call('PUT', '/stories/first', aStory({ slug: 'first' }));
  await drain();
  expect((await read('/stories/first/history')).status).toBe(200);
  await edit('/policies', { publicHistory: [] });
  expect(await saved()).toEqual({ publicHistory: false });
  await drain();
  expect((await read('/stories/first/history')).status).toBe(404);
  expect(await (await read('/stories/first')).text()).not.toContain('/stories/first/history');
  expect(await (await read('/llms.txt')).text()).not.toContain('history.json');
  await edit('/policies', { publicHistory: 'yes' });
  await drain();
  expect(await (await read('/llms.txt')).text()).toContain('/stories/{slug}/history.json');
  expect((await read('/stories/first/history')).status).toBe(200);
});

test('who answers may be named by a page of this site', async () => {
  const refused = await edit('/policies', { 'responsible-email': 'nobody' });
  expect(await textOf(refused)).toContain('E-mail address must be an e-mail address, like');
  await edit('/policies', { 'responsible-url': '/imprint', publishingPrinciples: '/principles' });
  expect(await saved()).toMatchObject({
    responsible: { name: 'Ann Lee', url: expect.stringMatching(/^https?:\/\/.*\/imprint$/) },
    publishingPrinciples: expect.stringMatching(/\/principles$/),
  });
});

test('a logo is uploaded in the form; one that is no picture, or of another size than its fellow, is refused', async () => {
  const send = async (files: Record<string, Uint8Array>, ticked: readonly string[] = []) => {
    const form = new FormData();
    for (const [name, values] of Object.entries(fieldsOf(await pageAt('/logo'))))
      if (!name.endsWith('-file')) for (const value of values) form.append(name, value);
    for (const name of ticked) form.append(name, 'yes');
    for (const [name, bytes] of Object.entries(files))
      form.append(`${name}-file`, new File([bytes as Uint8Array<ArrayBuffer>], 'logo.png'));
    return ann.upload(`${PATH}/logo`, form, { Origin: 'https://news.example' });
  };
  const broken = await send({ mark: new TextEncoder().encode('no picture') });
  expect(broken.status).toBe(422);
  expect(
    parseHTML(await broken.text())
      .document.querySelector('#mark-file')
      ?.getAttribute('aria-invalid'),
  ).toBe('true');
  const other = await send({
    masthead: pictureFile('photo.png'),
    'masthead-dark': pictureFile('palette.png'),
  });
  expect(await textOf(other)).toContain('It has 48 × 32 pixels, and the other logo 32 × 48 pixels.');
  expect(await saved()).toEqual({});
  const done = await send({ mark: pictureFile('photo.png'), masthead: pictureFile('photo.png') });
  expect(done.headers.get('Location')).toBe(`${PATH}/logo?done=seen`);
  const { logo, 'brand.logo': masthead } = (await saved()) as Record<string, Record<string, unknown>>;
  expect(logo).toMatchObject({ width: 32, height: 48, encodingFormat: 'image/png' });
  await drain();
  expect(await (await read('/')).text()).toContain(`<img src="${masthead?.light}"`);
  expect((await read(String(logo?.url))).headers.get('Content-Type')).toBe('image/png');
  await send({ 'masthead-dark': pictureFile('photo.png') });
  expect((await saved())['brand.logo']).toHaveProperty('dark');
  await send({ masthead: pictureFile('palette.png') }, ['without-masthead-dark']);
  expect((await saved())['brand.logo']).toEqual({ light: expect.any(String), width: 48, height: 32 });
});

test('the front page is shown with a look that is not saved, only to the newsroom', async () => {
  await call('PUT', '/stories/first', aStory({ slug: 'first', headline: 'Ports reopen' }));
  await drain();
  const source = async (path: string) =>
    (await pageAt(path)).querySelector('iframe[data-look]')?.getAttribute('src') ?? '';
  const typed = (await source('/look')).replace(/colour-light=[^&]*/, 'colour-light=%2300665a');
  const page = await ann.get(typed);
  expect(page.headers.get('Content-Security-Policy')).toMatch(/frame-ancestors 'self'; sandbox/);
  const text = await page.text();
  for (const words of ['Ports reopen', '#00665a']) expect(text).toContain(words);
  expect((await ann.get(typed.replace('00665a', 'ffee00'))).status).toBe(422);
  expect(await saved()).toEqual({});
  expect((await (await signIn('Eve', 'editor')).get(typed)).status).toBe(403);
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
  expect(document.getElementById('fault-wire.model')?.textContent).toBe('Model is still missing.');
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
  expect(freeSlug(title, new Set(['taken']), 'topic')).toBe(slug);
});
