import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import type { Actor, Role } from '../../../../src/newsroom/people/desk/roles.ts';
import { reopen } from '../../../newsroom.ts';
import { type Browser, browserWith, signIn } from '../../frame/browser.ts';
import { plantJob, REFUSAL } from '../../wire/object/drafting/plant-job.ts';

beforeEach(reopen);

const FORM = '/newsroom/wire/draft';

const actorOf = ({ person }: Browser, role: Role = 'writer'): Actor => ({ name: 'Ann Lee', role, person });

const pageOf = async (answer: Response) => ({ status: answer.status, page: await answer.text() });

describe('the form', () => {
  test('asks for addresses and a language, and says what drafts', async () => {
    const ann = await signIn('Ann Lee', 'writer');
    const { status, page } = await pageOf(await ann.get(FORM));
    expect(status).toBe(200);
    expect(page).toMatch(/<label for="urls">Addresses of the sources<\/label>/);
    expect(page).toMatch(/<option value="en" selected/);
    expect(page).toContain('No model writes.');
    expect(page).not.toContain('name="drafter"');
  });

  test('has the addresses that the page before ticked', async () => {
    const ann = await signIn('Ann Lee', 'writer');
    const query = new URLSearchParams([
      ['url', 'https://a.example/?x=1&y=<b>'],
      ['url', 'https://b.example/'],
    ]);
    const { page } = await pageOf(await ann.get(`${FORM}?${query}`));
    expect(page).toContain('>\nhttps://a.example/?x=1&amp;y=&lt;b&gt;\nhttps://b.example/</textarea>');
  });

  test('is reached from Today and from the drafts', async () => {
    const ann = await signIn('Ann Lee', 'writer');
    for (const path of ['/newsroom', '/newsroom/drafts']) {
      expect((await pageOf(await ann.get(path))).page).toContain(`href="${FORM}"`);
    }
  });
});

describe('what was typed stays', () => {
  test('if an address is wrong: each is named with its rule', async () => {
    const ann = await signIn('Ann Lee', 'writer');
    const urls = 'https://a.example/\r\nwww.b.example\r\nhttp://10.0.0.1/\r\n<b>';
    const { status, page } = await pageOf(await ann.post(FORM, { urls, language: 'de' }));
    expect(status).toBe(422);
    expect(page).toMatch(/www\.b\.example<\/span> must be a whole web address/);
    expect(page).toMatch(/http:\/\/10\.0\.0\.1\/<\/span>[^<]*public Internet/);
    expect(page).toContain('&lt;b&gt;</span> must be');
    expect(page).toMatch(/<textarea[^>]*aria-describedby="hint-urls fault-urls"[^>]*aria-invalid="true"/);
    expect(page).toContain('https://a.example/\r\nwww.b.example');
    expect(page).toMatch(/<option value="de" selected/);
    expect(await deskOf(env).drafts.list({ actor: actorOf(ann) })).toEqual([]);
  });

  test('if there is none, or there are too many', async () => {
    const ann = await signIn('Ann Lee', 'writer');
    const none = await pageOf(await ann.post(FORM, { urls: ' \r\n', language: 'en' }));
    expect([none.status, none.page]).toEqual([
      422,
      expect.stringContaining('must have at least one address.'),
    ]);
    const urls = Array.from({ length: 11 }, (_, index) => `https://a.example/${index}`).join('\n');
    const many = await pageOf(await ann.post(FORM, { urls, language: 'en' }));
    expect([many.status, many.page]).toEqual([
      422,
      expect.stringContaining('at most 10 addresses, and has 11.'),
    ]);
    expect(many.page).toContain('https://a.example/10');
  });

  test('if somebody has three drafts that are not ready yet', async () => {
    const ann = await signIn('Ann Lee', 'writer');
    for (let count = 0; count < 3; count++) await plantJob([`https://slow.example/${count}`], actorOf(ann));
    const answer = await ann.post(FORM, { urls: 'https://a.example/', language: 'en' });
    const { status, page } = await pageOf(answer);
    expect(status).toBe(429);
    expect(page).toContain('3 drafts');
    expect(page).toContain('https://a.example/</textarea>');
  });
});

test('a form from another site begins nothing', async () => {
  const ann = await signIn('Ann Lee', 'writer');
  const answer = await ann.post(FORM, { urls: 'https://a.example/' }, { Origin: 'https://evil.example' });
  expect(answer.status).toBe(403);
});

test('a stranger is asked to sign in', async () => {
  const answer = await browserWith(undefined).get(FORM);
  expect([answer.status, answer.headers.get('Location')]).toEqual([
    303,
    '/newsroom/sign-in?then=%2Fnewsroom%2Fwire%2Fdraft',
  ]);
});

test('the form begins a draft, and leads to its progress', async () => {
  const ann = await signIn('Ann Lee', 'writer');
  // Nobody answers there, so that the wire gives up.
  const answer = await ann.post(FORM, { urls: 'https://nobody.example/', language: 'en' });
  expect(answer.status).toBe(303);
  const path = answer.headers.get('Location') ?? '';
  expect(path).toMatch(/^\/newsroom\/wire\/drafting\/[\da-f]{32}$/);
  let shown = await ann.get(path);
  while (shown.headers.has('Refresh')) {
    await shown.text();
    await new Promise((resolve) => setTimeout(resolve, 20));
    shown = await ann.get(path);
  }
  const { page } = await pageOf(shown);
  expect(page).toContain('There is no draft');
  expect(page).toContain('https://nobody.example/');
});

