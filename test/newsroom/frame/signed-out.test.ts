import { env } from 'cloudflare:workers';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { unescapeHtml } from '../../../src/lib/html.ts';
import { deskOf } from '../../../src/newsroom/desk/desk-stub.ts';
import { MAX_UPLOAD_BYTES } from '../../../src/newsroom/pictures/views/upload.ts';
import { ann } from '../../actors.ts';
import { type Browser, browserWith, signIn } from './browser.ts';

// What becomes of a form that is sent after the session has ended, and of one that a stranger sends.

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const MULTIPART = { 'Content-Type': 'multipart/form-data; boundary=b' };

const part = (name: string, value: string) =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const message = (...parts: string[]) => `${parts.join('')}--b--\r\n`;

/** Returns the browser of somebody who has signed out in another tab. */
async function signedOut(): Promise<Browser> {
  const browser = await signIn('Ann Lee', 'editor');
  await browser.post('/newsroom/sign-out', {});
  return browser;
}

const send = (browser: Browser, body: BodyInit, headers: Record<string, string> = FORM) =>
  browser.upload('/newsroom/drafts', body, headers);

/** Lists what a browser sends of the form on a page. */
function formOf(html: string): [name: string, value: string][] {
  const { document } = parseHTML(html);
  return [...document.querySelectorAll('main form input, main form textarea')].map((field) => {
    const name = field.getAttribute('name') ?? '';
    if (field.tagName === 'INPUT') return [name, field.getAttribute('value') ?? ''];
    // A browser leaves out the first line break, and takes entities for characters, as this parser does not.
    return [name, unescapeHtml(field.innerHTML.replace(/^\n/, ''))];
  });
}

describe('a stranger gets a short answer, and nothing of the form is read', () => {
  test.each([
    ['one text', `articleBody=${'x+'.repeat(2_500_000)}`, FORM],
    ['tiny fields', 'a=b&'.repeat(19_500), FORM],
    ['bytes that are not UTF-8', `articleBody=x+${'%80'.repeat(600_000)}`, FORM],
    ['many parts', message(...Array.from({ length: 100_000 }, () => part('a', 'b c'))), MULTIPART],
    ['a picture', message(part('picture"; filename="a.jpg', 'x'.repeat(9_000_000))), MULTIPART],
  ] as const)('%s', async (_what, text, headers) => {
    for (const browser of [browserWith(undefined), browserWith('forged')]) {
      let asked = 0;
      const bytes = new TextEncoder().encode(text);
      const body = new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            const chunk = bytes.subarray(65_536 * asked++, 65_536 * asked);
            if (chunk.byteLength === 0) controller.close();
            else controller.enqueue(chunk);
          },
        },
        { highWaterMark: 0 },
      );
      const answer = await send(browser, body, headers);
      expect(answer.status).toBe(401);
      expect(asked).toBeLessThan(4);
      expect(await answer.text()).not.toContain('<form');
    }
  });
});

