import { expect, test } from 'vitest';
import markdownIt from '../../node_modules/markdown-it/dist/markdown-it.mjs?raw';
// @ts-expect-error punycode.js describes itself as a package, not this file of it.
import whole from '../../node_modules/punycode.js/punycode.es6.js';
import kept from '../../src/bundle/punycode.ts';
import { aStory, publish } from '../samples.ts';

test('of punycode.js, markdown-it asks what the bundle keeps of it, and nothing else', () => {
  const asked = markdownIt.matchAll(/\bpunycode\.(?!js")(\w+)/g);
  expect(new Set(Array.from(asked, ([, name]) => name))).toEqual(new Set(Object.keys(kept)));
});

test.each([
  'news.example',
  'NEWS.example',
  '127.0.0.1',
  '',
  '%41',
  'bücher.example',
  '新聞.example',
  'موقع.example',
])('a host is in ASCII what it was: %s', (host) => {
  expect(kept.toASCII(host)).toBe(whole.toASCII(host));
});

test('what is no host stays as it is', () => {
  expect(kept.toASCII('ü ü')).toBe('ü ü');
});

test('mail to a host that is not ASCII gets there', () => {
  const { page } = publish(aStory({ articleBody: '[us](mailto:desk@bücher.example)' })).rendering;
  expect(page).toContain('<a href="mailto:desk@xn--bcher-kva.example">us</a>');
});