describe('the progress', () => {
  test('shows hosts as people write them, unless that could deceive', async () => {
    const ann = await signIn('Ann Lee', 'writer');
    const [known, sly] = ['bücher.example', 'раураl.example'].map(
      (host) => new URL(`https://${host}`).hostname,
    );
    const id = await plantJob(
      [`https://${known}/a`, `https://${sly}/a`, 'https://slow.example/'],
      actorOf(ann),
    );
    const { page } = await pageOf(await ann.get(`/newsroom/wire/drafting/${id}`));
    expect(page).toContain(`<a href="https://${known}/a" rel="noreferrer">https://bücher.example/a</a>`);
    expect(page).toContain(`>https://${sly}/a</a>`);
    expect(page).not.toContain('раура');
  });

  test('looks again by itself while the wire reads, and says so', async () => {
    const ann = await signIn('Ann Lee', 'writer');
    const id = await plantJob(['https://slow.example/', 'https://a.example/<b>'], actorOf(ann));
    const answer = await ann.get(`/newsroom/wire/drafting/${id}`);
    expect(answer.headers.get('Refresh')).toBe('2');
    const { page } = await pageOf(answer);
    expect(page).toContain('<title>Reading the sources: 1 of 2 | ');
    expect(page).toContain('<span class="state">reading</span>');
    expect(page).not.toContain('Open the draft');
  });

  test('stays as it is for whoever turns that off', async () => {
    const ann = await signIn('Ann Lee', 'writer');
    const id = await plantJob(['https://slow.example/', 'https://a.example/<b>'], actorOf(ann));
    const path = `/newsroom/wire/drafting/${id}`;
    expect((await pageOf(await ann.get(path))).page).toContain(`href="${path}?again=no"`);
    const stopped = await ann.get(`${path}?again=no`);
    expect(stopped.headers.has('Refresh')).toBe(false);
    expect((await pageOf(stopped)).page).toContain(`<a href="${path}?again=no">Look now</a>`);
  });

  test('goes on to the draft if there is nothing to tell', async () => {
    const ann = await signIn('Ann Lee', 'writer');
    const id = await plantJob(['https://a.example/'], actorOf(ann));
    const answer = await ann.get(`/newsroom/wire/drafting/${id}`);
    expect([answer.status, answer.headers.get('Location')]).toEqual([
      303,
      `/newsroom/drafts/${id}?done=drafted`,
    ]);
    const { page } = await pageOf(await ann.get(answer.headers.get('Location') ?? ''));
    expect(page).toContain('Drafted from the sources.');
    expect(page).toMatch(/A program [^<]*word for word/);
    expect(page).toContain(`href="/newsroom/drafts/${id}/sources">How, and what was read</a>`);
  });

  test('says what was not read before it leads to the draft, and stops looking', async () => {
    const ann = await signIn('Ann Lee', 'writer');
    const id = await plantJob(['https://a.example/', 'https://b.example/'], actorOf(ann));
    const answer = await ann.get(`/newsroom/wire/drafting/${id}`);
    expect(answer.headers.has('Refresh')).toBe(false);
    const { status, page } = await pageOf(answer);
    expect(status).toBe(200);
    expect(page).toContain('The draft is ready');
    expect(page).toContain(`<a class="button main" href="/newsroom/drafts/${id}">`);
    expect(page.split(REFUSAL)).toHaveLength(2);
    expect(page).toContain(`<span class="state bad">not read</span> ${REFUSAL}`);
  });

  test('says that there is no draft, and offers to try again', async () => {
    const ann = await signIn('Ann Lee', 'writer');
    const id = await plantJob(['https://b.example/?x=1&y=2'], actorOf(ann));
    const { page } = await pageOf(await ann.get(`/newsroom/wire/drafting/${id}`));
    expect(page).toContain('There is no draft');
    expect(page).toContain(REFUSAL);
    expect(page).toContain(`href="${FORM}?url=https%3A%2F%2Fb.example%2F%3Fx%3D1%26y%3D2"`);
  });

  test('is for who asked, and for editors', async () => {
    const ann = await signIn('Ann Lee', 'writer');
    const id = await plantJob(['https://b.example/'], actorOf(ann));
    const other = await (await signIn('Wes Ortiz', 'writer')).get(`/newsroom/wire/drafting/${id}`);
    expect(other.status).toBe(403);
    const editor = await (await signIn('Eve Park', 'editor')).get(`/newsroom/wire/drafting/${id}`);
    expect(editor.status).toBe(200);
  });

  test('of something else is not found', async () => {
    const ann = await signIn('Ann Lee', 'writer');
    for (const id of ['0'.repeat(32), 'x', '%00']) {
      expect((await ann.get(`/newsroom/wire/drafting/${id}`)).status).toBe(404);
    }
  });
});
