import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import type { FeedItem } from '../../../../src/newsroom/feeds/wire/feed-item.ts';
import { wireOf } from '../../../../src/newsroom/wire/wire-stub.ts';
import { emptyStorage } from '../../../storage.ts';
import { signIn } from '../../frame/browser.ts';

const HOUR = 3_600_000;

beforeEach(emptyStorage);

function report(number: number, parts: Partial<FeedItem> = {}): FeedItem {
  const seenAt = Date.now() - HOUR;
  return {
    feed: `https://outlet-${number}.example/feed`,
    id: null,
    url: `https://outlet-${number}.example/news/ferry`,
    title: 'Ferry with 214 aboard runs aground off Port Selwyn',
    summary: 'A ferry with 214 people aboard ran aground in fog off Port Selwyn early on Monday.',
    publisher: `Outlet ${number}`,
    publishedAt: seenAt - number * HOUR,
    seenAt,
    language: 'en',
    ...parts,
  };
}

const add = (...items: FeedItem[]) => wireOf(env).items.add(items, Date.now());

const page = async (response: Response, status = 200) => {
  expect(response.status).toBe(status);
  return response.text();
};

test('a wire without reports says what to do', async () => {
  const ann = await signIn('Ann', 'writer');
  const html = await page(await ann.get('/newsroom/wire'));
  expect(html).toContain('<a href="/newsroom/wire/feeds">Add the feeds of your sources</a>');
  expect(html).not.toContain('Draft from these');
});

test('an event has its outlets, and reports that can be ticked for a draft', async () => {
  await add(
    report(1),
    report(2),
    report(3, { title: 'Osei wins mayor race', summary: '', url: 'https://outlet-3.example/m' }),
  );
  const ann = await signIn('Ann', 'writer');
  const html = await page(await ann.get('/newsroom/wire'));
  expect(html.indexOf('Ferry with 214')).toBeLessThan(html.indexOf('Osei wins'));
  expect(html).toMatch(/<form method="get" action="\/newsroom\/wire\/draft">/);
  expect(html).toMatch(/2 outlets, 2 reports/);
  expect(html).toMatch(/type="checkbox" name="url" value="https:\/\/outlet-1.example\/news\/ferry"/);
  expect(html).toMatch(/<a href="https:\/\/outlet-1.example\/news\/ferry" rel="noreferrer">/);
});

