import { beforeEach, describe, expect, test, vi } from 'vitest';
import { call, desk, drain, read, reopen } from '../newsroom.ts';
import { aStory } from '../samples.ts';

// Attacks by somebody who has a token, or whose text gets into a record.

beforeEach(reopen);

const NESTED = 200_000;
const put = (body: string, type: string) =>
  call('PUT', '/stories/a-story', body, { headers: { 'Content-Type': type } });

describe('a story that is', () => {
  const frontMatter = (lines: string) => `---\n${lines}\n---\n\nText.`;
  const JSON_TYPE = 'application/json';
  test.each<[string, string, string]>([
    ['deeply nested', `{"headline":${'['.repeat(NESTED)}${']'.repeat(NESTED)}}`, JSON_TYPE],
    ['deeply nested in an unknown field', `{"x":${'{"a":'.repeat(NESTED)}1${'}'.repeat(NESTED)}}`, JSON_TYPE],
    ['a huge list', `[${'[],'.repeat(NESTED)}[]]`, JSON_TYPE],
    ['an attack on prototypes', '{"__proto__":{"headline":"x"},"constructor":{"prototype":{}}}', JSON_TYPE],
    ['a number that is too large', `{"headline":${'9'.repeat(NESTED)}}`, JSON_TYPE],
    ['null', 'null', JSON_TYPE],
    [
      'YAML that expands exponentially',
      frontMatter('a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nheadline: *c'),
      'text/markdown',
    ],
    ['deeply nested YAML', frontMatter(`a: ${'['.repeat(NESTED)}`), 'text/markdown'],
    ['YAML with a type', frontMatter('headline: !!js/function "x"'), 'text/markdown'],
    ['a script in a link', '---\nheadline: A\n---\n\n[a](javascript:alert)', 'text/markdown'],
  ])('%s is refused with its faults, and nothing is stored', async (_what, body, type) => {
    const response = await put(body, type);
    expect(response.status).toBe(422);
    const { faults } = (await response.json()) as { faults: { rule: string }[] };
    expect(faults.length).toBeGreaterThan(0);
    expect((await desk().status(Date.now())).stories).toEqual({ scheduled: 0, published: 0, withdrawn: 0 });
  });
});

test('a hostile line of an import is refused, and the other lines are not', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const lines = [
    `{"exported":${'['.repeat(NESTED)}${']'.repeat(NESTED)}}`,
    `{"headline":${'{"a":'.repeat(NESTED)}1${'}'.repeat(NESTED)}}`,
    JSON.stringify(aStory()),
  ];
  const response = await call('POST', '/stories', lines.join('\n'));
  const results = new TextDecoder()
    .decode(await response.arrayBuffer())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(results.map(({ ok }) => ok)).toEqual([false, false, true]);
});

const MARKUP = /<script>alert|<img src=x|alert\(1\)<\/script>/;

test('markup in any field is shown as text, and a source’s data cannot end a script', async () => {
  const markup = '</script><script>alert(1)</script><img src=x onerror=alert(1)>]]>';
  const source = {
    url: 'https://a.example/?q=</script><script>alert(1)</script>',
    name: markup,
    publisher: { name: markup, url: 'https://a.example/', ownership: markup },
    author: [{ name: markup }],
  };
  const story = aStory({
    headline: markup,
    abstract: markup,
    articleBody: `${markup} ([a](https://a.example/b))`,
    isBasedOn: [source],
    citation: [{ ...source, quote: { exact: markup }, url: 'https://a.example/b' }],
    author: [{ name: markup }],
    correction: [{ text: markup, datePublished: '2026-03-05T00:00:00Z' }],
  });
  expect((await call('PUT', '/stories/a-story', story)).status).toBe(201);
  await drain();
  for (const path of ['/stories/a-story', '/', '/rss.xml', '/atom.xml', '/sources/a.example']) {
    const text = await (await read(path)).text();
    expect(text, path).not.toMatch(MARKUP);
  }
  const { items } = (await (await read('/feed.json')).json()) as { items: { content_html: string }[] };
  expect(items[0]?.content_html).not.toMatch(MARKUP);
});
