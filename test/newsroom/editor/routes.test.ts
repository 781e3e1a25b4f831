import { env } from 'cloudflare:workers';
import { parseHTML } from 'linkedom';
import { beforeEach, describe, expect, test } from 'vitest';
import { draftsOf } from '../../../src/desk/desk-stub.ts';
import type { Actor } from '../../../src/desk/people/roles.ts';
import { type Browser, signIn } from '../browser.ts';

const samples = import.meta.glob<string>('../../../data/stories/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const [sample = ''] = Object.entries(samples).flatMap(([path, text]) =>
  path.includes('atom-becomes') ? [text] : [],
);

type Page = ReturnType<typeof parseHTML>['document'];

let ann: Browser;
let id: string;

/** The person at a browser, as the Desk knows them. */
const actorOf = (browser: Browser): Actor => ({ name: 'Ann Lee', role: 'editor', person: browser.person });

const find = async () => {
  const found = await draftsOf(env).find(id, actorOf(ann));
  if (!found.ok) throw new Error(found.detail);
  return found.draft;
};

async function begin(text: string): Promise<void> {
  const actor = actorOf(ann);
  const made = await draftsOf(env).create({ name: 'a-draft', text, base: null, actor, now: Date.now() });
  if (!made.ok) throw new Error(made.detail);
  id = made.draft.id;
}

const page = async (path = '', browser = ann) => {
  const response = await browser.get(`/newsroom/drafts/${id}${path}`);
  return {
    status: response.status,
    headers: response.headers,
    document: parseHTML(await response.text()).document,
  };
};

const CHARACTERS: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** Decodes the text of a `<textarea>`, which linkedom leaves as it is. */
const decoded = (text: string) =>
  text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (found) => CHARACTERS[found] ?? found);

/** Reads the fields that a browser would send. */
function fieldsOf(document: Page, form = '#draft'): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  const add = (name: string, value: string) => {
    fields[name] = [...(fields[name] ?? []), value.replaceAll(/\r?\n/g, '\r\n')];
  };
  for (const control of document.querySelectorAll(`${form} :is(input,textarea,select)`)) {
    const name = control.getAttribute('name');
    if (!name || control.closest('template')) continue;
    if (control.localName === 'textarea') add(name, decoded(control.textContent ?? '').replace(/^\n/, ''));
    else if (control.localName === 'select')
      add(name, control.querySelector('option[selected]')?.getAttribute('value') ?? '');
    else if (
      !/^(checkbox|radio)$/.test(control.getAttribute('type') ?? '') ||
      control.hasAttribute('checked')
    )
      add(name, control.getAttribute('value') ?? '');
  }
  return fields;
}

const save = (fields: Record<string, string | string[]>, headers = {}) =>
  ann.post(`/newsroom/drafts/${id}`, { action: 'save', ...fields }, headers);

beforeEach(async () => {
  ann = await signIn('Ann Lee', 'editor');
  await begin(sample);
});

