import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseTokens } from '../../src/api/auth.ts';
import { api } from '../../src/api/routes.ts';
import { app } from '../../src/app.ts';
import { call, desk, drain, reopen } from '../newsroom.ts';
import { aStory } from '../samples.ts';

afterEach(() => vi.restoreAllMocks());

beforeEach(() => reopen());

interface Problem {
  title: string;
  status: number;
  detail: string;
  faults?: { field: string; rule: string }[];
}

async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  const problem = (await response.json()) as Problem;
  expect(problem.status).toBe(response.status);
  expect(problem.title).not.toBe('');
  expect(problem.detail).toMatch(/[.:…]$|"\.$/);
  return problem;
}

const nothingChanged = async () => {
  const { stories, outbox } = await desk().status(Date.now());
  expect(stories).toEqual({ scheduled: 0, published: 0, withdrawn: 0 });
  expect(outbox.depth).toBe(0);
};

describe('who may publish', () => {
  test.each([
    ['nobody', null, 401, 'Bearer'],
    ['a wrong token', 'wrong', 401, 'Bearer error="invalid_token"'],
    ['the beginning of a token', 'ann', 401, 'Bearer error="invalid_token"'],
    ['a name with its token', 'ann:ann-token', 401, 'Bearer error="invalid_token"'],
  ])('%s', async (_who, token, status, challenge) => {
    for (const [method, path] of [
      ['PUT', '/stories/a-story'],
      ['GET', '/stories'],
      ['GET', '/export'],
      ['POST', '/rebuild'],
      ['GET', '/nothing'],
    ] as const) {
      const response = await call(method, path, method === 'PUT' ? aStory() : undefined, { token });
      expect(response.status).toBe(status);
      expect(response.headers.get('WWW-Authenticate')).toBe(challenge);
      await problemOf(response);
    }
    await nothingChanged();
  });

  test('tokens have names', () => {
    expect(parseTokens('ann:a-b:c, bob:d,e')).toEqual([
      { name: 'ann', token: 'a-b:c' },
      { name: 'bob', token: 'd' },
      { name: 'editor', token: 'e' },
    ]);
  });

  test('an old token and the new one hold together, until the old one is taken out', async () => {
    const status = async (PUBLISH_TOKEN: string, token: string) => {
      const headers = { Authorization: `Bearer ${token}` };
      const request = new Request('https://any.host/api/status', { headers });
      const rotated = { ...env, PUBLISH_TOKEN } as typeof env;
      return (await app.fetch(request, rotated, createExecutionContext())).status;
    };
    expect(await status('ann:old', 'old')).toBe(200);
    expect(await status('ann:new,ann:old', 'old')).toBe(200);
    expect(await status('ann:new,ann:old', 'new')).toBe(200);
    expect(await status('ann:new', 'old')).toBe(401);
  });

  test.each([undefined, '', ' , ', 'ann:'])(
    'the API is closed where the secret is %j, and says what to set',
    async (PUBLISH_TOKEN) => {
      const context = createExecutionContext();
      const closed = { ...env, PUBLISH_TOKEN } as typeof env;
      for (const token of ['', 'undefined', 'x']) {
        const request = new Request('https://any.host/api/status', {
          headers: { Authorization: `Bearer ${token}` },
        });
        const response = await app.fetch(request, closed, context);
        expect(response.status).toBe(403);
        expect((await problemOf(response)).detail).toContain('Set the secret PUBLISH_TOKEN');
      }
      await waitOnExecutionContext(context);
    },
  );

  test('whoever asks too often is stopped before a token is looked at', async () => {
    const context = createExecutionContext();
    const limited = {
      ...env,
      API_RATE: { limit: async () => ({ success: false }) },
    } as unknown as typeof env;
    const response = await app.fetch(new Request('https://any.host/api/status'), limited, context);
    await waitOnExecutionContext(context);
    expect(response.status).toBe(429);
    expect(response.headers.get('Retry-After')).toBe('60');
  });

  test('where nobody counts how often is asked, a token is asked for all the same, and whoever has one gets on', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const away = { ...env, API_RATE: { limit: () => Promise.reject(new Error('The limiter is away')) } };
    const statusWith = async (token: string) => {
      const headers = { Authorization: `Bearer ${token}` };
      const request = new Request('https://any.host/api/status', { headers });
      return (await app.fetch(request, away, createExecutionContext())).status;
    };
    expect([await statusWith('a-guess'), await statusWith('ann-token')]).toEqual([401, 200]);
    vi.restoreAllMocks();
  });

  test('whoever has a whole network of addresses guesses no faster', async () => {
    const keys = new Set<string>();
    const limit = async ({ key }: { key: string }) => {
      keys.add(key);
      return { success: true };
    };
    for (const address of ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9']) {
      const headers = { 'CF-Connecting-IP': address, Authorization: 'Bearer a-guess' };
      const request = new Request('https://any.host/api/status', { headers });
      const response = await app.fetch(request, { ...env, API_RATE: { limit } }, createExecutionContext());
      expect(response.status).toBe(401);
    }
    expect([...keys]).toEqual(['2001:db8:1:2']);
  });
});

