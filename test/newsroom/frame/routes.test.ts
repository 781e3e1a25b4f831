import { exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { browserWith, signIn } from './browser.ts';

describe('the newsroom', () => {
  test('asks a stranger to sign in, and leads back afterwards', async () => {
    const answer = await browserWith(undefined).get('/newsroom/drafts?state=draft');
    expect(answer.status).toBe(303);
    expect(answer.headers.get('Location')).toBe(
      '/newsroom/sign-in?then=%2Fnewsroom%2Fdrafts%3Fstate%3Ddraft',
    );
  });

  test('tells a script that the session has ended', async () => {
    const answer = await browserWith('forged').get('/newsroom', { Accept: 'application/json' });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ title: 'Signed out', status: 401 });
  });

  test('lets in whoever is signed in, keeps nothing, and runs no inline script', async () => {
    const answer = await (await signIn('Ann Lee', 'editor')).get('/newsroom');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('Ann Lee');
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    expect(answer.headers.get('X-Robots-Tag')).toBe('noindex');
    expect(answer.headers.get('Content-Security-Policy')).not.toContain('unsafe-inline');
  });

  test('leads whoever comes from another site on from a page of its own, so that the browser sends the cookie', async () => {
    const answer = await browserWith(undefined).get('/newsroom/drafts', { 'Sec-Fetch-Site': 'cross-site' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Refresh')).toBe('0;url=/newsroom/sign-in?then=%2Fnewsroom%2Fdrafts');
    const then = '/newsroom/sign-in?then=%2Fnewsroom%2Fdrafts';
    const next = await (await signIn('Ann Lee', 'editor')).get(then, { 'Sec-Fetch-Site': 'same-origin' });
    expect(next.headers.get('Location')).toBe('/newsroom/drafts');
  });

  test('is at one host: pages of others lead there, and changes are refused', async () => {
    const ask = (url: string, init: RequestInit = {}) =>
      exports.default.fetch(new Request(url, { redirect: 'manual', ...init }));
    for (const host of [
      'https://edgewire.ann.workers.dev',
      'http://news.example',
      'https://news.example:8443',
    ]) {
      const page = await ask(`${host}/newsroom/drafts?state=draft`);
      expect([page.status, page.headers.get('Location')]).toEqual([
        307,
        'https://news.example/newsroom/drafts?state=draft',
      ]);
      const headers = { Origin: 'https://news.example' };
      const change = await ask(`${host}/newsroom/sign-out`, { method: 'POST', headers });
      expect(change.status).toBe(403);
    }
  });

  test('refuses a compressed body, of a form and of a script, and changes nothing', async () => {
    const ann = await signIn('Ann Lee', 'editor');
    const packed = await new Response(
      new Blob(['headline=A+draft']).stream().pipeThrough(new CompressionStream('gzip')),
    ).arrayBuffer();
    for (const browser of [ann, browserWith(undefined)])
      for (const [path, type] of [
        ['/newsroom/drafts', 'application/x-www-form-urlencoded'],
        ['/newsroom/sign-in/passkey', 'application/json'],
      ] as const) {
        const headers = { 'Content-Type': type, 'Content-Encoding': 'gzip' };
        const answer = await browser.upload(path, packed, headers);
        expect([path, answer.status, answer.headers.get('Accept-Encoding')]).toEqual([path, 415, 'identity']);
      }
    expect(await (await ann.get('/newsroom/drafts')).text()).not.toContain('/newsroom/drafts/');
  });

  test('signs out, and the session is over everywhere', async () => {
    const ann = await signIn('Ann Lee', 'editor');
    const out = await ann.post('/newsroom/sign-out', {});
    expect([out.status, out.headers.get('Location')]).toEqual([303, '/newsroom/sign-in']);
    expect((await ann.get('/newsroom')).status).toBe(303);
    expect((await ann.post('/newsroom/sign-out', {})).status).toBe(303);
  });

  test('refuses a change from another site', async () => {
    const ann = await signIn('Ann Lee', 'editor');
    for (const Origin of ['https://evil.example', 'null', 'https://news.example.evil.example']) {
      const answer = await ann.post('/newsroom/drafts', {}, { Origin });
      expect(answer.status, Origin).toBe(403);
      expect(await answer.text()).toContain('nothing was changed');
    }
  });
});
