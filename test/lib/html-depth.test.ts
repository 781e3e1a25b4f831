import { expect, test } from 'vitest';
import { limitDepth } from '../../src/lib/html-depth.ts';

test.each([
  ['a drawing of many paths', `<svg>${'<path d="M0 0"/>'.repeat(3000)}</svg>`],
  ['pictures and paragraphs that nothing closes', '<p><img src="a.png">'.repeat(3000)],
])('%s is not deep, and what follows keeps its tags', (_what, html) => {
  const text = `${html}<h2>After</h2><a href="/b">b</a>`;
  expect(limitDepth(text)).toBe(text);
});

test('elements within more than a thousand others lose their tags and keep their words', () => {
  const text = `${'<b>'.repeat(1000)}<i>deep</i>${'</b>'.repeat(1000)}<h2>After</h2>`;
  expect(limitDepth(text)).toBe(`${'<b>'.repeat(1000)}deep${'</b>'.repeat(1000)}<h2>After</h2>`);
  const paths = `<svg>${'<g>'.repeat(2000)}<path/></svg>`;
  expect(limitDepth(paths)).toBe(`<svg>${'<g>'.repeat(999)}<path/>`);
});