describe('the form', () => {
  test('saves nothing if nothing was typed', async () => {
    const { document } = await page();
    const response = await save(fieldsOf(document));
    expect(response.status).toBe(303);
    expect((await find()).text).toBe(sample);
    expect((await find()).version).toBe(1);
  });

  test('keeps every other byte of a draft with CRLF', async () => {
    await begin(sample.replaceAll('\n', '\r\n'));
    const { document } = await page();
    await save({ ...fieldsOf(document), headline: 'Another headline' });
    expect((await find()).text).toBe(
      sample.replace(/^headline: .*$/m, 'headline: Another headline').replaceAll('\n', '\r\n'),
    );
  });

  test('adds, moves and removes sources without a script', async () => {
    let { document } = await page();
    const count = document.querySelectorAll('[data-list=source]>li').length;
    const added = await save({ ...fieldsOf(document), action: 'add-source' });
    const path = (added.headers.get('Location') ?? '').split(id)[1] ?? '';
    expect(path).toBe(`?add=source#source-${count}`);
    ({ document } = await page(path));
    await save({ ...fieldsOf(document), [`source.${count}.url`]: 'https://new.example/a' });
    expect((await find()).text).toContain('  - url: https://new.example/a\n');
    ({ document } = await page());
    await save({ ...fieldsOf(document), action: `move-source-${count}` });
    ({ document } = await page());
    expect(fieldsOf(document)[`source.${count - 1}.url`]).toEqual(['https://new.example/a']);
    await save({ ...fieldsOf(document), action: `remove-source-${count - 1}` });
    expect((await find()).text).toBe(sample);
  });

  test('keeps a value that breaks a rule, with its fault at the field', async () => {
    let { document } = await page();
    await save({
      ...fieldsOf(document),
      'source.0.url': 'bank.example',
      'datePublished.day': 'tomorrow',
      'datePublished.time': '',
    });
    expect((await find()).text).toContain('datePublished: tomorrow');
    ({ document } = await page());
    for (const name of ['source.0.url', 'datePublished.day']) {
      const field = document.getElementById(name);
      expect(field?.getAttribute('aria-invalid')).toBe('true');
      expect(field?.getAttribute('aria-describedby')).toContain(`fault-${name}`);
    }
    expect(document.getElementById('fault-source.0.url')?.textContent).toContain(
      'Source 1, address must be a whole web address',
    );
    expect(document.querySelector('#all-faults a[href="#source.0.url"]')).not.toBeNull();
    expect(fieldsOf(document)['datePublished.day']).toEqual(['tomorrow']);
  });

  test('leads to the line of the text if the front matter cannot be read, and loses nothing', async () => {
    const broken = sample.replace(/^headline: .*$/m, 'headline: "Rates fall');
    await begin(broken);
    const { document } = await page();
    const link = document.querySelector('a.button')?.getAttribute('href') ?? '';
    expect(link).toBe(`/newsroom/drafts/${id}/text?line=2`);
    const text = await page(link.split(id)[1]);
    expect(fieldsOf(text.document).text?.[0]?.replaceAll('\r\n', '\n')).toBe(broken);
  });

  test('shows what was typed beside what somebody else has saved, and merges nothing', async () => {
    const { document } = await page();
    const bob = await signIn('Bob Ray', 'editor');
    const theirs = { ...fieldsOf(document), headline: 'Bob’s headline', action: 'save' };
    await bob.post(`/newsroom/drafts/${id}`, theirs);
    const response = await save({ ...fieldsOf(document), headline: 'Ann’s headline' });
    expect(response.status).toBe(409);
    const { document: both } = parseHTML(await response.text());
    expect(fieldsOf(both).headline).toEqual(['Ann’s headline']);
    expect(both.querySelector('.other')?.textContent).toMatch(/Bob Ray.*Bob’s headline/s);
    expect((await find()).headline).toBe('Bob’s headline');
    await save(fieldsOf(both));
    expect((await find()).headline).toBe('Ann’s headline');
    expect((await find()).version).toBe(3);
  });

  test('answers a script as JSON', async () => {
    const { document } = await page();
    const fields = fieldsOf(document);
    const json = { Accept: 'application/json' };
    const saved = await save({ ...fields, headline: 'Two' }, json);
    expect(await saved.json()).toMatchObject({
      version: 2,
      state: 'draft',
      voided: false,
      check: { faults: [] },
    });
    const stale = await save({ ...fields, headline: 'Three' }, json);
    expect(stale.status).toBe(409);
    expect(await stale.json()).toMatchObject({
      current: { version: 2, by: 'Ann Lee', fields: { headline: 'Two' } },
    });
  });

  test('weighs at most 20 kB with twelve sources', async () => {
    const sources = Array.from(
      { length: 12 },
      (_, at) =>
        `  - url: https://source-${at}.example/story/${at * 7919}\n    name: "Report number ${at}: what it says"\n    publisher:\n      name: Publisher ${at}\n    datePublished: 2026-03-0${(at % 9) + 1}\n`,
    );
    await begin(sample.replace(/^citation:\n/m, `citation:\n${sources.join('')}`));
    const response = await ann.get(`/newsroom/drafts/${id}`);
    const zipped = new Response(response.body?.pipeThrough(new CompressionStream('gzip')));
    const { byteLength } = await zipped.arrayBuffer();
    expect(byteLength).toBeGreaterThan(2_000);
    expect(byteLength).toBeLessThanOrEqual(20_000);
  });
});

test('a check says what is wrong, and stores nothing', async () => {
  const { document } = await page();
  const fields = {
    ...fieldsOf(document),
    'source.0.url': 'x',
    articleBody: 'So it is.([a](https://a.example/)) ([b](b))',
  };
  const response = await ann.post(`/newsroom/drafts/${id}/check`, fields, { Accept: 'application/json' });
  const check = await response.json<Record<string, unknown[]>>();
  expect(check.faults).toContainEqual(
    expect.objectContaining({ field: 'source.0.url', label: 'Source 1, address' }),
  );
  expect(check.citations?.map((each) => (each as { state: string }).state)).toEqual(['unlisted', 'invalid']);
  expect((await find()).text).toBe(sample);
});

describe('previews', () => {
  test('show the page, the feed and the card', async () => {
    for (const path of ['/page', '/feed']) {
      const { document, headers, status } = await page(path);
      expect(status).toBe(200);
      expect(headers.get('Content-Security-Policy')).toMatch(/frame-ancestors 'self'; sandbox/);
      expect(document.body.textContent).toContain('Atom is the feed format with a standards-track RFC.');
    }
    const card = await ann.get(`/newsroom/drafts/${id}/card.png`);
    expect(card.headers.get('Content-Type')).toBe('image/png');
    expect((await card.arrayBuffer()).byteLength).toBeGreaterThan(5_000);
  });

  test('of a faulty draft say what is missing', async () => {
    await begin('---\nheadline: Rates fall\ncitation:\n  - url: nowhere\n---\n\nSo it is.');
    const { document, status } = await page('/page');
    expect(status).toBe(200);
    expect(document.body.textContent).toContain('TL;DR is still missing.');
    expect(document.querySelector('h1')?.textContent).toBe('Rates fall');
    expect((await page('/feed')).document.body.textContent).toContain('Rates fall');
    expect((await ann.get(`/newsroom/drafts/${id}/card.png`)).status).toBe(200);
    await begin('No front matter');
    expect((await page('/page')).document.body.textContent).toContain('must begin with front matter');
  });
});
