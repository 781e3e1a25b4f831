import { describe, expect, test } from 'vitest';
import { type Web, withFetcher } from './fetcher.ts';

const HOUR = 3_600_000;
const PAGE = 'https://host.example/a';
const html = (body: string, headers: Record<string, string> = {}) =>
  new Response(body, { headers: { 'Content-Type': 'text/html', ...headers } });

/** A host with a robots.txt, and with the same page at every other address. */
const host =
  (robots: () => Response, page = () => html('<p>a</p>')): Web =>
  ({ url }) =>
    url.endsWith('/robots.txt') ? robots() : page();
const text = (body: string) => () => new Response(body);
const status = (code: number) => () => new Response('User-agent: *\nDisallow: /', { status: code });

describe('robots.txt', () => {
  test('is asked for once a day, also by somebody who comes after a restart', () =>
    withFetcher(host(text('User-agent: *\nDisallow: /b')), async ({ fetchPage, restart, sent, clock }) => {
      const asked = () => sent.filter(({ url }) => url.endsWith('/robots.txt')).length;
      expect(await fetchPage({ url: PAGE })).toMatchObject({ ok: true });
      expect(await fetchPage({ url: 'https://host.example/b' })).toMatchObject({
        kind: 'robots',
        detail: expect.stringContaining('https://host.example/robots.txt says so'),
      });
      restart();
      clock.pass(23 * HOUR);
      await fetchPage({ url: PAGE });
      expect(asked()).toBe(1);
      clock.pass(HOUR);
      await fetchPage({ url: PAGE });
      expect(asked()).toBe(2);
    }));

  test('is one for each scheme and port', () =>
    withFetcher(host(text('')), async ({ fetchPage, sent }) => {
      for (const origin of ['https://host.example', 'http://host.example', 'https://host.example:8443']) {
        await fetchPage({ url: `${origin}/a` });
      }
      expect(sent.filter(({ url }) => url.endsWith('/robots.txt'))).toHaveLength(3);
    }));

  test('of two who need it at once, one asks', () =>
    withFetcher(host(text('')), async ({ fetchAll, sent }) => {
      await fetchAll([{ url: PAGE }, { url: PAGE }]);
      expect(sent.filter(({ url }) => url.endsWith('/robots.txt'))).toHaveLength(1);
    }));

  test.each([401, 403, 404, 410])('that answers %i allows everything', (code) =>
    withFetcher(host(status(code)), async ({ fetchPage }) => {
      expect(await fetchPage({ url: PAGE })).toMatchObject({ ok: true });
    }),
  );

  test.each([
    ['answers 500', status(500)],
    ['answers 502', status(502)],
    [
      'cannot be reached',
      () => {
        throw new TypeError('no connection');
      },
    ],
    ['leads to a private address', () => Response.redirect('http://10.0.0.1/robots.txt')],
  ])('that %s allows nothing, and is asked for again ten minutes later', (_, robots) =>
    withFetcher(host(robots), async ({ fetchPage, clock, sent }) => {
      const page = await fetchPage({ url: PAGE });
      expect(page).toMatchObject({ ok: false, kind: 'robots', retryAt: clock.now() + 600_000 });
      expect(await fetchPage({ url: PAGE })).toEqual(page);
      expect(sent).toHaveLength(1);
      clock.pass(600_000);
      await fetchPage({ url: PAGE });
      expect(sent).toHaveLength(2);
    }),
  );

  test('that cannot be read any more counts for another week', () => {
    let code = 200;
    const robots = () => new Response('User-agent: *\nDisallow: /b', { status: code });
    return withFetcher(host(robots), async ({ fetchPage, clock }) => {
      await fetchPage({ url: PAGE });
      code = 500;
      clock.pass(25 * HOUR);
      expect(await fetchPage({ url: PAGE })).toMatchObject({ ok: true });
      expect(await fetchPage({ url: 'https://host.example/b' })).toMatchObject({ kind: 'robots' });
    });
  });

  test('that asks for a pause says nothing of the page', () =>
    withFetcher(
      host(() => new Response('', { status: 429, headers: { 'Retry-After': '120' } })),
      async ({ fetchPage, clock }) => {
        expect(await fetchPage({ url: PAGE })).toMatchObject({
          kind: 'later',
          retryAt: clock.now() + 120_000,
        });
      },
    ));

  test('is read where it redirects to, and redirects without end allow everything', () =>
    withFetcher(
      ({ url }) => {
        if (url === 'https://one.example/robots.txt')
          return Response.redirect('https://two.example/rules', 301);
        if (url === 'https://two.example/rules') return text('User-agent: *\nDisallow: /')();
        if (url === 'https://three.example/robots.txt') return Response.redirect(url);
        return html('');
      },
      async ({ fetchPage }) => {
        expect(await fetchPage({ url: 'https://one.example/a' })).toMatchObject({ kind: 'robots' });
        expect(await fetchPage({ url: 'https://three.example/a' })).toMatchObject({ ok: true });
      },
    ));

  test('is read up to 500 KiB', () => {
    const long = (rule: string) => text(`User-agent: *\n${'#'.repeat(500 * 1024)}\n${rule}`);
    return withFetcher(host(long('Disallow: /')), async ({ fetchPage }) => {
      expect(await fetchPage({ url: PAGE })).toMatchObject({ ok: true });
    });
  });

  test('is not asked about the archive’s interfaces', () =>
    withFetcher(host(text('User-agent: *\nDisallow: /')), async ({ fetchPage, sent }) => {
      expect(await fetchPage({ url: PAGE, purpose: 'archive' })).toMatchObject({ ok: true });
      expect(sent).toHaveLength(1);
    }));
});

