import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { unescapeHtml } from '../../src/lib/html.ts';
import { browserWith, signIn } from './browser.ts';

// What comes back of a form that was sent after the session has ended. Nobody has to be signed in for that.

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const MULTIPART = { 'Content-Type': 'multipart/form-data; boundary=b' };

let networks = 0;
/** A network of its own, so that no test uses up another one's limit. */
const newNetwork = () => ({ 'CF-Connecting-IP': `198.51.100.${++networks}` });

const send = (body: BodyInit, headers: Record<string, string> = FORM, path = '/newsroom/drafts') =>
  browserWith(undefined).upload(path, body, { ...newNetwork(), ...headers });

const part = (name: string, value: string) =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const message = (...parts: string[]) => `${parts.join('')}--b--\r\n`;

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

describe('an answer is not much longer than the form', () => {
  const words = 'Ein Hafen in Kiel. '.repeat(100_000);
  test.each([
    ['tiny fields', 'a=b&'.repeat(9_500), FORM],
    ['fields of two words', 'a=b+c&'.repeat(9_500), FORM],
    ['fields without a name', '=+x&'.repeat(9_500), FORM],
    ['fields of line breaks', `${'a=b+c%0A%0A%0A%0A%0A%0A&'.repeat(9_500)}`, FORM],
    ['long names', `${`${'n'.repeat(55)}=b+c+d&`.repeat(9_500)}`, FORM],
    ['names that need escapes', `${'%22%22%22%22=b+c&'.repeat(9_500)}`, FORM],
    ['one text', `articleBody=${encodeURIComponent(words)}`, FORM],
    ['ampersands', `articleBody=${'%26'.repeat(600_000)}`, FORM],
    ['angle brackets', `articleBody=x+${'%3C'.repeat(600_000)}`, FORM],
    ['quotation marks', `articleBody=x+${'%22'.repeat(600_000)}`, FORM],
    ['bytes that are not UTF-8', `articleBody=x+${'%80'.repeat(600_000)}`, FORM],
    ['zeros', `articleBody=x+${'%00'.repeat(600_000)}`, FORM],
    ['raw quotation marks', `articleBody=x+${'"<>&'.repeat(100_000)}`, FORM],
    ['fields kept for later', `kept-form=${'a%3Db+'.repeat(100_000)}`, FORM],
    ['many parts', message(...Array.from({ length: 100_000 }, () => part('a', 'b c'))), MULTIPART],
    ['parts of ampersands', message(part('alt', '& '.repeat(50_000))), MULTIPART],
    ['one part', message(part('alt', 'x'.repeat(9_000_000))), MULTIPART],
    ['a picture', message(part('picture"; filename="a.jpg', 'x'.repeat(9_000_000))), MULTIPART],
  ] as const)('%s', async (_what, body, headers) => {
    const answer = await send(body, headers);
    expect([400, 401, 413]).toContain(answer.status);
    const bytes = (await answer.bytes()).byteLength;
    expect(bytes).toBeLessThan(Math.max(2 * body.length, 100_000));
  });
});

test('the longest text that a draft may have comes back, character by character', async () => {
  for (const text of ['港口法案再次提出。\r\n\r\n'.repeat(58_000), '🚢 "A" & <b>\r\n'.repeat(100_000)]) {
    const sent = new URLSearchParams({
      articleBody: text,
      headline: 'Port bill rises',
      version: '3',
      action: 'save',
    });
    const answer = await send(sent);
    expect(answer.status).toBe(401);
    const fields = Object.fromEntries(formOf(await answer.text()));
    expect(fields.articleBody === text || fields.articleBody === text.replaceAll('\r\n', '\n')).toBe(true);
    expect(fields.headline).toBe('Port bill rises');
  }
});

test('every field of a long form is sent again, in its order, even after two tries', async () => {
  const ann = await signIn('Ann Lee', 'editor');
  const rows = Array.from({ length: 500 }, (_, at): [string, string][] => [
    [`citation.${at}.url`, `https://source-${at}.example/a/long/address?of=it&and=more`],
    [`citation.${at}.name`, at % 3 ? '' : `The “name” & <title> of ${at}`],
    [`citation.${at}.kind`, ''],
    ['flag', String(at)],
    ['flag', at % 2 ? `two words ${at}` : ''],
  ]).flat();
  const fields: [string, string][] = [
    ['version', '1'],
    ['headline', 'Port bill rises'],
    ...rows,
    ['action', 'save'],
  ];
  const first = await send(new URLSearchParams(fields));
  const second = await send(new URLSearchParams(formOf(await first.text())));
  expect([first.status, second.status]).toEqual([401, 401]);
  const again = formOf(await second.text());
  const last = await send(
    new URLSearchParams(again.map(([name, value]) => [name, value.replace('Port bill', 'Harbour bill')])),
  );
  const kept = formOf(await last.text());
  const expected = again.map(([name, value]) => [name, value.replace('Port bill', 'Harbour bill')]);
  expect(JSON.stringify(kept) === JSON.stringify(expected)).toBe(true);
  // Whoever is signed in by then has what was typed: the newsroom makes a draft of it.
  const made = await ann.upload(
    '/newsroom/drafts',
    new URLSearchParams([...again, ['language', 'en'], ['name', '']]),
  );
  expect(made.status).toBe(303);
  const page = await (await ann.get(made.headers.get('Location') ?? '')).text();
  expect(page).toContain('Port bill rises');
});

test('what was typed beside a file comes back to be copied', async () => {
  const picture = 'picture"; filename="a b.jpg';
  const body = message(part(picture, 'x'.repeat(3_000_000)), part('alt', 'A ferry leaves Kiel & returns'));
  const answer = await send(body, MULTIPART, '/newsroom/pictures');
  expect(answer.status).toBe(401);
  const page = await answer.text();
  expect(page).toContain('choose the file again');
  expect(Object.fromEntries(formOf(page)).alt).toBe('A ferry leaves Kiel & returns');
});

test('a network that keeps sending forms is asked to wait', async () => {
  const headers = { ...FORM, ...newNetwork() };
  const statuses = new Set<number>();
  for (let at = 0; at < 130; at++) {
    const answer = await browserWith(undefined).upload('/newsroom/drafts', 'headline=Port+bill', headers);
    statuses.add(answer.status);
    if (answer.status === 429) {
      expect(answer.headers.get('Retry-After')).toBe('60');
      expect(await answer.text()).toContain('Go back');
      break;
    }
    await answer.body?.cancel();
  }
  expect([...statuses]).toEqual([401, 429]);
});

test('of forms that come at once, no more are read than fit', async () => {
  const body = `articleBody=${'x'.repeat(5_500_000)}`;
  const answers = await Promise.all(Array.from({ length: 8 }, () => send(body)));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 401).length).toBeGreaterThan(0);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(3);
  // And then there is room again.
  expect((await send(body)).status).toBe(401);
});
