import assert from 'node:assert/strict';
import { type Server, TOKEN } from '../cli/server.ts';

/** Enough stories to close two archive pages, so that the first has its own address. */
const STORIES = 60;

/** Publishes short stories with one topic and one source, dated before the samples, and waits until they are in KV. */
export async function publishHistory(server: Server): Promise<void> {
  const headers = { Authorization: `Bearer ${TOKEN}` };
  const stories = Array.from({ length: STORIES }, (_, index) => ({
    slug: `history-${index + 1}`,
    headline: `What happened on day ${index + 1}`,
    abstract: 'A short story.',
    inLanguage: 'en',
    datePublished: '2026-01-01T00:00:00Z',
    keywords: ['web-feeds'],
    articleBody: 'It happened.([w3.org](https://www.w3.org/TR/websub/))',
  }));
  const response = await fetch(`${server.url}/api/stories`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/x-ndjson' },
    body: stories.map((story) => JSON.stringify(story)).join('\n'),
  });
  const results = (await response.text()).trim().split('\n');
  assert.deepEqual(
    results.map((line) => JSON.parse(line).ok),
    stories.map(() => true),
  );
  for (;;) {
    const status = await fetch(`${server.url}/api/status`, { headers });
    const { outbox } = (await status.json()) as { outbox: { depth: number; cards: number } };
    if (outbox.depth === 0 && outbox.cards === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