describe('what cannot be published', () => {
  const put = (body: BodyInit | undefined, headers: Record<string, string>) =>
    rawPut('a-story', body, headers);
  const rawPut = async (slug: string, body: BodyInit | undefined, headers: Record<string, string>) => {
    const context = createExecutionContext();
    const request = new Request(`https://any.host/api/stories/${slug}`, {
      method: 'PUT',
      headers: { Authorization: 'Bearer ann-token', ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const response = await app.fetch(request, env, context);
    await waitOnExecutionContext(context);
    return response;
  };
  const JSON_TYPE = { 'Content-Type': 'application/json' };

  test.each([
    [
      'of the wrong type',
      'x',
      { 'Content-Type': 'text/html' },
      415,
      'application/json or text/markdown, not "text/html"',
    ],
    ['of no type', new Uint8Array([1]), {}, 415, 'application/json or text/markdown'],
    ['that is no JSON', '{"slug":', JSON_TYPE, 422, 'A rule of the record is broken'],
    ['that is empty', '', JSON_TYPE, 422, 'A rule of the record is broken'],
    ['that is not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), JSON_TYPE, 400, 'The body is not UTF-8'],
    ['over the limit', 'x'.repeat(2_000_001), JSON_TYPE, 413, '2,000,000 bytes'],
    [
      'that is a draft',
      '---\nheadline: A\nabstract: B\ninLanguage: en\ndatePublished: 2026-03-04T09:30:00Z\ndraft: true\n---\n\nText',
      { 'Content-Type': 'text/markdown' },
      422,
      'A rule of the record is broken',
    ],
    [
      'without front matter',
      'Text',
      { 'Content-Type': 'text/markdown' },
      422,
      'A rule of the record is broken',
    ],
    [
      'with a revision that is none',
      JSON.stringify(aStory()),
      { ...JSON_TYPE, 'If-Match': '1' },
      400,
      'If-Match must be a revision in quotes',
    ],
    [
      'with a condition that is none',
      JSON.stringify(aStory()),
      { ...JSON_TYPE, 'If-None-Match': '"1"' },
      400,
      'If-None-Match must be *',
    ],
    [
      'of another name',
      JSON.stringify(aStory({ slug: 'other' })),
      JSON_TYPE,
      422,
      'A rule of the record is broken',
    ],
  ])('a story %s', async (_what, body, headers, status, detail) => {
    const response = await put(body, headers as Record<string, string>);
    expect(response.status).toBe(status);
    expect((await problemOf(response)).detail).toContain(detail);
    await nothingChanged();
  });

  test('a body over the limit that does not say how long it is', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(0x20));
      },
    });
    const response = await put(endless, JSON_TYPE);
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(3_000_000);
  });

  test('a body that ends half-way', async () => {
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"slug":"a-story",'));
        controller.error(new Error('The client went away'));
      },
    });
    const response = await put(broken, JSON_TYPE);
    expect(response.status).toBe(400);
    expect((await problemOf(response)).detail).toContain('ended before it was whole');
    await nothingChanged();
  });

  test('a slug that is none', async () => {
    for (const slug of ['A-Story', 'a--b', '%00', 'x'.repeat(121)]) {
      expect((await rawPut(slug, JSON.stringify(aStory()), JSON_TYPE)).status).toBe(404);
    }
  });

  test('all that is wrong is told at once', async () => {
    const { articleBody, ...rest } = aStory();
    const problem = await problemOf(
      await call('PUT', '/stories/a-story', { ...rest, headline: 'a\nb', foo: 1 }),
    );
    expect(problem.faults?.map(({ field }) => field).sort()).toEqual(['articleBody', 'foo', 'headline']);
  });

  test('a slug that belongs to another identifier', async () => {
    await call('PUT', '/stories/a-story', aStory());
    const other = aStory({ identifier: 'tag:other.example,2026:x', headline: 'Other' });
    const response = await call('PUT', '/stories/a-story', other, { headers: { 'If-Match': '*' } });
    expect(response.status).toBe(409);
    expect((await problemOf(response)).detail).toContain(
      'is that of tag:edgewire.example,2026:stories/a-story, not of tag:other.example',
    );
  });

  test('a change that is dated in the future: one of two clocks is wrong', async () => {
    const later = new Date(Date.now() + 3_600_000).toISOString();
    for (const fields of [{ dateModified: later }, { correction: [{ text: 'x', datePublished: later }] }]) {
      const response = await call('PUT', '/stories/a-story', aStory(fields));
      expect(response.status).toBe(422);
      expect((await problemOf(response)).detail).toContain("compare your clock with the server's");
    }
    await nothingChanged();
  });

  test('a published story cannot be sent to the future', async () => {
    await call('PUT', '/stories/a-story', aStory());
    const response = await call(
      'PUT',
      '/stories/a-story',
      aStory({ datePublished: '2999-01-01T00:00:00Z' }),
      { headers: { 'If-Match': '"1"' } },
    );
    expect(response.status).toBe(422);
    expect((await problemOf(response)).detail).toContain('cannot be in the future');
  });
});

