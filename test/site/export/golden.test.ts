import { describe, expect, test } from 'vitest';
import { renderBibtex } from '../../../src/site/export/bibtex.ts';
import { renderCsl } from '../../../src/site/export/csl.ts';
import { renderJson } from '../../../src/site/export/json.ts';
import { articleToMarkdown } from '../../../src/site/export/markdown.ts';
import { renderOembed } from '../../../src/site/export/oembed.ts';
import { sourceReferences, storyReference } from '../../../src/site/export/reference.ts';
import { renderRis } from '../../../src/site/export/ris.ts';
import { fullStory, publish, site } from '../../samples.ts';

// Whole documents, for people to read. `npx vitest run -u` updates them; check the diff before committing it.

const article = publish(fullStory);
const anyRoom = { width: Infinity, height: Infinity };
const pretty = (json: string) => `${JSON.stringify(JSON.parse(json), null, 2)}\n`;

test.each([
  ['md', articleToMarkdown(article, site)],
  ['json', renderJson(article, site)],
  ['oembed.json', pretty(renderOembed(article, site, 'json', anyRoom))],
  ['oembed.xml', renderOembed(article, site, 'xml', anyRoom)],
])('full-story.%s', async (name, document) => {
  await expect(document).toMatchFileSnapshot(`../../golden/full-story.${name}`);
});

describe.each([
  ['full-story', [storyReference(article, site)]],
  ['full-story-sources', sourceReferences(article)],
])('%s', (name, references) => {
  test.each([
    ['bib', renderBibtex],
    ['ris', renderRis],
    ['csl.json', renderCsl],
  ])('.%s', async (suffix, render) => {
    await expect(render(references)).toMatchFileSnapshot(`../../golden/${name}.${suffix}`);
    expect(render(references)).toBe(render(structuredClone(references)));
  });
});

test.each([
  [renderBibtex, ''],
  [renderRis, ''],
  [renderCsl, '[]\n'],
])('a story without sources has no references of them', (render, nothing) => {
  expect(render([])).toBe(nothing);
});