test('an opened event has the independent reports ticked', async () => {
  await add(
    report(1),
    report(2),
    report(3, {
      title: 'Passengers rescued after ferry hits sandbank in fog',
      summary:
        'The Lady Morwen was on her way to Port Selwyn when she ran onto a bank. Lifeboats took off 214 people.',
    }),
  );
  const ann = await signIn('Ann', 'writer');
  const html = await page(await ann.get('/newsroom/wire/events/1'));
  const boxes = [...html.matchAll(/<input type="checkbox"[^>]*value="https:\/\/outlet-(\d)[^>]*>/g)];
  expect(boxes).toHaveLength(3);
  // Outlet 1 has the text of outlet 2.
  expect(boxes.filter(([box]) => /\schecked/.test(box)).map(([, outlet]) => outlet)).toEqual(['2', '3']);
  expect(html).toMatch(/nearly the text of <bdi>Outlet 2<\/bdi>/);
});

test('what came since one looked is new, until one says that one has seen it', async () => {
  await add(report(1));
  const ann = await signIn('Ann', 'writer');
  const html = await page(await ann.get('/newsroom/wire'));
  expect(html).toContain('<span class="state good">New</span>');
  const at = /name="at" value="(\d+)"/.exec(html)?.[1] ?? '';
  const seen = await ann.post('/newsroom/wire/seen', { at });
  expect([seen.status, seen.headers.get('Location')]).toEqual([303, '/newsroom/wire?done=seen']);
  expect(await page(await ann.get('/newsroom/wire'))).not.toContain('state good');
  await add(report(2, { seenAt: Date.now() + 1 }));
  expect(await page(await ann.get('/newsroom/wire'))).toContain('<span class="state good">1 new</span>');
  const bob = await signIn('Bob', 'writer');
  expect(await page(await bob.get('/newsroom/wire'))).toContain('<span class="state good">New</span>');
});

test('events are filtered by language and feed', async () => {
  await add(
    report(1),
    report(4, { title: 'Lokführer legen Bahnverkehr lahm', summary: '', language: 'de-AT' }),
  );
  const ann = await signIn('Ann', 'writer');
  const german = await page(await ann.get('/newsroom/wire?language=de'));
  expect(german).toContain('<option value="de" selected="">German</option>');
  expect(german).toContain('Lokführer legen');
  expect(german).not.toContain('Ferry with 214 aboard runs');
  const feed = encodeURIComponent('https://outlet-1.example/feed');
  expect(await page(await ann.get(`/newsroom/wire?feed=${feed}`))).not.toContain('Lokführer legen');
  expect(await page(await ann.get('/newsroom/wire?language=xx&page=-1'))).toContain('Show all events');
});

test('a headline is text, whatever it holds', async () => {
  const title = '</title><script>alert(1)</script><img src=x onerror=alert(1)> \u202eevil';
  await add(report(1, { title, publisher: '"><script>', url: 'javascript:alert(1)', language: '"><b>' }));
  const ann = await signIn('Ann', 'writer');
  for (const path of ['/newsroom/wire', '/newsroom/wire/events/1']) {
    const html = await page(await ann.get(path));
    expect(html).not.toMatch(/<script>|<img|<b>|href="javascript:/);
    expect(html).toContain('dir="auto"');
  }
});

test('outlets without a name have their hosts as people write them, unless that could deceive', async () => {
  const [known, sly] = ['bücher.example', 'раураl.example'].map(
    (host) => new URL(`https://${host}`).hostname,
  );
  const same = { publisher: null, title: '' };
  await add(
    report(2, { publisher: null, url: `https://${known}/ferry`, feed: `https://${known}/feed` }),
    report(1, { publisher: null, url: `https://${sly}/ferry`, feed: `https://${sly}/feed` }),
    report(3, { ...same, summary: '', url: `https://www.${known}/untitled` }),
  );
  const ann = await signIn('Ann', 'writer');
  const pages = await Promise.all(
    ['/newsroom/wire', '/newsroom/wire/events/2'].map(async (path) => page(await ann.get(path))),
  );
  for (const html of pages) {
    expect(html).toContain('<bdi>bücher.example</bdi>');
    expect(html).toContain(`<bdi>${sly}</bdi>`);
    expect(html).toMatch(/: bücher\.example, /);
    expect(html).not.toContain('раура');
    // Whatever leads there, or is sent, has the address itself.
    expect(html).toContain(`<a href="https://${known}/ferry"`);
    expect(html).toContain(`name="url" value="https://${known}/ferry"`);
    expect(html).not.toMatch(/(?:href|value)="[^"]*ü/);
  }
  expect(pages[0]).toContain(`<option value="https://${known}/feed">bücher.example/feed</option>`);
  expect(pages[0]).toContain(`>${sly}/feed</option>`);
  expect(pages[0]).toContain('https://www.bücher.example/untitled</label>');
  expect(pages[1]).toContain('nearly the text of <bdi>bücher.example</bdi>');
});

test('an event that is not there is said to be gone', async () => {
  const ann = await signIn('Ann', 'writer');
  for (const id of ['1', '0', 'x', '9'.repeat(20)]) {
    expect(await page(await ann.get(`/newsroom/wire/events/${id}`), 404)).toContain(
      'keeps reports for 30 days',
    );
  }
  expect((await ann.post('/newsroom/wire/seen', { at: 'x' })).status).toBe(400);
});

test('all reports of an event are ticked without a script, too', async () => {
  await add(
    report(1),
    report(2),
    report(3, { url: 'https://outlet-1.example/news/again', publisher: 'Outlet 1' }),
  );
  const ann = await signIn('Ann', 'writer');
  const list = await page(await ann.get('/newsroom/wire'));
  const path = /\/newsroom\/wire\/events\/\d+/.exec(list)?.[0] ?? '';
  const ticked = async (query: string) =>
    [...(await page(await ann.get(path + query))).matchAll(/<input type="checkbox"[^>]*checked/g)].length;
  expect(await ticked('?tick=all')).toBe(3);
  expect(await ticked('')).toBe(1);
  expect(await page(await ann.get(path))).toContain(`href="${path}?tick=all"`);
});
