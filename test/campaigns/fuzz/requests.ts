import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkResponse } from './answers.ts';
import { fuzz } from './campaign.ts';
import { site } from './documents.ts';
import { line } from './hostile.ts';
import { ask } from './site.ts';

// Fuzzes the whole program with requests in which method, path, query, headers and body may be hostile.

/** Must not come back in any response header. */
const MARK = 'evil';

const part = fc.oneof(
  fc.constantFrom(
    ...['stories', 'topics', 'sources', 'archive', 'sitemaps', 'api', 'hub', 'oembed', 'schema', 'previews'],
    ...['a-story', 'an-old-slug', 'withdrawn', 'web-feeds', 'a.example', '1', '01', '999999999', '1e9', '-1'],
    ...[
      'rss.xml',
      'atom.xml',
      'feed.json',
      'cite.bib',
      'card.png',
      'story.json',
      'a-story.md',
      'a-story.json',
    ],
    ...['robots.txt', 'sitemap.xml', 'listings.xml', '1.xml', 'license.xml', 'feeds.opml', 'subscribe'],
    ...[
      '',
      '.',
      '..',
      '%2e',
      '%2e%2e',
      '%00',
      '%0d%0aX-Evil:%20evil',
      '%2f',
      '%5c',
      '%c0%af',
      '%ed%a0%80',
      '%',
    ],
    ...[
      '%zz',
      'evil.example',
      '\\evil.example',
      '@evil.example',
      '*',
      ':slug',
      '{id}',
      '__proto__',
      'constructor',
    ],
    ...['a-story%20', 'A-Story', 'a-story;v=1', 'a-story%E2%80%AE', 'x'.repeat(600), '人', '%E4%BA'],
  ),
  line.map((text) => encodeURIComponent(text.toWellFormed())),
);

/** Paths that exist. */
const known = fc.constantFrom(
  ...['', 'rss.xml', 'atom.xml', 'feed.json', 'topics/web-feeds', 'topics/web-feeds/atom.xml', 'archive/1'],
  ...[
    'sources/a.example',
    'sources/a.example/rss.xml',
    'stories/a-story',
    'stories/a-story.md',
    'oembed',
    'hub',
  ],
  ...[
    'stories/a-story/cite.bib',
    'stories/a-story/card.png',
    'stories/an-old-slug',
    'stories/withdrawn',
    'api',
  ],
  ...['subscribe', 'sitemaps/stories/1.xml', 'api/stories', 'api/status', 'api/openapi.json', 'robots.txt'],
  ...['mcp', 'ask', 'llms.txt', 'schema-map.xml', 'schema.jsonl'],
);
const path = fc.oneof(
  known.map((each) => [each]),
  fc.tuple(known, fc.array(part, { minLength: 1, maxLength: 2 })).map(([first, rest]) => [first, ...rest]),
  fc.array(part, { maxLength: 5 }),
);

const parameter = fc.tuple(
  fc.constantFrom(
    'v',
    'of',
    'url',
    'format',
    'maxwidth',
    'maxheight',
    'after',
    'limit',
    'reason',
    'replace',
    'query',
    'streaming',
    '%',
  ),
  fc.oneof(
    fc.constantFrom(
      '',
      'sources',
      'xml',
      'json',
      '100',
      '0',
      '1e3',
      `${site.url}/stories/a-story`,
      '%00',
      '%c0%af',
    ),
    fc.constantFrom(`https://evil.example/stories/a-story`, `${site.url}@evil.example/stories/a-story`),
    fc.constantFrom(
      `blob:${site.url}/stories/a-story`,
      'javascript:evil()',
      '//evil.example',
      '<script>evil',
    ),
    line.map((text) => encodeURIComponent(text.toWellFormed())),
  ),
);

const header = fc.tuple(
  fc.constantFrom(
    ...[
      'Host',
      'X-Forwarded-Host',
      'X-Forwarded-Proto',
      'X-Original-URL',
      'X-Rewrite-URL',
      'Forwarded',
      'Origin',
    ],
    ...[
      'X-HTTP-Method-Override',
      'Referer',
      'User-Agent',
      'Accept',
      'Accept-Language',
      'Accept-Encoding',
      'Cookie',
    ],
    ...[
      'Authorization',
      'Range',
      'If-Range',
      'If-None-Match',
      'If-Match',
      'If-Modified-Since',
      'A-IM',
      'Via',
    ],
    ...[
      'Sec-Fetch-Dest',
      'Content-Type',
      'Content-Encoding',
      'CF-Connecting-IP',
      'Cache-Control',
      'X-Request-Id',
    ],
  ),
  fc.oneof(
    fc.constantFrom(
      'evil.example',
      'evil',
      '*',
      'document',
      'feed',
      'feed;q=0',
      'bytes=0-1',
      'text/markdown',
    ),
    fc.constantFrom('Bearer evil', 'Bearer', 'Basic ZXZpbA==', 'W/"evil"', '"evil-1.1"', 'gzip', 'no-store'),
    fc.constantFrom(
      'application/x-www-form-urlencoded',
      'application/json',
      'multipart/form-data; boundary=evil',
    ),
    line,
  ),
);

const body = fc.oneof(
  fc.constantFrom('', '{', '{"slug":"evil"}', 'hub.mode=subscribe&hub.callback=http://127.0.0.1/evil'),
  line,
);

const inputs = fc.record({
  method: fc.constantFrom(
    'GET',
    'GET',
    'GET',
    'GET',
    'HEAD',
    'OPTIONS',
    'POST',
    'PUT',
    'DELETE',
    'PATCH',
    'EVIL',
  ),
  path,
  query: fc.array(parameter, { maxLength: 3 }),
  headers: fc.array(header, { maxLength: 5 }),
  body,
});

const latin = (value: string) => value.replace(/[^\t -~\u0080-\u00FF]/g, '?').trim();

/** Returns what two answers to the same request must share: everything except the request's id in the log. */
const comparable = ({ status, headers }: Response) => [
  status,
  ...[...headers].filter(([name]) => name !== 'x-request-id'),
];

fuzz({
  name: 'Requests',
  share: 0.1,
  inputs,
  check: async ({ method, path, query, headers, body: content }) => {
    const url = `https://evil.example/${path.join('/')}?${query.map((each) => each.join('=')).join('&')}`;
    if (!URL.canParse(url)) return false;
    const make = () =>
      new Request(url, {
        method,
        headers: headers.map(([name, value]): [string, string] => [name, latin(value)]),
        ...(method === 'GET' || method === 'HEAD' ? {} : { body: content }),
      });
    const response = await ask(make());
    assert.ok(response.status < 500 || response.status === 501, `${response.status}`);
    for (const [name, value] of response.headers) {
      if (name === 'location') assert.ok(value.startsWith(`${site.url}/`), `leads to ${value}`);
      else assert.ok(!value.toLowerCase().includes(MARK), `${name}: ${value}`);
    }
    const again = await ask(make());
    assert.deepEqual(comparable(again), comparable(response), 'the second answer equals the first');
    if (method !== 'HEAD') await checkResponse(response);
    return response.ok;
  },
});