describe('stories by the line', () => {
  test('each line has its result, and a bad one is refused alone', async () => {
    const lines = [
      JSON.stringify(aStory({ slug: 'one' })),
      '{"slug":',
      '',
      JSON.stringify({ slug: 'three' }),
      JSON.stringify(aStory({ slug: 'four' })),
      JSON.stringify(aStory({ slug: 'one', headline: 'Another' })),
      `"${'x'.repeat(2_100_000)}"`,
      JSON.stringify(aStory({ slug: 'five' })),
    ];
    const response = await call('POST', '/stories', lines.join('\r\n'));
    expect(response.headers.get('Content-Type')).toBe('application/x-ndjson');
    const results = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(results.map(({ line, ok, slug }) => [line, ok, slug])).toEqual([
      [1, true, 'one'],
      [2, false, undefined],
      [4, false, undefined],
      [5, true, 'four'],
      [6, false, undefined],
      [7, false, undefined],
      [8, true, 'five'],
    ]);
    expect(results[2].faults.map(({ field }: { field: string }) => field)).toContain('headline');
    expect(results[3 + 1].current).toMatchObject({ revision: 1 });
    expect((await desk().status(Date.now())).stories.published).toBe(3);
  });

  test.each(['\n\n', '\r\n\r\n\r\n'])('empty lines (%j) at either end hold nothing up', async (empty) => {
    const line = JSON.stringify(aStory({ slug: 'one' }));
    const text = await (await call('POST', '/stories', `${empty}${line}${empty}\n`)).text();
    expect(
      text
        .trim()
        .split('\n')
        .map((each) => JSON.parse(each)),
    ).toMatchObject([{ ok: true, slug: 'one' }]);
  });

  test('a line that is not UTF-8, or is no export, is refused for what it is', async () => {
    const encoder = new TextEncoder();
    const [before, after] = JSON.stringify(aStory({ headline: 'A?B' }))
      .split('?')
      .map((part) => encoder.encode(part));
    const body = new Blob([
      before ?? '',
      new Uint8Array([0xff]),
      after ?? '',
      '\n{"exported": nonsense\n{"exported":{}}\n',
    ]);
    const context = createExecutionContext();
    const headers = { Authorization: 'Bearer ann-token' };
    const request = new Request('https://any.host/api/stories', {
      method: 'POST',
      headers,
      body: body.stream(),
    });
    const text = await (await app.fetch(request, env, context)).text();
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { detail: 'The line is not UTF-8. Encode it as UTF-8 and send it again.' },
      {
        detail: 'The exported story is not right.',
        faults: [{ rule: expect.stringContaining('must be JSON: ') }],
      },
      { detail: 'The exported story is not right.' },
    ]);
    await nothingChanged();
  });

  test('the same again writes nothing', async () => {
    const lines = Array.from({ length: 30 }, (_, n) => JSON.stringify(aStory({ slug: `s-${n}` }))).join('\n');
    await (await call('POST', '/stories', lines)).text();
    await drain();
    const results = (await (await call('POST', '/stories', lines)).text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(results.every(({ ok, changed }) => ok && !changed)).toBe(true);
    expect((await desk().status(Date.now())).outbox.depth).toBe(0);
  });

  test('replace=true replaces what is there', async () => {
    await call('PUT', '/stories/one', aStory({ slug: 'one' }));
    const line = JSON.stringify(aStory({ slug: 'one', headline: 'Another' }));
    const [result] = (await (await call('POST', '/stories?replace=true', line)).text())
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(result).toMatchObject({ ok: true, revision: 2, changed: true });
  });
});

