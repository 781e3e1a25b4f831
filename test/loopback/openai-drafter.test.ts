import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { DraftRequest } from '../../src/newsroom/drafting/wire/drafter.ts';
import { ModelDrafter } from '../../src/newsroom/drafting/wire/models/model-drafter.ts';
import { OpenAiModel, type OpenAiOptions } from '../../src/newsroom/drafting/wire/models/openai.ts';

// The drafter "openai" against real servers on this machine.

const request: DraftRequest = {
  language: 'en',
  sources: [
    { number: 1, name: null, publisher: 'Port', inLanguage: 'en', sentences: ['It opened in 1931.'] },
  ],
};
const passages = [{ text: 'It opened in 1931.', quotes: [{ source: 1, first: 1, last: 1 }] }];
const completion = (content: unknown) =>
  JSON.stringify({ choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }] });
const good = completion(JSON.stringify({ passages }));

interface Asked {
  url: string | undefined;
  key: string | undefined;
  body: { model: string; messages: unknown[]; response_format?: unknown };
}

/** Serves an API, drafts with it, and returns the answer and what the server was asked. */
async function draft(
  answer: (response: ServerResponse, asked: Asked, request: IncomingMessage) => void,
  options: Partial<OpenAiOptions> = {},
) {
  const asked: Asked[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks = await incoming.toArray();
    const one = {
      url: incoming.url,
      key: incoming.headers.authorization,
      body: JSON.parse(Buffer.concat(chunks).toString()),
    };
    asked.push(one);
    answer(response, one, incoming);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}/v1`;
  const drafter = new ModelDrafter(
    new OpenAiModel({ server: address, model: 'small', key: 'secret', ...options }),
  );
  try {
    return {
      answer: await drafter.draft(request),
      asked,
      host: `127.0.0.1:${port}`,
      provider: drafter.provider,
    };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const sends = (status: number, body: string) => (response: ServerResponse) =>
  void response.writeHead(status, { 'Content-Type': 'application/json' }).end(body);

test('a server gets the key, the model and the schema, and its answer is read', async () => {
  const { answer, asked, host, provider } = await draft(sends(200, good));
  assert.deepEqual(answer, { ok: true, passages });
  assert.equal(provider, host);
  assert.equal(asked.length, 1);
  assert.deepEqual(
    [asked[0]?.url, asked[0]?.key, asked[0]?.body.model],
    ['/v1/chat/completions', 'Bearer secret', 'small'],
  );
  assert.match(JSON.stringify(asked[0]?.body.response_format), /"json_schema".*"strict":true/);
});

test('a server that knows no schemas is asked without one', async () => {
  const { answer, asked } = await draft((response, { body }) =>
    body.response_format
      ? sends(400, '{"error":{"message":"response_format is not supported"}}')(response)
      : sends(200, good)(response),
  );
  assert.deepEqual(answer, { ok: true, passages });
  assert.equal(asked.length, 2);
});

test('a server that ignores the schema may answer with prose around the JSON', async () => {
  const { answer } = await draft(sends(200, completion(`Here you are:\n${JSON.stringify({ passages })}`)));
  assert.deepEqual(answer, { ok: true, passages });
});

test('without a key, none is sent', async () => {
  const { asked } = await draft(sends(200, good), { key: '' });
  assert.equal(asked[0]?.key, undefined);
});

const refusals: [string, number, string, RegExp, boolean][] = [
  [
    'a wrong key',
    401,
    '{"error":"bad key"}',
    /refused the key \(401\)\. Set the secret DRAFTER_KEY .* It says: “{"error":"bad key"}”$/,
    false,
  ],
  ['an address or model that is not there', 404, '', /has no such address or model \(404\)/, false],
  ['too many requests', 429, '', /asks for a pause/, true],
  ['a failure', 500, 'oops', /failed \(500\)\. Try again later\. It says: “oops”$/, true],
  ['a page', 200, '<!doctype html>', /answered with something else than a chat completion/, false],
  ['an empty answer', 200, completion(''), /^The model answered nothing\./, true],
  ['half a JSON', 200, completion('{"passages":[{"te'), /ends in the middle/, true],
  ['more than a megabyte', 200, `"${'x'.repeat(1_100_000)}"`, /is longer than 1 MB/, false],
];
for (const [name, status, body, detail, mayRetry] of refusals)
  test(`${name} is explained`, async () => {
    const { answer } = await draft(sends(status, body));
    assert.equal(answer.ok, false);
    if (answer.ok) return;
    assert.match(answer.detail, detail);
    assert.equal(answer.mayRetry, mayRetry);
  });

test('a redirect is not followed, so that nobody else gets the key', async () => {
  const { answer, asked } = await draft(
    (response) => void response.writeHead(307, { Location: '/v2/chat/completions' }).end(),
  );
  assert.equal(asked.length, 1);
  assert.match(answer.ok ? '' : answer.detail, /redirects \(307\), and a key is sent to nobody else/);
});

test('a server that never answers is given up, and the connection closed', async () => {
  let isClosed: Promise<unknown> | undefined;
  const { answer } = await draft(
    (_response, _asked, incoming) => {
      isClosed = once(incoming.socket, 'close');
    },
    { timeout: 50 },
  );
  assert.match(answer.ok ? '' : answer.detail, /gave no answer within 0\.05 seconds/);
  await isClosed;
});

test('a server that is not there is explained', async () => {
  const { answer } = await draft(sends(200, good), { server: 'http://127.0.0.1:1/v1' });
  assert.match(answer.ok ? '' : answer.detail, /^127\.0\.0\.1:1 could not be reached: /);
});