describe('somebody gets back what they typed', () => {
  const typed = { headline: 'Port bill rises', articleBody: 'A & <b>\nthe second line', version: '3' };

  test.each<[string, (browser: Browser) => unknown]>([
    ['has signed out in another tab', (browser) => browser.post('/newsroom/sign-out', {})],
    [
      'was signed out by an admin',
      ({ person }) => deskOf(env).sessions.endAll(person, { actor: ann, now: Date.now() }),
    ],
    ['was removed', ({ person }) => deskOf(env).people.remove(person, { actor: ann, now: Date.now() })],
  ])('who %s', async (_how, end) => {
    const browser = await signIn('Ann Lee', 'editor');
    await end(browser);
    const answer = await send(browser, new URLSearchParams(typed));
    expect(answer.status).toBe(401);
    expect(Object.fromEntries(formOf(await answer.text()))).toEqual(typed);
  });

  test('even the longest text that a draft may have, character by character', async () => {
    const browser = await signedOut();
    for (const text of ['港口法案再次提出。\n\n'.repeat(58_000), '🚢 "A" & <b>\n'.repeat(100_000)]) {
      const answer = await send(browser, new URLSearchParams({ articleBody: text }));
      expect(answer.status).toBe(401);
      expect(Object.fromEntries(formOf(await answer.text())).articleBody === text).toBe(true);
    }
  });

  test('every field of a long form, in its order, and once signed in again, the newsroom takes it', async () => {
    const bo = await signIn('Bo Li', 'editor');
    const browser = await signedOut();
    const rows = Array.from({ length: 500 }, (_, at): [string, string][] => [
      [`citation.${at}.url`, `https://source-${at}.example/a/long/address?of=it&and=more`],
      [`citation.${at}.name`, at % 3 ? '' : `The “name” & <title> of ${at}`],
      ['flag', String(at)],
    ]).flat();
    const fields: [string, string][] = [
      ['version', '1'],
      ['headline', 'Port bill rises'],
      ...rows,
      ['action', 'save'],
    ];
    const first = await send(browser, new URLSearchParams(fields));
    const again = await send(browser, new URLSearchParams(formOf(await first.text())));
    const kept = formOf(await again.text());
    expect(JSON.stringify(kept) === JSON.stringify(fields)).toBe(true);
    const made = await bo.upload(
      '/newsroom/drafts',
      new URLSearchParams([...kept, ['language', 'en'], ['name', '']]),
    );
    expect(made.status).toBe(303);
    expect(await (await bo.get(made.headers.get('Location') ?? '')).text()).toContain('Port bill rises');
  });

  test('but a network that keeps sending forms is asked to wait', async () => {
    const browser = await signedOut();
    const headers = { ...FORM, 'CF-Connecting-IP': '203.0.113.7' };
    const answers = await Promise.all(
      Array.from({ length: 61 }, () => send(browser, new URLSearchParams(typed), headers)),
    );
    const refused = answers.filter(({ status }) => status !== 401);
    expect(refused.map(({ status, headers }) => [status, headers.get('Retry-After')])).toEqual([[429, '60']]);
    expect(await refused[0]?.text()).toContain('go back, and send it again');
  });

  test('what was typed beside a file, to be copied', async () => {
    const browser = await signedOut();
    const picture = part('picture"; filename="a b.jpg', 'x'.repeat(3_000_000));
    const text = part('alt', 'A ferry leaves Kiel & returns');
    const answer = await send(browser, message(picture, text), MULTIPART);
    expect(answer.status).toBe(401);
    const page = await answer.text();
    expect(page).toContain('choose the file again');
    expect(Object.fromEntries(formOf(page)).alt).toBe('A ferry leaves Kiel & returns');
  });

  test('wherever the last bytes of a message come apart', async () => {
    const browser = await signedOut();
    const empty = message(part('alt', 'A ')).length;
    for (const over of [0, 1, 2, 3, 4, 5, 6]) {
      const text = `A ${'x'.repeat(2 * 65_536 + over - empty)}`;
      const answer = await send(browser, message(part('alt', text)), MULTIPART);
      expect([over, answer.status]).toEqual([over, 401]);
      expect(Object.fromEntries(formOf(await answer.text())).alt).toBe(text);
    }
  });

  test.each([
    ['more fields than a draft can have', 'a=b&'.repeat(10_001), FORM, 413],
    ['more short fields than a draft can have', 'a=b+c&'.repeat(9_500), FORM, 413],
    ['more bytes than an upload can have', `articleBody=${'x'.repeat(MAX_UPLOAD_BYTES)}`, FORM, 413],
    ['parts without end', message(...Array.from({ length: 1000 }, () => part('a', 'b c'))), MULTIPART, 413],
    ['what is no form', 'nothing', MULTIPART, 400],
  ] as const)('but not %s', async (_what, body, headers, status) => {
    const browser = await signedOut();
    expect((await send(browser, body, headers)).status).toBe(status);
  });
});