const REFUSING =
  '<rsl><content url="/"><license><prohibits type="usage">ai-input</prohibits></license></content></rsl>';

describe('a page from which machines shall not write', () => {
  const refusals: [string, string, Web][] = [
    [
      'robots.txt (Content-Usage)',
      'its robots.txt says "Content-Usage: ai-use=n"',
      host(text('User-agent: *\nContent-Usage: / ai-use=n')),
    ],
    [
      'robots.txt (Content-Signal)',
      'its robots.txt says "Content-Signal: search=yes, ai-input=no"',
      host(text('User-agent: *\nContent-Signal: search=yes, ai-input=no\nAllow: /')),
    ],
    [
      'a header',
      'the page says "Content-Usage: ai-use=n"',
      host(text(''), () => html('', { 'Content-Usage': 'ai-use=n' })),
    ],
    [
      'its markup',
      'the page says "<meta name="robots" content="noai">"',
      host(text(''), () => html('<meta name="robots" content="noai">')),
    ],
    [
      'the licence that robots.txt names',
      'its licence https://host.example/l.xml prohibits "ai-input"',
      ({ url }) =>
        url.endsWith('/l.xml')
          ? new Response(REFUSING)
          : host(text('License: https://host.example/l.xml'))(new Request(url), 0),
    ],
    [
      'the licence that its header names',
      'its licence https://host.example/l.xml prohibits "ai-input"',
      ({ url }) =>
        url.endsWith('/l.xml')
          ? new Response(REFUSING)
          : host(text(''), () => html('', { Link: '</l.xml>; rel="license"; type="application/rsl+xml"' }))(
              new Request(url),
              0,
            ),
    ],
    [
      'the licence in it',
      'the licence in the page prohibits "ai-input"',
      host(text(''), () => html(`<script type="application/rsl+xml">${REFUSING}</script>`)),
    ],
  ];

  test.each(refusals)('by %s is no source of a draft, and the editor is told why', (_, words, web) =>
    withFetcher(web, async ({ fetchPage }) => {
      const page = await fetchPage({ url: PAGE, purpose: 'draft' });
      expect(page).toMatchObject({ ok: false, kind: 'usage', detail: expect.stringContaining(words) });
    }),
  );

  test.each(refusals)('by %s is looked at by the watch, and a feed is', (_, _words, web) =>
    withFetcher(web, async ({ fetchPage }) => {
      expect(await fetchPage({ url: PAGE, purpose: 'watch' })).toMatchObject({ ok: true });
      expect(await fetchPage({ url: PAGE, purpose: 'feed' })).toMatchObject({ ok: true });
    }),
  );

  test('by robots.txt is not even asked for', () =>
    withFetcher(host(text('User-agent: *\nContent-Signal: ai-input=no')), async ({ fetchPage, sent }) => {
      await fetchPage({ url: PAGE, purpose: 'draft' });
      expect(sent.map(({ url }) => url)).toEqual(['https://host.example/robots.txt']);
    }));

  test('on the host that a redirect leads to is none either', () =>
    withFetcher(
      ({ url }) => {
        if (url === PAGE) return Response.redirect('https://two.example/a');
        if (url === 'https://two.example/robots.txt')
          return text('User-agent: *\nContent-Signal: ai-input=no')();
        return undefined;
      },
      async ({ fetchPage }) => {
        const page = await fetchPage({ url: PAGE, purpose: 'draft' });
        expect(page).toMatchObject({ kind: 'usage', detail: expect.stringContaining('two.example') });
      },
    ));

  test('by a licence that cannot be read waits for it; one that does not exist says nothing', () => {
    let code = 500;
    return withFetcher(
      ({ url }) =>
        url.endsWith('/l.xml')
          ? new Response('', { status: code })
          : host(text('License: https://host.example/l.xml'))(new Request(url), 0),
      async ({ fetchPage, clock }) => {
        const page = await fetchPage({ url: PAGE, purpose: 'draft' });
        expect(page).toMatchObject({ kind: 'usage', retryAt: clock.now() + 600_000 });
        code = 404;
        clock.pass(600_000);
        expect(await fetchPage({ url: PAGE, purpose: 'draft' })).toMatchObject({ ok: true });
      },
    );
  });
});
