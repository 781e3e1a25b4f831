import { expect, test } from 'vitest';
import identity from '../../data/site.json' with { type: 'json' };
import { fingerprint } from '../../src/lib/fingerprint.ts';
import {
  serializeArticle,
  serializeRedirect,
  serializeTombstone,
} from '../../src/newsroom/desk/publish/entries.ts';
import { isContainer, openContainer } from '../../src/site/document/container.ts';
import { RENDERER_VERSION } from '../../src/site/story/article.ts';
import { serializeSite } from '../print.ts';
import { foreignStories, publish, sampleStories, site } from '../samples.ts';
import { madeRevisions, seal } from '../seal.ts';

// KV keeps finished documents until a new RENDERER_VERSION makes the Desk regenerate them. So a change of any page or feed,
// including the stylesheet, must raise RENDERER_VERSION.

interface Digest {
  renderer: number;
  /** A hash of the stories and the site that the documents are made from. */
  sources: string;
  /** A hash of the documents, including their headers. */
  documents: string;
}

const stored = import.meta.glob<Digest>('./printed.json', { import: 'default', eager: true })[
  './printed.json'
];
const files = {
  ...import.meta.glob<string>('../../data/stories/*.md', { query: '?raw', import: 'default', eager: true }),
  ...import.meta.glob<string>('../stories/*.md', { query: '?raw', import: 'default', eager: true }),
};

const digest = (value: unknown) => fingerprint(new TextEncoder().encode(JSON.stringify(value)));

/** Serializes a story with a history in which every field changes. */
async function serializeChanged(at: number) {
  const { story } = madeRevisions.at(-1) as (typeof madeRevisions)[number];
  const history = { omitted: 1, revisions: await seal(madeRevisions) };
  return serializeArticle({ ...publish(story), related: [] }, at, site, history);
}

/** Returns the finished documents of the sample stories, a changed story and a redirect. */
async function documents(): Promise<unknown> {
  const at = Date.parse('2026-03-06T00:00:00Z');
  const withdrawn = { identifier: 'tag:a.example,2026:a', reason: 'Wrong.', at: '2026-03-06T00:00:00Z' };
  const entries = await Promise.all([
    ...(await serializeSite([...sampleStories, ...foreignStories])),
    serializeChanged(at),
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

test('documents change only with RENDERER_VERSION', async () => {
  const now: Digest = {
    renderer: RENDERER_VERSION,
    sources: await digest([identity, files]),
    documents: await digest(await documents()),
  };
  if (stored?.renderer === now.renderer && stored.sources === now.sources) {
    const message =
      'Pages or feeds have changed. Raise RENDERER_VERSION in src/site/story/article.ts; otherwise KV keeps the old documents.';
    expect(now.documents, message).toBe(stored.documents);
    return;
  }
  const message =
    'Run `npx vitest run test/upgrade/printed.test.ts -u`, which rewrites test/upgrade/printed.json, and commit the file.';
  await expect(`${JSON.stringify(now, null, 2)}\n`, message).toMatchFileSnapshot('./printed.json');
});
