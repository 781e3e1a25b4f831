import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { app } from '../../../../src/app.ts';
import { call, nothingChanged, problemOf, reopen } from '../../../newsroom.ts';
import { aStory } from '../../../samples.ts';

beforeEach(() => reopen());

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
    ['that is no JSON', '{"slug":', JSON_TYPE, 422, 'The story breaks a rule of the record'],
    ['that is empty', '', JSON_TYPE, 422, 'The story breaks a rule of the record'],
    ['that is not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), JSON_TYPE, 400, 'The body is not UTF-8'],
    ['over the limit', 'x'.repeat(2_000_001), JSON_TYPE, 413, '2,000,000 bytes'],
    [
      'that is a draft',
      '---\nheadline: A\nabstract: B\ninLanguage: en\ndatePublished: 2026-03-04T09:30:00Z\ndraft: true\n---\n\nText',
      { 'Content-Type': 'text/markdown' },
      422,
      'The story breaks a rule of the record',
    ],
    [
      'without front matter',
      'Text',
      { 'Content-Type': 'text/markdown' },
      422,
      'The story breaks a rule of the record',
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
      'The story breaks a rule of the record',
    ],
  ])('a story %s', async (_what, body, headers, status, detail) => {
    const response = await put(body, headers as Record<string, string>);
    expect(response.status).toBe(status);
    expect((await problemOf(response)).detail).toContain(detail);
    await nothingChanged();
  });

  test('a body over the limit without a Content-Length', async () => {
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

  test('a body that breaks off', async () => {
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"slug":"a-story",'));
        controller.error(new Error('The client went away'));
      },
    });
    const response = await put(broken, JSON_TYPE);
    expect(response.status).toBe(400);
    expect((await problemOf(response)).detail).toContain('The body is incomplete');
    await nothingChanged();
  });

  test('an invalid slug', async () => {
    for (const slug of ['A-Story', 'a--b', '%00', 'x'.repeat(121)]) {
      expect((await rawPut(slug, JSON.stringify(aStory()), JSON_TYPE)).status).toBe(404);
    }
  });

  test('all faults are listed at once', async () => {
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
      'belongs to tag:edgewire.example,2026:stories/a-story, not to tag:other.example',
    );
  });

  test('a change that is dated in the future, because one of two clocks is wrong', async () => {
    const later = new Date(Date.now() + 3_600_000).toISOString();
    for (const fields of [{ dateModified: later }, { correction: [{ text: 'x', datePublished: later }] }]) {
      const response = await call('PUT', '/stories/a-story', aStory(fields));
      expect(response.status).toBe(422);
      expect((await problemOf(response)).detail).toContain("compare your clock with the server's");
    }
    await nothingChanged();
  });

  test('a published story cannot be given a future date', async () => {
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

test.each(['%ff', '100%25+true+%ff%20x', '%ED%A0%80', 'Caf%E9'])(
  'a reason that is not UTF-8 (%s) is refused, not mangled',
  async (reason) => {
    await call('PUT', '/stories/a-story', aStory());
    const response = await call('DELETE', `/stories/a-story?reason=${reason}`);
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { detail: 'reason must be UTF-8, percent-encoded.' },
    ]);
  },
);

test('a reason is decoded, whatever other parameters there are', async () => {
  await call('PUT', '/stories/a-story', aStory());
  await call('DELETE', '/stories/a-story?x=%ff&reason=100%25+tr%C3%BCe%20%26+x');
  expect(await (await call('GET', '/stories/a-story')).json()).toMatchObject({ reason: '100% trüe & x' });
});

test('a reason with characters that no page can show is refused', async () => {
  await call('PUT', '/stories/a-story', aStory());
  for (const reason of ['', '%20', 'a%08b', 'a%C2%9Bb', 'x'.repeat(2001)]) {
    expect((await call('DELETE', `/stories/a-story?reason=${reason}`)).status).toBe(422);
  }
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

test('a media type is recognised in any case and with parameters', async () => {
  for (const [n, type] of ['application/json ; charset=utf-8', 'Application/JSON'].entries()) {
    const slug = `type-${n}`;
    expect(
      (await call('PUT', `/stories/${slug}`, aStory({ slug }), { headers: { 'Content-Type': type } })).status,
    ).toBe(201);
  }
});