test('stories are listed in pages', async () => {
  await (
    await call(
      'POST',
      '/stories',
      Array.from({ length: 25 }, (_, n) => JSON.stringify(aStory({ slug: `s-${n}` }))).join('\n'),
    )
  ).text();
  const slugs: string[] = [];
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page = (await (await call('GET', `/stories?limit=10&after=${after}`)).json()) as {
      stories: { slug: string }[];
      next?: number;
    };
    slugs.push(...page.stories.map(({ slug }) => slug));
    after = page.next;
  }
  expect(slugs).toEqual(Array.from({ length: 25 }, (_, n) => `s-${n}`));
  for (const query of ['limit=0', 'limit=1001', 'limit=x', 'after=-1']) {
    expect((await call('GET', `/stories?${query}`)).status).toBe(400);
  }
});

test.each([
  ['GET', '/stories/none', 404],
  ['GET', '/stories/none/revisions', 404],
  ['DELETE', '/stories/none?reason=x', 404],
  ['POST', '/stories/none/restore', 404],
  ['GET', '/nothing', 404],
  ['PATCH', '/stories/none', 405],
  ['POST', '/status', 405],
])('%s %s is %i', async (method, path, status) => {
  const response = await call(method, path);
  expect(response.status).toBe(status);
  await problemOf(response);
});

test.each(['%ff', '100%25+true+%ff%20x', '%ED%A0%80', 'Caf%E9'])(
  'a reason that is not UTF-8 (%s) is refused, and not shown as something else',
  async (reason) => {
    await call('PUT', '/stories/a-story', aStory());
    const response = await call('DELETE', `/stories/a-story?reason=${reason}`);
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { detail: 'reason must be UTF-8, percent-encoded.' },
    ]);
  },
);

test('a reason is decoded, whatever is beside it', async () => {
  await call('PUT', '/stories/a-story', aStory());
  await call('DELETE', '/stories/a-story?x=%ff&reason=100%25+tr%C3%BCe%20%26+x');
  expect(await (await call('GET', '/stories/a-story')).json()).toMatchObject({ reason: '100% trüe & x' });
});

test('a reason that no page can show is refused', async () => {
  await call('PUT', '/stories/a-story', aStory());
  for (const reason of ['', '%20', 'a%08b', 'a%C2%9Bb', 'x'.repeat(2001)]) {
    expect((await call('DELETE', `/stories/a-story?reason=${reason}`)).status).toBe(422);
  }
});

test.each([
  ['GET', '/status'],
  ['GET', '/export'],
  ['GET', '/openapi.json'],
  ['PUT', '/stories/a-story'],
  ['GET', '/previews/0b8f7c1e-1111-4222-8333-444455556666'],
])('where a setting is wrong, %s %s says which', async (method, path) => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const request = new Request(`https://any.host/api${path}`, {
    method,
    headers: { Authorization: 'Bearer ann-token', 'Content-Type': 'application/json' },
    ...(method === 'PUT' ? { body: JSON.stringify(aStory()) } : {}),
  });
  const bindings = { ...env, REUSE_SECONDS: '5s' } as typeof env;
  const response = await app.fetch(request, bindings, createExecutionContext());
  const { detail } = (await response.json()) as { detail: string };
  expect([response.status, response.headers.get('Content-Type')]).toEqual([500, 'application/problem+json']);
  expect(detail).toMatch(/REUSE_SECONDS/);
  expect(detail).toContain('deploy again');
  await nothingChanged();
});

