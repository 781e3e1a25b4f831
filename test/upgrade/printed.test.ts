import { expect, test } from 'vitest';
import identity from '../../data/site.json' with { type: 'json' };
import { serializeRedirect, serializeTombstone } from '../../src/desk/publish/entries.ts';
import { isContainer, openContainer } from '../../src/document/container.ts';
import { fingerprint } from '../../src/lib/fingerprint.ts';
import { RENDERER_VERSION } from '../../src/story/article.ts';
import { printSite } from '../print.ts';
import { foreignStories, sampleStories, site } from '../samples.ts';

// Documents are finished once, and KV keeps them until they are printed anew, which a new RENDERER_VERSION asks for. So whoever
// changes what a page or a feed says, the stylesheet included, has to raise it.

interface Digest {
  renderer: number;
  /** Of the stories and the site that the documents are made from. */
  sources: string;
  /** Of the documents, headers included. */
  documents: string;
}

const kept = import.meta.glob<Digest>('./printed.json', { import: 'default', eager: true })['./printed.json'];
const files = {
  ...import.meta.glob<string>('../../data/stories/*.md', { query: '?raw', import: 'default', eager: true }),
  ...import.meta.glob<string>('../stories/*.md', { query: '?raw', import: 'default', eager: true }),
};

const digest = (value: unknown) => fingerprint(new TextEncoder().encode(JSON.stringify(value)));

/** What is finished for the sample stories, and for what stands in the place of a story. */
async function documents(): Promise<unknown> {
  const at = Date.parse('2026-03-06T00:00:00Z');
  const withdrawn = { identifier: 'tag:a.example,2026:a', reason: 'Wrong.', at: '2026-03-06T00:00:00Z' };
  const entries = await Promise.all([
    ...(await printSite([...sampleStories, ...foreignStories])),
    serializeTombstone('gone', withdrawn, at, site),
    serializeRedirect('old', 'new', at, site),
  ]);
  return entries.flatMap(({ key, value }) => {
    const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
    if (!isContainer(bytes)) return [];
    return Object.entries(openContainer(bytes).table.documents).map(([name, { etag, status, headers }]) => {
      return [key, name, etag, status, headers];
    });
  });
}

test('what is printed is as this version of the renderer has printed it before', async () => {
  const now: Digest = {
    renderer: RENDERER_VERSION,
    sources: await digest([identity, files]),
    documents: await digest(await documents()),
  };
  if (kept?.renderer === now.renderer && kept.sources === now.sources) {
    const message =
      'Pages or feeds are not what they were: raise RENDERER_VERSION in src/story/article.ts, or what was printed before stays as it is.';
    expect(now.documents, message).toBe(kept.documents);
    return;
  }
  const message =
    '`npx vitest run test/upgrade/printed.test.ts -u` writes test/upgrade/printed.json anew: commit it.';
  await expect(`${JSON.stringify(now, null, 2)}\n`, message).toMatchFileSnapshot('./printed.json');
});
