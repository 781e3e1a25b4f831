import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { call, drain, read, reopen } from '../../../newsroom.ts';
import { signIn } from '../../frame/browser.ts';

beforeEach(reopen);

const typed = (fields: Record<string, string> = {}) => ({
  revision: '0',
  slug: 'about',
  title: 'About us',
  language: '',
  description: '',
  body: 'We write.\r\n\r\nAbout feeds.',
  ...fields,
});

const editor = (name = 'Ed Ito') => signIn(name, 'editor');

/** Begins a page and publishes it. */
async function publish(by: Awaited<ReturnType<typeof editor>>, fields: Record<string, string> = {}) {
  await by.post('/newsroom/new-page', typed());
  return by.post('/newsroom/pages/about', typed({ version: '1', ...fields }));
}

describe('a page in the newsroom', () => {
  test.each([
    [{ title: 'About us' }, '/newsroom/pages/about-us'],
    [{ title: 'About us', slug: 'Über uns' }, '/newsroom/pages/uber-uns'],
  ])('has its address from what was typed: %o', async (fields, address) => {
    const begun = await (await editor()).post('/newsroom/new-page', fields);
    expect([begun.status, begun.headers.get('Location')]).toEqual([303, address]);
  });

  test('is published by its form, listed, and changed', async () => {
    const ed = await editor();
    const begun = await ed.post('/newsroom/new-page', { slug: 'about', title: 'About us' });
    expect([begun.status, begun.headers.get('Location')]).toEqual([303, '/newsroom/pages/about']);
    const created = await ed.post('/newsroom/pages/about', typed({ version: '1' }));
    expect([created.status, created.headers.get('Location')]).toEqual([
      303,
      '/newsroom/pages/about?done=published',
    ]);
    await drain();
    expect(await (await read('/about')).text()).toContain('<p>About feeds.</p>');
    expect(await (await ed.get('/newsroom/pages')).text()).toMatch(
      /<a class="title" href="\/newsroom\/pages\/about" dir="auto">About us<\/a>[\s\S]*Last changed by Ed Ito/,
    );
    const form = await (await ed.get('/newsroom/pages/about?done=published')).text();
    expect(form).toContain('The page is published.');
    expect(form).toContain('name="revision" value="1"');
    expect(form).toContain('aria-current="page">Pages</a>');
    const changed = await ed.post('/newsroom/pages/about', typed({ revision: '1', title: 'About' }));
    expect(changed.status).toBe(303);
    expect(await deskOf(env).pages.find('about')).toMatchObject({
      revision: 2,
      who: 'Ed Ito',
      record: { title: 'About', inLanguage: null, description: null, body: 'We write.\n\nAbout feeds.' },
    });
    const same = await ed.post('/newsroom/pages/about', typed({ revision: '2', title: 'About' }));
    expect(same.headers.get('Location')).toBe('/newsroom/pages/about?done=same');
    expect(await (await ed.get('/newsroom/pages/about?revision=1')).text()).toMatch(
      /This is version 1\.[\s\S]*value="About us"/,
    );
  });

  test('never replaces what somebody else has published meanwhile, and shows both', async () => {
    const [ed, sam] = [await editor(), await editor('Sam Osei')];
    await publish(ed);
    await sam.post('/newsroom/pages/about', typed({ revision: '1', body: 'From Sam.' }));
    const answer = await ed.post('/newsroom/pages/about', typed({ revision: '1', body: 'From <b>Ed</b>.' }));
    expect(answer.status).toBe(412);
    const page = await answer.text();
    expect(page).toContain('Sam Osei has changed');
    expect(page).toContain('From &lt;b&gt;Ed&lt;/b&gt;.');
    expect(page).toContain('From Sam.');
    expect(page).toContain('name="revision" value="2"');
    expect(await deskOf(env).pages.find('about')).toMatchObject({ record: { body: 'From Sam.' } });
    const again = await ed.post('/newsroom/pages/about', typed({ revision: '2', body: 'From Ed.' }));
    expect(again.status).toBe(303);
    const taken = await sam.post('/newsroom/new-page', typed({ body: 'Another.' }));
    expect(await taken.text()).toMatch(/another page[^<]*Ed Ito/);
  });

  test('keeps what was typed if it breaks a rule, and says at the field what is wrong', async () => {
    const ed = await editor();
    const begun = await ed.post('/newsroom/new-page', typed({ slug: 'newsroom' }));
    expect(begun.status).toBe(422);
    expect(await begun.text()).toContain('id="fault-slug">Address of the page cannot be “newsroom”');
    const answer = await publish(ed, { language: 'x_y', body: '[x](javascript:alert(1))' });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toMatch(/id="fault-inLanguage">Language of the page must be one of the languages/);
    expect(page).toMatch(/id="fault-body">Text has a link that is no whole web address/);
    expect(page).toContain('[x](javascript:alert(1))');
    expect(page).toContain('value="About us"');
    expect(await deskOf(env).pages.list()).toEqual([]);
  });

  test('is shown as readers get it before it is published, and nothing is stored', async () => {
    const ed = await editor();
    const answer = await ed.post(
      '/newsroom/page-preview',
      typed({ body: '## Heading\n\n<script>x</script>' }),
    );
    expect(answer.status).toBe(200);
    const page = await answer.text();
    expect(page).toContain('A preview');
    expect(page).toContain('<h2>Heading</h2>');
    expect(page).not.toContain('<script>x');
    expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
    expect(await deskOf(env).pages.list()).toEqual([]);
    expect((await ed.post('/newsroom/page-preview', typed({ title: '' }))).status).toBe(422);
  });

  test('is withdrawn, unless it was changed meanwhile', async () => {
    const ed = await editor();
    await publish(ed);
    await ed.post('/newsroom/pages/about', typed({ revision: '1', title: 'About' }));
    expect((await ed.post('/newsroom/pages/about/withdraw', { revision: '1' })).status).toBe(412);
    expect((await ed.post('/newsroom/pages/about/withdraw', {})).status).toBe(400);
    const done = await ed.post('/newsroom/pages/about/withdraw', { revision: '2' });
    expect(done.headers.get('Location')).toBe('/newsroom/pages?done=withdrawn');
    const form = await (await ed.get('/newsroom/pages/about')).text();
    expect(form).toContain('/about is withdrawn.');
    expect(form).toContain('value="About"');
    expect((await ed.post('/newsroom/pages/about', typed({ revision: '3' }))).status).toBe(303);
    await drain();
    expect((await read('/about')).status).toBe(200);
  });

  test('is read by a writer, and changed by editors alone', async () => {
    const [ed, wes] = [await editor(), await signIn('Wes Lind', 'writer')];
    await publish(ed);
    const form = await (await wes.get('/newsroom/pages/about')).text();
    expect(form).toMatch(/an editor or an admin/);
    expect(form).not.toContain('>Publish<');
    const refused = await wes.post('/newsroom/pages/about', typed({ revision: '1', body: 'Mine.' }));
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('Mine.');
    expect((await wes.post('/newsroom/pages/about/withdraw', { revision: '1' })).status).toBe(403);
    expect(await deskOf(env).pages.find('about')).toMatchObject({ revision: 1 });
  });

  test('that is not there is a page that says so', async () => {
    const ed = await editor();
    for (const slug of ['nothing', 'newsroom', 'A-b']) {
      expect((await ed.get(`/newsroom/pages/${slug}`)).status).toBe(404);
      expect((await ed.post(`/newsroom/pages/${slug}`, typed())).status).toBe(404);
    }
  });
});

