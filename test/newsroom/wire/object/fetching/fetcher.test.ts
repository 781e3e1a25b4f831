import { describe, expect, test } from 'vitest';
import packageJson from '../../../../../package.json' with { type: 'json' };
import type { Laboratory, Web } from './fetcher.ts';
import { withFetcher } from './fetcher.ts';

const html = (body: string, headers: Record<string, string> = {}) =>
  new Response(body, { headers: { 'Content-Type': 'text/html', ...headers } });
const text = (body: string) => new Response(body, { headers: { 'Content-Type': 'text/plain' } });
const redirect = (status: number, location: string) =>
  new Response(null, { status, headers: { Location: location } });

/** Answers by path, or by address. */
const site =
  (pages: Record<string, () => Response>): Web =>
  ({ url }) =>
    (pages[url] ?? pages[new URL(url).pathname])?.();

const pagesOf = ({ sent }: Laboratory) =>
  sent.map(({ url }) => url).filter((url) => !url.endsWith('/robots.txt'));

describe('a page', () => {
  test('comes whole, with what its server said of it', () =>
    withFetcher(site({ '/a': () => html('<p>ä</p>', { ETag: '"1"' }) }), async ({ fetchPage, clock }) => {
      const page = await fetchPage({ url: 'https://host.example/a#part' });
      expect(page).toMatchObject({
        ok: true,
        url: 'https://host.example/a#part',
        movedTo: null,
        status: 200,
        headers: { etag: '"1"', 'content-type': 'text/html' },
        readAt: clock.now(),
      });
      expect(page.ok && new TextDecoder().decode(page.body)).toBe('<p>ä</p>');
    }));

  test('is asked for with a signature for its host, redirects and robots.txt too, if the newsroom has a key', async () => {
    const key = Promise.resolve({ id: 'key-1', x: '', sign: async () => 'AAAA' });
    const web = site({ '/a': () => redirect(301, 'https://other.example/b'), '/b': () => html('b') });
    const fetchOne = async ({ fetchPage }: Laboratory) =>
      void (await fetchPage({ url: 'https://host.example/a' }));
    await withFetcher(
      web,
      async (laboratory) => {
        await fetchOne(laboratory);
        expect(laboratory.sent).toHaveLength(4);
        for (const { headers } of laboratory.sent) {
          expect(headers.get('Signature-Agent')).toBe('"https://news.example"');
          expect(headers.get('Signature-Input')).toContain('keyid="key-1"');
        }
      },
      { key },
    );
    await withFetcher(web, async (laboratory) => {
      await fetchOne(laboratory);
      for (const { headers } of laboratory.sent) expect(headers.has('Signature')).toBe(false);
    });
  });

  test('is asked for by name, with where to find who asks, and only if it has changed', () =>
    withFetcher(site({ '/a': () => new Response(null, { status: 304 }) }), async (laboratory) => {
      const { fetchPage, sent } = laboratory;
      const page = await fetchPage({
        url: 'https://host.example/a#part',
        purpose: 'feed',
        etag: '"1"',
        lastModified: 'Thu, 26 Nov 2026 00:00:00 GMT',
      });
      expect(page).toMatchObject({ ok: true, status: 304 });
      const last = sent.at(-1);
      expect(last?.url).not.toContain('#');
      expect(Object.fromEntries(last?.headers ?? [])).toMatchObject({
        'user-agent': `Edgewire/${packageJson.version} (+https://news.example)`,
        'if-none-match': '"1"',
        'if-modified-since': 'Thu, 26 Nov 2026 00:00:00 GMT',
        accept: expect.stringContaining('application/atom+xml'),
      });
    }));

  test.each([404, 410, 500])('that answers %i is read like any other', (status) =>
    withFetcher(
      ({ url }) => (url.endsWith('/a') ? new Response('gone', { status }) : undefined),
      async ({ fetchPage }) => {
        expect(await fetchPage({ url: 'https://host.example/a' })).toMatchObject({ ok: true, status });
      },
    ),
  );
});

describe('redirects', () => {
  test.each([
    [['301 /b', '308 /c'], '/c'],
    [['301 /b', '302 /c'], '/b'],
    [['302 /b', '301 /c'], null],
    [['307 /b', '303 /c'], null],
  ])('%j have moved the page for good to %s', (steps, movedTo) =>
    withFetcher(
      ({ url }) => {
        const at = ['/a', '/b'].indexOf(new URL(url).pathname);
        const [status, location] = steps[at]?.split(' ') ?? [];
        if (location) return redirect(Number(status), location);
        return url.endsWith('/c') ? html('there') : undefined;
      },
      async ({ fetchPage }) => {
        expect(await fetchPage({ url: 'https://host.example/a' })).toMatchObject({
          ok: true,
          url: 'https://host.example/c',
          movedTo: movedTo && `https://host.example${movedTo}`,
        });
      },
    ),
  );

  test('five are followed, and not six', () =>
    withFetcher(
      ({ url }) => {
        const step = Number(new URL(url).pathname.slice(1));
        return step > 0 ? redirect(302, `/${step - 1}`) : step === 0 ? html('there') : undefined;
      },
      async ({ fetchPage }) => {
        expect(await fetchPage({ url: 'https://host.example/5' })).toMatchObject({ ok: true });
        expect(await fetchPage({ url: 'https://host.example/6' })).toMatchObject({ kind: 'redirects' });
      },
    ));

  test('in a circle are not followed round and round', () =>
    withFetcher(
      ({ url }) => (/[ab]$/.test(url) ? redirect(302, url.endsWith('a') ? '/b' : '/a#again') : undefined),
      async (laboratory) => {
        expect(await laboratory.fetchPage({ url: 'https://host.example/a' })).toMatchObject({
          kind: 'redirects',
          detail: expect.stringContaining('in a circle'),
        });
        expect(pagesOf(laboratory)).toEqual(['https://host.example/a', 'https://host.example/b']);
      },
    ));

  test.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://127.0.0.1/',
    'http://[::1]/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://localhost./',
    'https://other.example:22/',
    'https://user:secret@other.example/',
    'https://news.example/stories/a',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ])('to %s are not followed', (location) =>
    withFetcher(
      ({ url }) => (url.endsWith('/a') ? redirect(302, location) : undefined),
      async (laboratory) => {
        const page = await laboratory.fetchPage({ url: 'https://host.example/a' });
        expect(page).toMatchObject({ ok: false, kind: 'address' });
        expect(JSON.stringify(page)).not.toContain('secret');
        expect(pagesOf(laboratory)).toEqual(['https://host.example/a']);
      },
    ),
  );

  test('are judged by the robots.txt of the host that they lead to', () =>
    withFetcher(
      site({
        'https://one.example/a': () => redirect(301, 'https://two.example/secret'),
        'https://two.example/robots.txt': () => text('User-agent: *\nDisallow: /secret'),
      }),
      async (laboratory) => {
        const page = await laboratory.fetchPage({ url: 'https://one.example/a' });
        expect(page).toMatchObject({ kind: 'robots', detail: expect.stringContaining('two.example') });
        expect(pagesOf(laboratory)).toEqual(['https://one.example/a']);
      },
    ));
});

test.each([
  'ftp://host.example/',
  'host.example',
  '',
  'http://10.0.0.1/',
  'http://metadata.google.internal/',
  'http://host.example:6379/',
  'http://127.0.0.1:8787/',
])('%j is not asked', (url) =>
  withFetcher(
    () => html('?'),
    async ({ fetchPage, sent }) => {
      expect(await fetchPage({ url })).toMatchObject({ ok: false, kind: 'address' });
      expect(sent).toEqual([]);
    },
  ),
);
