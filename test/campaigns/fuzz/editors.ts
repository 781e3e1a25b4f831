import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkResponse } from './answers.ts';
import { fuzz } from './campaign.ts';
import { EDITOR } from './desk.ts';
import { checkFault, program, site } from './documents.ts';
import { line, text } from './hostile.ts';
import { stories } from './imports.ts';
import { files, records } from './records.ts';
import { HASH, ID } from './rooms.ts';
import { ask } from './site.ts';

// Fuzzes the publishing API with requests that have a valid token, which may be stolen. Only valid data may reach the Desk.

const slug = fc.oneof(
  fc.constantFrom(
    'a-story',
    'a-story',
    'an-old-slug',
    'new',
    'A',
    '..',
    '%00',
    '%2e%2e',
    'a--b',
    'x'.repeat(121),
  ),
  line.map((each) => encodeURIComponent(each.toWellFormed())),
);

/** Routes that exist, and others. */
const route = fc.oneof(
  { arbitrary: fc.constant(['PUT', 'stories/a-story']), weight: 6 },
  {
    arbitrary: fc
      .constantFrom(
        ...[
          'POST previews',
          `PUT previews/${ID}`,
          `GET previews/${ID}`,
          `GET previews/0${ID.slice(1)}`,
          'POST stories',
          'GET stories',
        ],
        ...[
          'DELETE stories/a-story',
          'POST stories/a-story/restore',
          'GET stories/a-story',
          'GET export',
          'GET status',
        ],
        ...[
          'GET stories/a-story/revisions',
          'GET stories/a-story/revisions/3',
          'GET backups',
          'POST rebuild',
        ],
        ...[
          'GET drafts',
          'POST drafts',
          `GET drafts/${ID}`,
          `PUT drafts/${ID}/text`,
          `PUT drafts/${ID}/text`,
          `GET drafts/${ID}/versions/3`,
          `PUT drafts/${ID}/base`,
          `POST drafts/${ID}/publish`,
          `DELETE drafts/${ID}`,
          'POST stories/a-story/draft',
        ],
        ...[
          `GET drafts/${ID}/review`,
          `POST drafts/${ID}/review`,
          `GET drafts/${ID}/notes`,
          `POST drafts/${ID}/notes`,
          `PUT drafts/${ID}/notes/3`,
          `POST drafts/${ID}/notes/3/answers`,
        ],
        ...['GET media', 'POST media', `GET media/${HASH}`, `PUT media/${HASH}`, `POST media/${HASH}/sizes`],
        ...['GET settings', 'PUT settings', 'GET settings/versions'],
        ...['GET front', 'PUT front', 'GET front/versions'],
        ...['GET redirects', 'POST redirects', 'DELETE redirects'],
      )
      .map((each) => each.split(' ')),
    weight: 6,
  },
  {
    arbitrary: fc.tuple(
      fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'PATCH'),
      fc
        .tuple(
          fc.constantFrom(
            'stories/',
            'previews/',
            'backups/',
            'drafts/',
            `drafts/${ID}/versions/`,
            'media/',
            '',
          ),
          slug,
          fc.constantFrom('', '', '/restore', '/revisions', '/revisions/0', '/revisions/1e9', '/text', '/x'),
        )
        .map((parts) => parts.join('')),
    ),
    weight: 4,
  },
);

const query = fc.tuple(
  fc.constantFrom(
    ...['reason', 'replace', 'after', 'limit', 'name', 'story', 'revision'],
    ...['state', 'discarded', 'before', 'alt', 'credit'],
    ...['from', 'to', 'prefix'],
  ),
  fc.oneof(
    fc.constantFrom('true', '1', '0', '-1', '1e2', 'Infinity', '', '%20', '1001', '0x10', 'x'.repeat(2001)),
    line.map((each) => encodeURIComponent(each.toWellFormed())),
  ),
);

const match = fc.oneof(
  fc.constantFrom('*', '"3"', ' "3" ', '"0"', '"1", "2"', 'W/"3"', '3', '""', '"9999999999"', '"-1"'),
  line,
);