describe('the draft of a page', () => {
  const saved = (fields: Record<string, string> = {}) => ({ ...typed(), version: '0', ...fields });

  test('is kept before the page is published, though it breaks rules, and readers do not see it', async () => {
    const ed = await editor();
    const created = await ed.post('/newsroom/new-page', saved({ title: '', body: '[x](javascript:1)' }));
    expect([created.status, created.headers.get('Location')]).toEqual([303, '/newsroom/pages/about']);
    const form = await (await ed.get('/newsroom/pages/about')).text();
    expect(form).toMatch(/\/about is not published\.\s*This is a draft, which Ed Ito saved/);
    expect(form).toContain('[x](javascript:1)');
    expect(await (await ed.get('/newsroom/pages')).text()).toMatch(
      /about<\/a> <span class="state">not published/,
    );
    await drain();
    expect((await read('/about')).status).toBe(404);
    const published = await ed.post('/newsroom/pages/about', saved({ version: '1' }));
    expect(published.headers.get('Location')).toBe('/newsroom/pages/about?done=published');
    expect(await deskOf(env).pageDrafts.list()).toEqual([]);
    await drain();
    expect((await read('/about')).status).toBe(200);
  });

  test('of a published page changes nothing for readers until it is published, and can be discarded', async () => {
    const ed = await editor();
    await publish(ed);
    await ed.post('/newsroom/pages/about/draft', saved({ revision: '1', body: 'Not yet.' }));
    expect(await deskOf(env).pages.find('about')).toMatchObject({ revision: 1 });
    expect(await (await ed.get('/newsroom/pages/about')).text()).toContain('\nNot yet.');
    expect(await (await ed.get('/newsroom/pages/about?revision=1')).text()).toContain('About feeds.');
    // The first draft was version 1.
    const gone = await ed.post('/newsroom/pages/about/discard', { version: '2' });
    expect(gone.headers.get('Location')).toBe('/newsroom/pages/about?done=discarded');
    expect(await (await ed.get('/newsroom/pages/about')).text()).toContain('About feeds.');
  });

  test('never takes the place of what somebody else has saved: both are shown', async () => {
    const [ed, sam] = [await editor(), await editor('Sam Osei')];
    await ed.post('/newsroom/new-page', saved());
    await sam.post('/newsroom/pages/about/draft', saved({ version: '1', body: 'From Sam.' }));
    const answer = await ed.post('/newsroom/pages/about/draft', saved({ version: '1', body: 'From Ed.' }));
    expect(answer.status).toBe(412);
    const page = await answer.text();
    expect(page).toMatch(/From Ed\.[\s\S]*Saved by Sam Osei[\s\S]*From Sam\./);
    expect(page).toContain('name="version" value="2"');
    expect(await deskOf(env).pageDrafts.find('about')).toMatchObject({ typed: { body: 'From Sam.' } });
    expect((await ed.post('/newsroom/pages/about/discard', { version: '1' })).status).toBe(412);
    expect((await ed.post('/newsroom/new-page', saved())).status).toBe(422);
  });

  test.each(['published', 'discarded'])(
    'that follows one that was %s is another: no older window writes over it',
    async (how) => {
      const [ed, sam] = [await editor(), await editor('Sam Osei')];
      await ed.post('/newsroom/new-page', saved());
      const done = how === 'published' ? '' : '/discard';
      if (how === 'discarded') {
        await ed.post('/newsroom/pages/about', saved({ version: '1' }));
        await ed.post('/newsroom/pages/about/draft', saved({ revision: '1' }));
      }
      const opened = (await deskOf(env).pageDrafts.find('about'))?.version ?? 0;
      const version = String(opened);
      await sam.post(`/newsroom/pages/about${done}`, saved({ version }));
      await sam.post('/newsroom/pages/about/draft', saved({ revision: '1', body: 'From Sam.' }));
      const late = saved({ revision: how === 'published' ? '0' : '1', version, body: 'From Ed.' });
      expect((await ed.post('/newsroom/pages/about/draft', late)).status).toBe(412);
      expect((await ed.post('/newsroom/pages/about/discard', { version })).status).toBe(412);
      expect(await deskOf(env).pageDrafts.find('about')).toMatchObject({ typed: { body: 'From Sam.' } });
    },
  );

  test('answers the page’s script with what is saved', async () => {
    const ed = await editor();
    const json = { Accept: 'application/json' };
    await ed.post('/newsroom/new-page', saved());
    const answer = await ed.post('/newsroom/pages/about/draft', saved({ version: '1', body: 'More.' }), json);
    expect(await answer.json()).toMatchObject({ version: 2 });
    const stale = await ed.post('/newsroom/pages/about/draft', saved({ version: '1' }), json);
    expect(stale.status).toBe(412);
    expect(await stale.json()).toMatchObject({
      current: { version: 2, by: 'Ed Ito', fields: { title: 'About us', language: '', body: 'More.' } },
    });
  });

  test('is in a backup, and comes back from it', async () => {
    const ed = await editor();
    await ed.post('/newsroom/new-page', saved());
    const { pageDrafts } = deskOf(env);
    const admin = { name: 'Ann', role: 'admin', person: null } as const;
    const line = await pageDrafts.exportPage('');
    const { pageDraft } = JSON.parse(line?.text ?? '');
    expect(pageDraft).toMatchObject({ slug: 'about', version: 1, typed: { title: 'About us' } });
    expect(await pageDrafts.import(pageDraft, { actor: admin })).toEqual({ ok: true, changed: false });
    await pageDrafts.discard('about', 1, admin);
    expect(await pageDrafts.import(pageDraft, { actor: admin })).toEqual({ ok: true, changed: true });
    expect(await pageDrafts.import({ ...pageDraft, version: 2 }, { actor: admin })).toMatchObject({
      why: 'taken',
    });
  });

  test.each([
    [{ at: 1e300 }, 'pageDraft.at'],
    [{ slug: '../up' }, 'pageDraft.slug'],
    [{ slug: 'newsroom' }, 'pageDraft.slug'],
    [{ version: Number.MAX_SAFE_INTEGER }, 'pageDraft.version'],
    [
      { typed: { title: 'x'.repeat(1_900_000), inLanguage: '', description: '', body: '' } },
      'pageDraft.typed',
    ],
  ])('that nobody could open or discard is not taken from a backup (%#)', async (wrong, field) => {
    const ed = await editor();
    const pageDraft = {
      ...{ format: 1, slug: 'about', version: 1, at: 1, by: 'Eve', base: 0 },
      typed: { title: 'About', inLanguage: '', description: '', body: '' },
      ...wrong,
    };
    const headers = { 'Content-Type': 'application/x-ndjson' };
    const answer = await call('POST', '/stories', JSON.stringify({ pageDraft }), { headers });
    expect(JSON.parse(await answer.text())).toMatchObject({ ok: false, faults: [{ field }] });
    expect((await ed.get('/newsroom/pages')).status).toBe(200);
    expect(await deskOf(env).pageDrafts.list()).toEqual([]);
  });

  test('is not lost when an older version is published beside it', async () => {
    const ed = await editor();
    const sam = await editor('Sam Osei');
    await publish(ed);
    await ed.post('/newsroom/pages/about', typed({ revision: '1', body: 'Second.' }));
    await sam.post('/newsroom/pages/about/draft', saved({ revision: '2', body: 'From Sam.' }));
    const old = await (await ed.get('/newsroom/pages/about?revision=1')).text();
    const version = /name="version" value="(\d+)"/.exec(old)?.[1] ?? '';
    await ed.post('/newsroom/pages/about', typed({ revision: '2', version }));
    expect(await deskOf(env).pageDrafts.find('about')).toMatchObject({ typed: { body: 'From Sam.' } });
  });

  test('is for those who may publish alone', async () => {
    const [ed, writer] = [await editor(), await signIn('Wil Ray', 'writer')];
    await ed.post('/newsroom/new-page', saved());
    expect((await writer.get('/newsroom/pages/about')).status).toBe(404);
    expect(await (await writer.get('/newsroom/pages')).text()).not.toContain('About us');
    expect((await writer.post('/newsroom/new-page', saved({ slug: 'other' }))).status).toBe(403);
  });
});
