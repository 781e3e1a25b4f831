import { env } from 'cloudflare:workers';
import { parseHTML } from 'linkedom';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../../src/newsroom/desk/desk-stub.ts';
import type { Actor } from '../../../../../src/newsroom/people/desk/roles.ts';
import { type Browser, signIn } from '../../../frame/browser.ts';

const samples = import.meta.glob<string>('../../../../../data/stories/*.md', {
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
  const found = await deskOf(env).drafts.find(id, actorOf(ann));
  if (!found.ok) throw new Error(found.detail);
  return found.draft;
};

async function begin(text: string): Promise<void> {
  const actor = actorOf(ann);
  const made = await deskOf(env).drafts.create({ name: 'a-draft', text, base: null, actor, now: Date.now() });
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

test('front matter in which lists are nested too deeply is said to be, by its field, and its text stays', async () => {
  const deep = sample.replace(/^headline: .*$/m, `headline: ${'['.repeat(2000)}x${']'.repeat(2000)}`);
  await begin(deep);
  const { document } = await page();
  const said = document.querySelector('main')?.textContent;
  expect(said).toContain('64 levels');
  expect(said).toContain('Headline');
  const sent = await ann.post(`/newsroom/drafts/${id}`, { version: '1', articleBody: 'New.' });
  expect(sent.status).toBe(422);
  expect((await find()).text).toBe(deep);
});

describe('the page of writing', () => {
  test('has the fields of the form, folds what is about sources, and leads to the form without a script', async () => {
    const { document } = await page('?picture=1&done=saved');
    expect(fieldsOf(document)).toEqual(fieldsOf((await page('/form')).document));
    expect(document.querySelector('noscript meta')?.getAttribute('content')).toBe(
      `0;url=/newsroom/drafts/${id}/form?picture=1&done=saved`,
    );
    const folds = [...document.querySelectorAll('[data-list=source] > li > details')];
    expect(folds.length).toBeGreaterThan(0);
    for (const fold of folds) {
      expect(fold.hasAttribute('open')).toBe(false);
      expect(fold.querySelector('summary [data-title]')?.textContent).not.toBe('');
    }
  });

  test('opens a source with a fault, and says how much there is to do', async () => {
    const { document } = await page();
    await save({ ...fieldsOf(document), 'source.0.url': 'bank.example' });
    const shown = (await page()).document;
    expect(shown.querySelector('#source-0 > details')?.hasAttribute('open')).toBe(true);
    expect(shown.querySelector('[data-count=faults]')?.textContent).toMatch(/\d/);
  });

  test('leads back to itself, as the form does', async () => {
    const { document } = await page();
    const saved = async (path: string) => {
      const response = await ann.post(`/newsroom/drafts/${id}${path}`, {
        ...fieldsOf(document),
        version: String((await find()).version),
        action: 'save',
      });
      return response.headers.get('Location')?.split(id)[1];
    };
    expect(await saved('')).toBe('?done=saved');
    expect(await saved('/form')).toBe('/form?done=saved');
  });
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
    expect(path).toBe(`/form?add=source#source-${count}`);
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
    expect(document.getElementById('fault-source.0.url')?.textContent).toMatch(
      /^Source 1, address .* web address/,
    );
    expect(document.querySelector('#all-faults a[href="#source.0.url"]')).not.toBeNull();
    expect(fieldsOf(document)['datePublished.day']).toEqual(['tomorrow']);
  });

  test('says when the story appears: once it is published, or at a time', async () => {
    const [WHEN, DAY, TIME] = ['datePublished.when', 'datePublished.day', 'datePublished.time'] as const;
    const begun = await ann.post('/newsroom/drafts', { headline: 'Rates fall', name: '', language: 'en' });
    id = (begun.headers.get('Location') ?? '').split('/').at(-1) ?? '';
    const choose = async (fields: Record<string, string>) => {
      const { document } = await page();
      await save({ ...fieldsOf(document), abstract: 'They fall.', articleBody: 'Text.', ...fields });
      const [form, publishing] = [await page(), (await page('/publish')).document];
      return {
        shown: fieldsOf(form.document)[WHEN]?.[0],
        fault: form.document.getElementById(`fault-${DAY}`)?.textContent ?? '',
        appears: publishing.querySelector('dl')?.textContent ?? '',
        button: publishing.querySelector('button.main'),
        text: (await find()).text,
      };
    };
    const first = await choose({});
    expect(first).toMatchObject({ shown: 'on publishing', fault: '' });
    expect(first.appears).toContain('at once');
    expect(first.text).not.toContain('datePublished');
    const open = await choose({ [WHEN]: 'at a time' });
    expect(open).toMatchObject({ shown: 'at a time' });
    expect(open.fault).toContain('a day and a time');
    expect(open.button?.hasAttribute('disabled')).toBe(true);
    const timed = await choose({ [DAY]: '2199-01-01', [TIME]: '09:30' });
    expect(timed.appears).toContain('on 1 Jan 2199, 09:30');
    expect(timed.button?.textContent).toContain('Schedule version');
    // A script goes on sending the fields that the form has hidden.
    for (const round of [1, 2]) {
      const sent = { [WHEN]: 'on publishing', [DAY]: '2199-01-01', [TIME]: '09:30' };
      const last = await choose(sent);
      expect(last, `round ${round}`).toMatchObject({ shown: 'on publishing', fault: '' });
      expect(last.text).not.toContain('datePublished');
      expect(last.button?.textContent).toContain('Publish version');
    }
  });

  test('says calmly what is still empty', async () => {
    await begin('---\nheadline: Rates fall\n---\n\n');
    const { document } = await page();
    expect(document.querySelector('#all-faults')?.textContent).toMatch(/^Still empty: TL;DR, /);
    expect(document.querySelectorAll('.fault:not([hidden]), [aria-invalid]')).toHaveLength(0);
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

  describe('when somebody else has saved meanwhile', () => {
    const json = { Accept: 'application/json' };
    let typed: Record<string, string[]>;
    const saveAsBob = async (fields: Record<string, string>) => {
      const bob = await signIn('Bob Ray', 'editor');
      await bob.post(`/newsroom/drafts/${id}`, { ...typed, ...fields, action: 'save' });
    };
    const [analysis = ''] = /(?<=\n---\n\n).*$/s.exec(sample) ?? [];
    const paragraphs = analysis.split('\n\n');
    const changing = (index: number, to: string) => paragraphs.with(index, to).join('\n\n');

    beforeEach(async () => {
      typed = fieldsOf((await page()).document);
    });

    test('saves both, if they changed different fields, rows and paragraphs', async () => {
      await saveAsBob({
        abstract: 'Bob’s TL;DR.',
        'source.9.url': 'https://bob.example/',
        articleBody: changing(0, 'Bob’s paragraph.'),
      });
      const last = paragraphs.length - 1;
      const mine = {
        headline: 'Ann’s headline',
        'source.9.url': 'https://ann.example/',
        articleBody: changing(last, 'Ann’s paragraph.\n'),
      };
      const response = await save({ ...typed, ...mine });
      expect(response.headers.get('Location')).toBe(`/newsroom/drafts/${id}?done=merged`);
      const { text, version } = await find();
      expect(version).toBe(3);
      for (const words of ['Ann’s headline', 'Bob’s TL;DR.', 'https://ann.example/', 'https://bob.example/'])
        expect(text).toContain(words);
      expect(
        text.endsWith(paragraphs.with(0, 'Bob’s paragraph.').with(last, 'Ann’s paragraph.\n').join('\n\n')),
      ).toBe(true);
      const versions = await (await ann.get(`/newsroom/drafts/${id}/versions`)).text();
      expect(versions).toMatch(/Version 3<.*put together with what Bob Ray had saved meanwhile.*Version 2</s);
    });

    test('answers a script with the merged fields, and checks evidence anew', async () => {
      await saveAsBob({ abstract: 'Nothing of this is in the evidence: 99 banks.' });
      const response = await save({ ...typed, headline: 'Ann’s headline' }, json);
      expect(await response.json()).toMatchObject({
        version: 3,
        merged: {
          by: 'Bob Ray',
          sent: { headline: 'Ann’s headline', abstract: typed.abstract?.[0] },
          fields: { headline: 'Ann’s headline', abstract: 'Nothing of this is in the evidence: 99 banks.' },
        },
        check: { faults: expect.arrayContaining([expect.objectContaining({ field: 'evidence.0.claim' })]) },
      });
    });

    test('leaves the bytes of the other version that nobody changed', async () => {
      const spaced = sample.replace(/^headline: /m, '# a comment\nheadline:   ').replaceAll('\n', '\r\n');
      await begin(spaced);
      await saveAsBob({ abstract: 'Bob’s TL;DR.' });
      await save({ ...typed, slug: 'another-address' });
      const { text } = await find();
      expect(text).toContain('# a comment\r\nheadline:   ');
      expect(text).not.toMatch(/[^\r]\n/);
      expect(text).toContain('another-address');
      expect(text).toContain('Bob’s TL;DR.');
    });

    test('does not ask for a review or publish before somebody has seen both', async () => {
      await saveAsBob({ abstract: 'Bob’s TL;DR.' });
      const response = await save({ ...typed, headline: 'Ann’s headline', action: 'publish' });
      expect(response.headers.get('Location')).toBe(`/newsroom/drafts/${id}?done=merged`);
    });

    test('saves nothing if both changed the same, and shows what clashes in a form that has the rest', async () => {
      await saveAsBob({
        headline: 'Bob’s headline',
        'source.9.url': 'https://bob.example/',
      });
      const response = await save({ ...typed, headline: 'Ann’s headline', abstract: 'Ann’s TL;DR.' });
      expect(response.status).toBe(409);
      const { document: both } = parseHTML(await response.text());
      const [one, ...more] = both.querySelectorAll('.other');
      expect(one?.textContent).toMatch(/Bob Ray.*Bob’s headline/s);
      expect(more).toEqual([]);
      expect((await find()).headline).toBe('Bob’s headline');
      await save(fieldsOf(both));
      const { text, version, headline } = await find();
      expect([headline, version]).toEqual(['Ann’s headline', 3]);
      expect(text).toContain('https://bob.example/');
      expect(text).toContain('Ann’s TL;DR.');
    });

    test('merges the whole text by lines', async () => {
      await saveAsBob({ abstract: 'Bob’s TL;DR.' });
      const text = sample.replace(/^headline: .*$/m, 'headline: Ann’s headline');
      const response = await ann.post(`/newsroom/drafts/${id}/text`, { text, version: '1' });
      expect(response.headers.get('Location')).toBe(`/newsroom/drafts/${id}/text?done=merged`);
      expect((await find()).text).toContain('headline: Ann’s headline\n');
      expect((await find()).text).toContain('Bob’s TL;DR.');
    });

    test('merges nothing with what may be an earlier state of the same words', async () => {
      await saveAsBob({ abstract: 'Bob’s TL;DR.' });
      const response = await save({ ...typed, headline: 'Ann’s headline', merge: 'no' }, json);
      expect(response.status).toBe(409);
      expect((await find()).version).toBe(2);
    });

    test('loses no word of three who write at once', async () => {
      const writers = await Promise.all(
        ['Bob Ray', 'Cyd Ali', 'Dee Fox'].map((name) => signIn(name, 'editor')),
      );
      const base = 'Begin.\n\nBetween.\n\nMiddle.\n\nBetween.\n\nEnd.\n';
      await save({ ...typed, articleBody: base });
      const told: string[] = [];
      let merges = 0;
      await Promise.all(
        writers.map(async (writer, index) => {
          let [fields, version] = [fieldsOf((await page('', writer)).document), '2'];
          for (let saves = 0; saves < 8; saves++) {
            const word = `w${index}n${saves}`;
            const lines = (fields.articleBody?.[0] ?? '').replaceAll('\r\n', '\n').split('\n');
            const articleBody = lines.with(index * 4, `${lines[index * 4]} ${word}`).join('\n');
            const sent = { ...fields, articleBody, version, action: 'save' };
            let response: Response;
            // Others may be faster again and again; the page then tries later, too.
            do response = await writer.post(`/newsroom/drafts/${id}`, sent, json);
            while (response.status === 409);
            expect(response.status).toBe(200);
            const answer = await response.json<{
              version: number;
              merged?: { fields: Record<string, string> };
            }>();
            told.push(word);
            if (answer.merged) merges++;
            fields = { ...fields, articleBody: [answer.merged?.fields.articleBody ?? articleBody] };
            version = String(answer.version);
          }
        }),
      );
      const { text } = await find();
      expect(told.filter((word) => !new RegExp(`\\b${word}\\b`).test(text))).toEqual([]);
      expect(told).toHaveLength(24);
      expect(merges).toBeGreaterThan(5);
    });

    test('refuses to remove a row that somebody has changed', async () => {
      const removed = Object.fromEntries(
        Object.entries(typed).filter(([name]) => !name.startsWith('source.0.')),
      );
      await saveAsBob({ 'source.0.name': 'Bob’s title' });
      expect((await save(removed)).status).toBe(409);
      expect((await find()).text).toContain('Bob’s title');
    });
  });

  test('is shown again with what was typed if that is too long to be kept', async () => {
    const { document } = await page();
    const response = await save({
      ...fieldsOf(document),
      headline: 'Kept',
      articleBody: 'word '.repeat(400_000),
    });
    expect(response.status).toBe(413);
    const again = parseHTML(await response.text()).document;
    expect(fieldsOf(again).headline).toEqual(['Kept']);
    expect(fieldsOf(again).articleBody?.[0]).toHaveLength(2_000_000);
    expect(again.querySelector('.said.wrong')?.textContent).toContain('1,000,000');
    expect((await find()).text).toBe(sample);
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
      base: { headline: fields.headline?.[0] },
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

describe('the lists that a script shows after a check', () => {
  const listsOf = async (path: '' | '/text', fields: Record<string, string | string[]>) => {
    const sent = { version: '1', ...fields };
    const response = await ann.post(`/newsroom/drafts/${id}/check`, sent, { Accept: 'application/json' });
    const { lists } = await response.json<{ lists: Record<string, string> }>();
    const { document } = await page(path);
    return { lists, shown: (list: string) => document.getElementById(list)?.innerHTML };
  };

  test('are those of the page, if nothing was typed', async () => {
    await begin(sample.replace(/^headline: .*$/m, 'headline: ""\nodd: 1'));
    const form = await listsOf('', fieldsOf((await page()).document));
    const text = await listsOf('/text', { text: (await find()).text });
    expect(form.lists['all-faults']).toContain('href="#headline"');
    expect(text.lists['all-faults']).toMatch(/\/text\?line=\d+/);
    for (const { lists, shown } of [form, text])
      expect(parseHTML(`<p>${lists['all-faults']}</p>`).document.toString()).toBe(
        parseHTML(`<p>${shown('all-faults')}</p>`).document.toString(),
      );
    expect(form.lists.counts).toBe(form.shown('counts'));
    expect(form.lists.citations).toBe(form.shown('citations'));
  });

  test('have what was typed as text', async () => {
    const img = '<img src=x onerror=alert(1)>';
    const fields = { articleBody: `([\\${img}](https://a.example/)) ([b]${img}` };
    const { lists } = await listsOf('', { ...fieldsOf((await page()).document), ...fields });
    expect(lists.citations).toContain('&lt;img');
    expect(Object.values(lists).join('')).not.toMatch(/<img/i);
  });
});

test('every version is kept, compared, and can be had again', async () => {
  const { document } = await page();
  await save({ ...fieldsOf(document), headline: 'Another headline' });
  const compared = await page('/versions/2');
  expect(compared.document.querySelector('ins')?.textContent).toContain('Another headline');
  const versions = await page('/versions');
  expect(versions.document.querySelectorAll('main .rows li')).toHaveLength(2);
  await ann.post(`/newsroom/drafts/${id}/versions/1`, { version: '2' });
  expect(await find()).toMatchObject({ version: 3, text: sample });
});

test('a draft is discarded, and that is undone', async () => {
  const gone = await ann.post(`/newsroom/drafts/${id}/discard`, { version: '1' });
  const list = await ann.get(gone.headers.get('Location') ?? '');
  const { document } = parseHTML(await list.text());
  expect(document.querySelector('.said form')?.getAttribute('action')).toBe(`/newsroom/drafts/${id}/restore`);
  expect(document.querySelector(`.rows a[href$="${id}"]`)).toBeNull();
  expect((await page()).document.querySelector('form.said')?.textContent).toContain(
    'This draft was discarded',
  );
  await ann.post(`/newsroom/drafts/${id}/restore`, {});
  expect((await find()).discarded).toBeNull();
});

describe('publishing', () => {
  test('says what readers will get, and then they do', async () => {
    const { document } = await page('/publish');
    expect(document.querySelector('dl')?.textContent).toMatch(/Atom at twenty.*nothing: it is a new story/s);
    const done = await ann.post(`/newsroom/drafts/${id}/publish`, { version: '1' });
    expect(await done.text()).toContain('https://news.example/stories/a-draft');
    expect(await find()).toMatchObject({ state: 'published', base: { slug: 'a-draft', revision: 1 } });
  });

  test('is refused for a faulty draft, with links to the fields', async () => {
    await begin(sample.replace(/^inLanguage: .*$/m, 'inLanguage: "?"'));
    const { document } = await page('/publish');
    expect(document.querySelector(`a[href="/newsroom/drafts/${id}#inLanguage"]`)).not.toBeNull();
    expect(document.querySelector('form button.main')?.hasAttribute('disabled')).toBe(true);
    const refused = await ann.post(`/newsroom/drafts/${id}/publish`, { version: '1' });
    expect(refused.status).toBe(422);
    expect((await find()).state).toBe('draft');
  });

  test('lists the sources that the analysis never cites, each with the way to it', async () => {
    expect((await page('/publish')).document.querySelector('#uncited')).toBeNull();
    const source = 'url: https://never.example/cited\n    name: A report\n    publisher:\n      name: Never';
    await begin(sample.replace(/^citation:\n/m, `citation:\n  - ${source}\n`));
    const { document } = await page('/publish');
    const links = [...document.querySelectorAll('#uncited ~ ul a')].map((link) => [
      link.textContent,
      link.getAttribute('href'),
    ]);
    expect(links).toEqual([['1. A report, Never', `/newsroom/drafts/${id}#source.0.url`]]);
  });

  test.each(['\n', '\r\n'])(
    'takes out the line that says that a text is a draft (line ends %j)',
    async (end) => {
      const text = sample.replaceAll('\n', end);
      await begin(text.replace(end, `${end}draft: true${end}`));
      const { document } = await page('/publish');
      expect(document.querySelector('button.main')?.hasAttribute('disabled')).toBe(true);
      const form = `form[action="/newsroom/drafts/${id}/text"]`;
      const sent = await ann.post(`/newsroom/drafts/${id}/text`, fieldsOf(document, form));
      expect(sent.headers.get('Location')).toBe(`/newsroom/drafts/${id}/publish`);
      expect((await find()).text).toBe(text);
      const { document: after } = await page('/publish');
      expect(after.querySelector('button.main')?.hasAttribute('disabled')).toBe(false);
    },
  );

  test('is refused for a version that was not looked at', async () => {
    const { document } = await page();
    await save({ ...fieldsOf(document), headline: 'Another headline' });
    expect((await ann.post(`/newsroom/drafts/${id}/publish`, { version: '1' })).status).toBe(412);
  });

  test('is no writer’s business', async () => {
    const writer = await signIn('Cy Low', 'writer');
    const made = await writer.post('/newsroom/drafts', { headline: 'Rates fall', language: 'en', name: '' });
    const path = made.headers.get('Location') ?? '';
    const { document } = parseHTML(await (await writer.get(`${path}/publish`)).text());
    expect(document.querySelector('form[action$="/publish"]')).toBeNull();
    expect((await writer.get(`/newsroom/drafts/${id}`)).status).toBe(403);
  });
});

test('what was typed while the session ended comes back, and can be sent again', async () => {
  const { document } = await page();
  const typed = { ...fieldsOf(document), headline: 'Typed after the session' };
  const bo = await signIn('Bo Li', 'editor');
  await bo.post('/newsroom/sign-out', {});
  const response = await bo.post(`/newsroom/drafts/${id}`, typed);
  expect(response.status).toBe(401);
  const { document: signedOut } = parseHTML(await response.text());
  expect(signedOut.querySelector('textarea[name=headline]')?.textContent).toContain(
    'Typed after the session',
  );
  await save(fieldsOf(signedOut, 'main form'));
  expect((await find()).text).toBe(sample.replace(/^headline: .*$/m, 'headline: Typed after the session'));
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
