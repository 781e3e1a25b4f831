import { createExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { app } from '../../../../src/app.ts';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { publishDraft } from '../../../../src/newsroom/drafts/desk/publish-draft.ts';
import { ann } from '../../../actors.ts';
import { call, drain, read, reopen } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import { publishStory, withdraw } from '../../../published-stories.ts';
import { type Browser, signIn } from '../../frame/browser.ts';

const PATH = '/newsroom/reports';
const FORM = '/stories/one/report';
const PASSAGE = 'The dam holds 9 million cubic metres';

const limitless = { limit: async () => ({ success: true }) };

/** Sends a report as a browser without scripts does. */
function report(
  fields: Record<string, string>,
  { path = FORM, headers = {}, bindings = {} }: { path?: string; headers?: object; bindings?: object } = {},
): Promise<Response> {
  const request = new Request(`https://any.host${path}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(fields),
    headers: { 'Sec-Fetch-Site': 'same-origin', ...headers },
  });
  const all = { ...env, REPORT_RATE: limitless, ...bindings } as typeof env;
  return Promise.resolve(app.fetch(request, all, createExecutionContext()));
}

const waiting = () => deskOf(env).reports.list({ actor: ann, isAnswered: false, limit: 100, offset: 0 });

let editor: Browser;

beforeEach(async () => {
  await reopen();
  await publishStory('one', {
    articleBody: `${PASSAGE} ([a](https://paper.example/a)), which is enough.`,
    citation: [{ url: 'https://paper.example/a' }],
  });
  await drain();
  editor = await signIn('Ed Ito', 'editor');
});

describe('a reader', () => {
  test('comes from the story to the form, which needs no script and loads nothing else', async () => {
    expect(await (await read('/stories/one')).text()).toContain(`href="${FORM}"`);
    const page = await read(FORM);
    expect(page.status).toBe(200);
    expect(page.headers.get('Content-Security-Policy')).not.toContain('script-src');
    const text = await page.text();
    expect(text).toContain(`<form class="search" method="post" action="${FORM}">`);
    expect(text).toContain('<a href="/stories/one">About one</a>');
    expect(text).toContain('name="robots" content="noindex"');
    expect((await read('/stories/two/report')).status).toBe(404);
  });

  test('brings the words with them that they have marked', async () => {
    const page = await read(`${FORM}?passage=${encodeURIComponent('</textarea><script>alert(1)</script>')}`);
    expect(page.headers.get('Cache-Control')).toBe('no-store');
    expect(await page.text()).toContain('&lt;/textarea&gt;&lt;script&gt;');
  });

  test('reports an error to the newsroom, once however often it is sent', async () => {
    for (let times = 0; times < 2; times++) {
      const answer = await report({
        passage: PASSAGE,
        error: 'It is 8.\r\nSee b.',
        name: 'Ida  Ek',
        thanks: 'yes',
      });
      expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([200, 'no-store']);
      expect(await answer.text()).toContain('Your report has reached the newsroom.');
    }
    expect(await waiting()).toEqual([
      {
        id: 1,
        story: { slug: 'one', headline: 'About one', inLanguage: 'en', status: 'published' },
        ...{ passage: PASSAGE, error: 'It is 8.\nSee b.', name: 'Ida Ek', wantsThanks: true },
        at: expect.any(String),
        answer: null,
      },
    ]);
  });

  test('gets back what they wrote if it is not taken in', async () => {
    const fields = { passage: '<b>', error: 'Wrong & bad', name: '', thanks: '' };
    const refusals = [
      await report({ ...fields, error: ' ' }),
      await report({ ...fields, homepage: 'https://spam.example' }),
      await report(fields, { headers: { 'Sec-Fetch-Site': 'cross-site' } }),
      await report(fields, { bindings: { REPORT_RATE: { limit: async () => ({ success: false }) } } }),
      await report(fields, {
        bindings: {
          DESK: {
            getByName: () => {
              throw new Error('gone');
            },
          },
        },
      }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([422, 422, 422, 429, 503]);
    expect(refusals[3]?.headers.get('Retry-After')).toBe('60');
    for (const [at, refusal] of refusals.entries()) {
      const text = await refusal.text();
      expect(text).toContain('Nothing has been sent');
      expect(text).toMatch(/<textarea id="passage"[^>]*>&lt;b&gt;<\/textarea>/);
      if (at > 0) expect(text).toContain('Wrong &amp; bad');
    }
    expect(await waiting()).toEqual([]);
  });

  test('is refused what no form of this site sends', async () => {
    const long = await report({ error: 'x'.repeat(3001) });
    expect(long.status).toBe(400);
    // Nobody has to write it again.
    expect(await long.text()).toMatch(/the text is too long[\s\S]*>x{3001}</);
    expect((await report({ error: 'x'.repeat(100_000) })).status).toBe(400);
    expect((await report({ error: 'x' }, { path: '/stories/two/report' })).status).toBe(404);
    expect((await report({ error: 'x' }, { path: '/stories/..%2fone/report' })).status).toBe(404);
    const bytes = await exports.default.fetch(
      new Request(`https://any.host${FORM}`, { method: 'POST', body: new Uint8Array([0xff, 0, 1]) }),
    );
    expect(bytes.status).toBe(422);
    expect(
      (await exports.default.fetch(new Request(`https://any.host${FORM}`, { method: 'PUT' }))).status,
    ).toBe(405);
    expect(await waiting()).toEqual([]);
  });

  test('can report a story that was withdrawn or renamed since', async () => {
    await publishStory('new-one', { formerSlugs: ['one'] });
    await drain();
    const moved = await report({ error: 'Wrong' });
    expect([moved.status, moved.headers.get('Location')]).toEqual([
      308,
      'https://news.example/stories/new-one/report',
    ]);
    await withdraw('new-one');
    await drain();
    expect((await read('/stories/new-one/report')).status).toBe(200);
    expect((await report({ error: 'Wrong' }, { path: '/stories/new-one/report' })).status).toBe(200);
    expect(await waiting()).toMatchObject([{ story: { slug: 'new-one', status: 'withdrawn' } }]);
    expect(await (await editor.get(PATH)).text()).not.toContain('Begin a correction');
  });

  test('cannot learn of a scheduled story', async () => {
    await publishStory('later', { datePublished: '2099-01-01T00:00:00Z' });
    await drain();
    expect((await read('/stories/later/report')).status).toBe(404);
    expect((await report({ error: 'x' }, { path: '/stories/later/report' })).status).toBe(404);
  });
});

describe('an editor', () => {
  const send = async () => {
    await report({ passage: PASSAGE, error: '<i>It is 8.</i>', name: 'Ida Ek', thanks: 'yes' });
  };

  test('sees reports today and in the list, as text, and a writer does not', async () => {
    await send();
    expect(await (await editor.get('/newsroom')).text()).toContain(
      `<a href="${PATH}">A reader reports an error</a>`,
    );
    const list = await (await editor.get(PATH)).text();
    expect(list).toContain('&lt;i&gt;It is 8.&lt;/i&gt;');
    expect(list).toContain(`<blockquote dir="auto">${PASSAGE}</blockquote>`);
    const writer = await signIn('Wes Ode', 'writer');
    expect((await writer.get(PATH)).status).toBe(403);
    expect((await writer.post(`${PATH}/1/dismiss`, {})).status).toBe(403);
    expect((await writer.post(PATH, { report: '1' })).status).toBe(403);
    expect(await (await writer.get('/newsroom')).text()).not.toContain(PATH);
  });

  test('dismisses a report, or all that the page lists of a story, and lets one wait again', async () => {
    await send();
    await report({ error: 'Another' });
    expect((await editor.post(`${PATH}/2/dismiss`, {})).headers.get('Location')).toBe(`${PATH}?dismissed=1`);
    expect(await waiting()).toMatchObject([{ id: 1 }]);
    const answered = await (await editor.get(`${PATH}?state=answered`)).text();
    expect(answered).toContain('Another');
    expect(answered).toContain('Dismissed by <bdi>Ed Ito</bdi>');
    await editor.post(`${PATH}/2/reopen`, {});
    expect(await waiting()).toMatchObject([{ id: 2 }, { id: 1 }]);
    const list = await (await editor.get(PATH)).text();
    expect(list).toContain('Dismiss these 2 reports of “About one”');
    const listed = Array.from(list.matchAll(/name="report" value="(\d+)"/g), ([, id]) => id as string);
    // This one has arrived since.
    await report({ error: 'A third' });
    const all = await editor.post(PATH, { report: listed });
    expect(all.headers.get('Location')).toBe(`${PATH}?dismissed=2`);
    expect(await waiting()).toMatchObject([{ id: 3 }]);
    expect((await editor.post(PATH, { report: 'x' })).headers.get('Location')).toBe(`${PATH}?dismissed=0`);
    expect((await editor.post(`${PATH}/99/dismiss`, {})).status).toBe(404);
  });

  test('begins a correction that has the report as a note beside its words, and thanks the reader', async () => {
    await send();
    const begun = await editor.post(`${PATH}/1/correct`, {});
    const location = begun.headers.get('Location') ?? '';
    expect(location).toMatch(/^\/newsroom\/drafts\/[0-9a-f]{32}\?report=1$/);
    const id = location.slice(17, 49);
    const actor = { name: 'Ed Ito', role: 'editor' as const, person: editor.person };
    const { notes } = (await deskOf(env).notes.list(id, actor)) as {
      notes: { text: string; quote: string }[];
    };
    expect(notes).toMatchObject([{ quote: PASSAGE, by: 'Ed Ito' }]);
    expect(notes[0]?.text).toContain('<i>It is 8.</i>');
    const page = await (await editor.get(location)).text();
    expect(/name="correction\.0\.text"[^>]*>\s*([^<]*)</.exec(page)?.[1]).toBe(
      'Thanks to Ida Ek, who reported this.',
    );
    expect(await (await editor.get(`/newsroom/drafts/${id}`)).text()).not.toContain('Thanks to Ida Ek');
    expect(await waiting()).toEqual([]);
    // A second press opens the same draft, and adds no second note.
    expect((await editor.post(`${PATH}/1/correct`, {})).headers.get('Location')).toBe(location);
    expect(await deskOf(env).notes.list(id, actor)).toMatchObject({ notes: { length: 1 } });
  });

  test('finds the draft of a correction in the answered reports, as long as it is kept', async () => {
    await send();
    const begun = await editor.post(`${PATH}/1/correct`, {});
    const id = begun.headers.get('Location')?.slice(17, 49) ?? '';
    const answered = async () => (await editor.get(`${PATH}?state=answered`)).text();
    expect(await answered()).toContain(`<a href="/newsroom/drafts/${id}">A correction</a> was begun`);
    const published = await publishDraft(env, { id, version: 1, actor: ann, now: Date.now() });
    expect(published.ok).toBe(true);
    await runInside(deskObject(), (_desk, { storage: { sql } }) => {
      sql.exec('DELETE FROM draft');
    });
    expect(await answered()).toMatch(/<p class="quiet">\s*A correction was begun/);
  });

  test('has the report back if the correction is discarded', async () => {
    await send();
    const [draft = ''] =
      /[0-9a-f]{32}/.exec((await editor.post(`${PATH}/1/correct`, {})).headers.get('Location') ?? '') ?? [];
    await editor.post(`/newsroom/drafts/${draft}/discard`, { version: '1' });
    expect(await waiting()).toMatchObject([{ id: 1, answer: null }]);
  });
});

test('programs list, dismiss and correct by the API', async () => {
  await report({ passage: PASSAGE, error: 'It is 8.' });
  expect(await (await call('GET', '/reports')).json()).toMatchObject({
    waiting: 1,
    reports: [{ id: 1, name: null }],
  });
  const dismissed = await call('PUT', '/reports/1/answer', { isDismissed: true });
  expect(await dismissed.json()).toMatchObject({ answer: { by: 'ann', draft: null } });
  expect(await (await call('GET', '/reports?state=answered')).json()).toMatchObject({
    waiting: 0,
    reports: [{ id: 1 }],
  });
  await call('PUT', '/reports/1/answer', { isDismissed: false });
  const corrected = await call('POST', '/reports/1/correction');
  expect(await corrected.json()).toMatchObject({
    answer: { draft: expect.stringMatching(/^[0-9a-f]{32}$/) },
  });
  expect((await call('POST', '/reports/7/correction')).status).toBe(404);
  expect((await call('POST', '/reports/x/correction')).status).toBe(404);
});