const header = fc.oneof(
  fc.constantFrom<[string, string]>(['If-Match', '"3"'], ['If-Match', '*'], ['If-None-Match', '*']),
  fc.tuple(fc.constantFrom('If-Match', 'If-None-Match'), match),
  fc.tuple(fc.constant('Content-Encoding'), fc.constantFrom('identity', 'gzip', '', ' ', 'br, gzip')),
  fc.tuple(fc.constantFrom('User-Agent', 'X-Request-Id', 'CF-Connecting-IP', 'Content-Length'), line),
);

const type = fc.oneof(
  {
    arbitrary: fc.constantFrom(
      'application/json',
      'text/markdown',
      'Application/JSON; charset=utf-8',
      'image/png',
    ),
    weight: 6,
  },
  { arbitrary: fc.constantFrom('', 'text/html', 'multipart/form-data; boundary=a'), weight: 1 },
  { arbitrary: line, weight: 1 },
);

/** JSON bodies that are no stories: a draft's base, a picture's texts, notes, requests for a review. */
const optional = { requiredKeys: [] };
const smallRecords = fc
  .oneof(
    fc.record({
      slug: fc.oneof(fc.constant('a-story'), line),
      revision: fc.oneof(fc.nat(), fc.double(), line),
    }),
    fc.record({ alt: fc.oneof(fc.constant(null), line, text), credit: fc.oneof(fc.constant(null), line) }),
    fc.record({ reviewer: fc.oneof(fc.constantFrom('Ann Lee', ID), line) }, optional),
    fc.record(
      { text, start: fc.oneof(fc.nat(), fc.constant(null)), end: fc.oneof(fc.nat(), fc.double()) },
      optional,
    ),
    fc.record({ text: fc.oneof(text, fc.constant(null)) }),
    fc.record({ isResolved: fc.oneof(fc.boolean(), line) }),
  )
  .map((each) => JSON.stringify(each));

/** A body and its declared type, which is usually right. */
const content = fc.oneof(
  { arbitrary: fc.tuple(fc.constant('application/json'), records), weight: 4 },
  { arbitrary: fc.tuple(fc.constant('text/markdown'), files), weight: 3 },
  { arbitrary: fc.tuple(fc.constant('application/json'), smallRecords), weight: 2 },
  { arbitrary: fc.tuple(type, fc.oneof(records, files, stories, text)), weight: 2 },
);

const latin = (value: string) => value.replace(/[^\t -~\u0080-\u00FF]/g, '?').trim();

fuzz({
  name: 'Requests with a token',
  share: 0.08,
  inputs: fc.record({
    route,
    query: fc.array(query, { maxLength: 2 }),
    headers: fc.array(header, { maxLength: 2 }),
    content,
  }),
  check: async ({
    route: [method = '', path],
    query: parameters,
    headers,
    content: [declaredType, body],
  }) => {
    const url = `${site.url}/api/${path}?${parameters.map((each) => each.join('=')).join('&')}`;
    const request = new Request(url, {
      method,
      headers: [
        ['Authorization', `Bearer ${EDITOR.token}`],
        ['Content-Type', latin(declaredType)],
        ...headers.map(([name, value]): [string, string] => [name, latin(value)]),
      ],
      ...(method === 'GET' ? {} : { body }),
    });
    const response = await ask(request);
    // A failed assertion in the stand-in for the Desk becomes a 500.
    assert.ok(response.status < 500, `${response.status}: ${await response.clone().text()}`);
    // `/api/..` leads to the front page, which may be cached.
    if (new URL(url).pathname.startsWith('/api/')) {
      const caching = response.headers.get('Cache-Control') ?? '';
      assert.match(caching, /no-store/, 'answers of the API are not cached');
    }
    const answer = await checkResponse(response);
    assert.ok(!answer.includes(EDITOR.token), 'the answer does not repeat the token');
    assert.doesNotMatch(answer, /The server failed/);
    if (!response.ok && response.headers.get('Content-Type') === 'application/problem+json') {
      const problem = program.problemSchema.parse(JSON.parse(answer));
      assert.equal(problem.status, response.status);
      for (const fault of problem.faults ?? []) checkFault(fault as Parameters<typeof checkFault>[0]);
    }
    return response.ok;
  },
});