test('a weak tag matches no revision', async () => {
  await call('PUT', '/stories/a-story', aStory());
  for (const [method, path] of [
    ['PUT', ''],
    ['DELETE', '?reason=x'],
    ['POST', '/restore'],
  ] as const) {
    const headers = { 'If-Match': 'W/"1"' };
    const body = method === 'PUT' ? aStory({ headline: 'Changed' }) : undefined;
    const refused = await call(method, `/stories/a-story${path}`, body, { headers });
    expect([refused.status, await refused.json()], method).toMatchObject([
      412,
      { detail: expect.stringMatching(/weak tag W\/"1" matches no revision.*Send the tag without W\//) },
    ]);
  }
  expect(await (await call('GET', '/stories/a-story')).json()).toMatchObject({
    revision: 1,
    status: 'published',
  });
});

test('a type is known however it is written', async () => {
  for (const [n, type] of ['application/json ; charset=utf-8', 'Application/JSON'].entries()) {
    const slug = `type-${n}`;
    expect(
      (await call('PUT', `/stories/${slug}`, aStory({ slug }), { headers: { 'Content-Type': type } })).status,
    ).toBe(201);
  }
});

test('an unknown revision is said to be none', async () => {
  await call('PUT', '/stories/a-story', aStory());
  for (const revision of ['2', '0', 'x', '1e3'])
    expect((await call('GET', `/stories/a-story/revisions/${revision}`)).status).toBe(404);
});

test('a preview is seen by whoever knows its id, and by nobody in the feeds', async () => {
  const draft = aStory({ headline: 'A draft' });
  expect((await call('POST', '/previews', draft, { token: null })).status).toBe(401);
  const started = await call('POST', '/previews', draft);
  const { id, url } = (await started.json()) as { id: string; url: string };
  expect(url).toBe(`https://news.example/api/previews/${id}`);
  expect([started.status, started.headers.get('Location')]).toEqual([201, url]);
  const page = await call('GET', `/previews/${id}`, undefined, { token: null });
  expect(page.status).toBe(200);
  expect(page.headers.get('Refresh')).toBe('2');
  expect(await page.text()).toContain('<h1>A draft</h1>');
  const updated = await call('PUT', `/previews/${id}`, aStory({ headline: 'Another' }));
  expect([updated.status, await updated.json()]).toEqual([200, { id, url }]);
  expect(await (await call('GET', `/previews/${id}`, undefined, { token: null })).text()).toContain(
    '<h1>Another</h1>',
  );
  await nothingChanged();
});

test('the server chooses the ids of previews, and nobody can guess them', async () => {
  const ids = new Set<string>();
  for (let n = 0; n < 20; n++) {
    const { id } = (await (await call('POST', '/previews', aStory())).json()) as { id: string };
    // 128 bits.
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    ids.add(id);
  }
  expect(ids.size).toBe(20);
  for (const id of [
    '00000000-0000-0000-0000-000000000000',
    '0'.repeat(32),
    'f'.repeat(32),
    crypto.randomUUID(),
    '1',
  ]) {
    const refused = await call('PUT', `/previews/${id}`, aStory());
    expect([refused.status, await refused.json()], id).toMatchObject([
      404,
      { detail: expect.stringContaining('POST /api/previews') },
    ]);
    expect((await call('GET', `/previews/${id}`, undefined, { token: null })).status, id).toBe(404);
  }
});

test.each([
  ['is overloaded', { overloaded: true }],
  ['was lost on the way', { retryable: true }],
  ['ended in the midst of it', { durableObjectReset: true }],
])('a Desk that %s is 503, and says when to try again', async (_what, properties) => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const failing = { status: () => Promise.reject(Object.assign(new Error('Not now.'), properties)) };
  const context = createExecutionContext();
  const request = new Request('https://any.host/api/status', {
    headers: { Authorization: 'Bearer ann-token' },
  });
  const bindings = { ...env, DESK: { getByName: () => failing } };
  const response = await app.fetch(request, bindings, context);
  await waitOnExecutionContext(context);
  expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '5']);
  await problemOf(response);
});

test('every address and method of the API is in its OpenAPI document', async () => {
  const response = await call('GET', '/openapi.json', undefined, { token: null });
  const document = (await response.json()) as {
    openapi: string;
    paths: Record<string, Record<string, unknown>>;
    components: { schemas: Record<string, unknown> };
  };
  expect(document.openapi).toBe('3.1.0');
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const served = api.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  expect(described.sort()).toEqual([...new Set([...served, 'GET /schema/story.json'])].sort());
  for (const [, name] of JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)) {
    expect(document.components.schemas).toHaveProperty(name ?? '');
  }
});
