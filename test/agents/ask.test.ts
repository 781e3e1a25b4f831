import { beforeAll, describe, expect, test } from 'vitest';
import { drain, reopen } from '../newsroom.ts';
import { publish } from '../published-stories.ts';
import { aStory, sampleStories } from '../samples.ts';
import { fillIndex } from '../search/fill-index.ts';
import { send } from './rpc.ts';

beforeAll(async () => {
  await reopen();
  await publish(
    ...sampleStories,
    aStory({ slug: 'by-hand', headline: 'A zeppelin </script>', abstract: 'One\n\ndata: {}' }),
  );
  await drain();
  await fillIndex();
});

const ask = (query: string, init?: RequestInit) => send(new Request(`https://any.host/ask${query}`, init));
const post = (body: string, headers: Record<string, string> = {}) =>
  ask('', { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } });

interface Answer {
  query_id: string;
  _meta: unknown;
  decontextualized_query?: string;
  results: {
    url: string;
    name: string;
    site: string;
    score: number;
    description: string;
    schema_object: object;
  }[];
}

/** The events of a stream, by their names. */
const eventsIn = (text: string) =>
  text
    .split('\n\n')
    .filter(Boolean)
    .map((each) => /^event: (\w+)\ndata: (.*)$/.exec(each))
    .map((match) => ({ event: match?.[1], data: JSON.parse(match?.[2] ?? 'null') }));

test('a question is answered with stories as their pages state them to programs, and with the label of the TL;DR', async () => {
  const response = await ask('?query=What+does+a+304+save%3F&streaming=false&query_id=q-1&mode=list');
  expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
  const { query_id, _meta, results } = (await response.json()) as Answer;
  expect([query_id, _meta]).toEqual(['q-1', { response_type: 'answer', version: '0.55' }]);
  const [first] = results;
  expect(first).toMatchObject({
    url: 'https://news.example/stories/what-a-304-saves',
    site: 'news.example',
    description: expect.stringMatching(/^TL;DR \(AI-generated\)/),
    schema_object: { '@type': 'NewsArticle', backstory: expect.stringContaining('2 sources') },
  });
  const page = await (await send(new Request('https://any.host/stories/what-a-304-saves'))).text();
  expect(page).toContain(`"headline":${JSON.stringify(first?.name)}`);
});

test('by default, the answer is a stream of events', async () => {
  const response = await ask('?query=zeppelin');
  expect(response.headers.get('Content-Type')).toBe('text/event-stream; charset=utf-8');
  const events = eventsIn(await response.text());
  expect(events.map(({ event }) => event)).toEqual(['start', 'result', 'complete']);
  expect(events[1]?.data).toMatchObject({
    index: 0,
    item: { name: 'A zeppelin </script>', description: 'One\n\ndata: {}', score: 100 },
  });
});

test('a question is asked by POST, too, in both forms that clients send', async () => {
  for (const body of [
    { query: 'problem details', streaming: false },
    {
      query: { text: 'problem details' },
      prefer: { streaming: false, mode: 'list' },
      meta: { version: '0.55' },
    },
  ]) {
    const { results } = (await (await post(JSON.stringify(body))).json()) as Answer;
    expect(results[0]?.url).toBe('https://news.example/stories/problem-details-gets-a-registry');
  }
});

test('a question is understood by the one before it, unless no story has the words of both', async () => {
  const asked = async (query: string, prev: unknown) =>
    (await (await post(JSON.stringify({ query, prev, streaming: false }))).json()) as Answer;
  expect((await asked('when was it published', 'W3C,robots crawlers')).results.map(({ url }) => url)).toEqual(
    ['https://news.example/stories/robots-txt-becomes-an-rfc'],
  );
  const alone = await asked('zeppelin', ['robots crawlers']);
  expect([alone.results.length, alone.decontextualized_query]).toEqual([1, undefined]);
});

test('of another site, there are no results', async () => {
  const of = async (site: string) =>
    ((await (await ask(`?query=feeds&streaming=false&site=${site}`)).json()) as Answer).results.length;
  expect([await of('other.example'), (await of('news.example')) > 0, (await of('all')) > 0]).toEqual([
    0,
    true,
    true,
  ]);
});

describe('a hostile request', () => {
  test.each([
    ['without a question', () => ask('')],
    ['with an empty one', () => ask('?query=%20')],
    ['with a long one', () => ask(`?query=${'x'.repeat(3000)}`)],
    ['with a body that is no JSON', () => post('{')],
    ['with a body that is too long', () => post(`{"query":"${'x'.repeat(20_000)}"}`)],
    ['with a compressed body', () => post('{}', { 'Content-Encoding': 'gzip' })],
    ['with deep JSON', () => post(`{"query":${'['.repeat(8000)}${']'.repeat(8000)}}`)],
    ['with many earlier questions', () => post(JSON.stringify({ query: 'a', prev: Array(100).fill('a') }))],
    ['with an object for a text', () => post('{"query":{"toString":1},"streaming":false}')],
    ['with a prototype', () => post('{"__proto__":{"query":"feeds"}}')],
  ])('%s is refused in a sentence', async (_name, request) => {
    const response = await request();
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      _meta: { response_type: 'failure' },
      error: { message: expect.stringMatching(/\.$/) },
    });
  });

  test('with something else than yes or no for "streaming" gets the stream', async () => {
    const deep = `${'['.repeat(7000)}${']'.repeat(7000)}`;
    for (const value of ['{"toString":1}', deep, 'null', '"yes"']) {
      const response = await post(`{"query":"feeds","streaming":${value}}`);
      expect([response.status, response.headers.get('Content-Type')]).toEqual([
        200,
        'text/event-stream; charset=utf-8',
      ]);
    }
  });

  test('counts as a search, also if the words of an earlier question are all that count', async () => {
    let counted = 0;
    const SEARCH_RATE = {
      limit: async () => {
        counted++;
        return { success: true };
      },
    };
    // As many as count in a search, so that what is asked now makes no difference to it.
    const prev = [Array.from({ length: 16 }, (_, index) => `q${String.fromCharCode(97 + index)}`).join(' ')];
    for (const query of ['feeds', 'atom', 'rss']) {
      const init = { method: 'POST', body: JSON.stringify({ query, prev }) };
      const response = await send(new Request('https://any.host/ask', init), {
        SEARCH_RATE,
        REUSE_SECONDS: '5',
      });
      expect(response.status).toBe(200);
    }
    expect(counted).toBe(3);
  });

  test('by another method is refused; a browser may ask what it may send', async () => {
    expect((await ask('?query=feeds', { method: 'DELETE' })).status).toBe(405);
    const preflight = await ask('', { method: 'OPTIONS' });
    expect([preflight.status, preflight.headers.get('Access-Control-Allow-Headers')]).toEqual([
      204,
      'Content-Type',
    ]);
  });

  test('of a network that asks too often is told when to try again', async () => {
    const limited = { SEARCH_RATE: { limit: async () => ({ success: false }) } };
    const response = await send(new Request('https://any.host/ask?query=too+often'), limited);
    expect([response.status, response.headers.get('Retry-After')]).toEqual([429, '60']);
  });
});
