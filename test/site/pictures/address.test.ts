import { expect, test } from 'vitest';
import { picturePathsIn } from '../../../src/site/pictures/address.ts';

const path = `/media/${'a0'.repeat(32)}.png`;
const other = `/media/${'b1'.repeat(32)}.jpg`;

test.each([
  ['a whole string', { image: { url: path } }],
  ['Markdown', { articleBody: `Text ![A chart](${path}) text` }],
  ['Markdown, with its size', { articleBody: `![A chart](${path}#1200x800 "A caption")` }],
  ['Markdown, in angle brackets', { articleBody: `![A chart](<${path}>)` }],
  ['a definition', { articleBody: `![A chart][a]\n\n[a]: ${path}#1x1\n` }],
  ['a definition without a space', { articleBody: `![A chart][a]\n\n[a]:${path}\n` }],
  ['a definition on two lines', { articleBody: `![A chart][a]\n\n[a]:\n${path}\n` }],
  ['a definition with a tab', { articleBody: `![A chart][a]\n\n[a]:\t${path}\n` }],
])('the picture in %s is found', (_where, record) => {
  expect([...picturePathsIn(JSON.stringify(record))]).toEqual([path]);
});

test('each picture is listed once, in order', () => {
  const articleBody = `![a](${other}#1x1)\n\n![b](${path})\n\n![c](${other})`;
  expect([...picturePathsIn(JSON.stringify({ articleBody, image: { url: path } }))]).toEqual([other, path]);
});

test('addresses of other sites and paths of other files are no pictures', () => {
  for (const text of [
    `https://a.example${path}`,
    `/x${path}`,
    `/${path}`,
    path.replace('png', 'svg'),
    path.slice(0, -5),
  ])
    expect(picturePathsIn(JSON.stringify({ text })).size).toBe(0);
});
