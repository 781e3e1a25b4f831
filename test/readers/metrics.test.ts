import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';

import { beforeEach, describe, expect, test } from 'vitest';
import { app } from '../../src/app.ts';
import { parseAgent } from '../../src/readers/metrics.ts';
import * as fc from '../draw.ts';
import { call, drain, reopen } from '../newsroom.ts';
import { aStory } from '../samples.ts';

describe('a User-Agent names the reader and its subscribers', () => {
  test.each([
    [
      'Feedly/1.0 (+http://www.feedly.com/fetcher.html; 131 subscribers; like FeedFetcher-Google)',
      'Feedly',
      131,
    ],
    ['Inoreader/1.0 (+http://www.inoreader.com/feed-fetcher; 3 subscribers; )', 'Inoreader', 3],
    ['Feedbin feed-id:12345 - 1 subscriber', 'Feedbin', 1],
    [
      'NewsBlur Feed Fetcher - 53 subscribers - https://www.newsblur.com/site/1/x',
      'NewsBlur Feed Fetcher',
      53,
    ],
    ['Mozilla/5.0 (compatible; theoldreader.com; 7 subscribers; feed-id=abc)', 'theoldreader.com', 7],
    ['PlainFeeder v0.0.1 (+http://plainfeeder.com/about ; Subscriber Count: 12)', 'PlainFeeder', 12],
    ['BazQux/2.4 (+https://bazqux.com/fetcher; 1,204 subscribers)', 'BazQux', 1204],
    ['Some Fetcher (for 5 readers)', 'Some Fetcher', 5],
    ['Mozilla/5.0 (compatible; Miniflux/2.0.51; +https://miniflux.app)', 'Miniflux', null],
    ['FreshRSS/1.24.0 (Linux; https://freshrss.org)', 'FreshRSS', null],
    ['Tiny Tiny RSS/23.01 (https://tt-rss.org/)', 'Tiny Tiny RSS', null],
    ['NetNewsWire (RSS Reader; https://netnewswire.com/)', 'NetNewsWire', null],
    ['newsboat/2.32.0 (Linux x86_64)', 'newsboat', null],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'browser', null],
    ['Liar/1.0 (999999999999 subscribers)', 'Liar', null],
    ['', 'unknown', null],
    ['/// ', 'unknown', null],
  ])('%s', (userAgent, reader, subscribers) => {
    expect(parseAgent(userAgent)).toEqual({ reader, subscribers });
  });

  const name = fc.stringMatching(/^[A-Z][A-Za-z]{2,20}$/).filter((each) => !/^(Mozilla|Opera)$/.test(each));
  const count = fc.integer({ min: 0, max: 100_000_000 });

  test('for any name and number', () => {
    fc.assert(
      fc.property(name, count, fc.boolean(), (reader, subscribers, isGrouped) => {
        const number = isGrouped ? subscribers.toLocaleString('en') : String(subscribers);
        const form = `${reader}/1.0 (+https://reader.example/; ${number} subscribers; feed-id=9)`;
        expect(parseAgent(form)).toEqual({ reader, subscribers });
      }),
    );
  });

  test('and any User-Agent results in a short, plain name and a valid number', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(' 12 subscribers', '(compatible; ', 'subscribers: ', ', 9', ' '.repeat(300)),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const { reader, subscribers } = parseAgent(parts.join(''));
        expect(reader).toMatch(/^[\w.+-][\w .+-]{0,39}$/);
        expect(subscribers === null || (subscribers >= 0 && subscribers <= 100_000_000)).toBe(true);
      }),
    );
  });
});

describe('a poll', () => {
  const points: AnalyticsEngineDataPoint[] = [];
  const METRICS = { writeDataPoint: (point: AnalyticsEngineDataPoint) => void points.push(point) };
  const poll = (path: string, headers: Record<string, string> = {}, bindings: object = { METRICS }) =>
    app.fetch(
      new Request(`https://any.host${path}`, { headers: { 'CF-Connecting-IP': '192.0.2.1', ...headers } }),
      { ...env, ...bindings } as typeof env,
      createExecutionContext(),
    );

  beforeEach(async () => {
    points.length = 0;
    await reopen();
    await call('PUT', '/stories/a-story', aStory({ keywords: ['web-feeds'] }));
    await drain();
  });

  test('is recorded with its feed, its status, the reader and its subscribers', async () => {
    const agent = { 'User-Agent': 'Feedly/1.0 (131 subscribers)' };
    const whole = await poll('/topics/web-feeds/atom.xml', agent);
    const etag = whole.headers.get('ETag') ?? '';
    const again = await poll('/topics/web-feeds/atom.xml', { ...agent, 'If-None-Match': etag });
    expect([whole.status, again.status]).toEqual([200, 304]);
    const point = (status: number) => ({
      indexes: ['atom topic:web-feeds'],
      blobs: ['topic:web-feeds', 'atom', 'Feedly'],
      doubles: [status, 131],
    });
    expect(points).toEqual([point(200), point(304)]);
  });

  test('is recorded without anything that identifies the client', async () => {
    await poll('/rss.xml?key=secret', {
      'User-Agent': 'Curl/8 (ann@reader.example)',
      Cookie: 'session=secret',
      Referer: 'https://reader.example/ann',
    });
    expect(points).toHaveLength(1);
    expect(JSON.stringify(points)).not.toMatch(/192\.0\.2|secret|ann|example/);
  });

  test('is only a request for an existing feed, not for pages or other documents', async () => {
    for (const path of ['/', '/stories/a-story', '/topics/none/rss.xml', '/healthz', '/feeds.opml']) {
      await poll(path);
    }
    await poll('/rss.xml', { 'Sec-Fetch-Dest': 'document' });
    expect(points).toEqual([]);
  });

  test('is not recorded if KV fails and there is no copy', async () => {
    const getWithMetadata = () => Promise.reject(new Error('KV GET failed: 500'));
    const failed = await poll(
      '/sources/never-read.example/rss.xml',
      {},
      { METRICS, STORIES: { getWithMetadata } },
    );
    expect([failed.status, points]).toEqual([503, []]);
  });

  test('gets the same response if METRICS is not bound', async () => {
    const [counted, uncounted] = [await poll('/rss.xml'), await poll('/rss.xml', {}, {})];
    expect([...uncounted.headers]).toEqual([...counted.headers]);
    expect(await uncounted.text()).toBe(await counted.text());
    expect(points).toHaveLength(1);
  });
});
