import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Desk } from '../../../../src/newsroom/desk/desk.ts';
import type { KvMetadata } from '../../../../src/platform/kv.ts';
import { call, desk, drainCards, read, reopen, turnInstead } from '../../../newsroom.ts';
import { deskObject, runInside, standInsWith } from '../../../objects.ts';
import { aStory } from '../../../samples.ts';

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  return reopen();
});

const CARD = 'card:a-story';

async function publish(fields: Record<string, unknown> = {}): Promise<void> {
  const slug = (fields.slug as string | undefined) ?? 'a-story';
  const response = await call('PUT', `/stories/${slug}`, aStory({ slug, ...fields }), {
    headers: { 'If-Match': '*' },
  });
  if (response.status === 412) await call('PUT', `/stories/${slug}`, aStory({ slug, ...fields }));
}

async function stored(key: string) {
  const { value, metadata } = await env.STORIES.getWithMetadata<KvMetadata>(key, 'arrayBuffer');
  return { bytes: value && new Uint8Array(value), version: metadata?.version };
}

/** Returns the path of the card that the story's page names. */
async function cardPath(slug = 'a-story'): Promise<string> {
  const page = await (await read(`/stories/${slug}`)).text();
  return /property="og:image" content="https:\/\/news\.example([^"]+)"/.exec(page)?.[1] ?? '';
}

/** Returns the keys that one run of the alarm writes, in order. */
async function keysWritten(): Promise<string[]> {
  const written: string[] = [];
  const STORIES = {
    put: (...parameters: Parameters<KVNamespace['put']>) => {
      written.push(parameters[0]);
      return env.STORIES.put(...parameters);
    },
    delete: (key: string) => env.STORIES.delete(key),
  };
  await turnInstead({ STORIES });
  return written;
}

describe('the card of a story', () => {
  test('is drawn when the story is published, and its page links to it', async () => {
    await publish();
    await drainCards();
    const response = await read(await cardPath());
    expect(response.status).toBe(200);
    expect(response.headers.get('Cache-Control')).toContain('immutable');
    const png = await response.bytes();
    expect([...png.subarray(1, 4)]).toEqual([...'PNG'].map((letter) => letter.charCodeAt(0)));
  });

  test('shows the words that the page expects, if the record does not state everything of a source', async () => {
    await publish({ articleBody: 'What we think.([a](https://a.example/))' });
    await drainCards();
    expect((await read(await cardPath())).headers.get('Cache-Control')).toContain('immutable');
  });

  test('is drawn again when what it shows has changed, and only then', async () => {
    await publish();
    await drainCards();
    const before = await stored(CARD);
    await publish({ articleBody: 'We think otherwise.', abstract: 'Something else happened.' });
    expect(await keysWritten()).not.toContain(CARD);
    await publish({ headline: 'Another headline' });
    expect(await keysWritten()).toContain(CARD);
    const after = await stored(CARD);
    expect(after.version).not.toBe(before.version);
    expect(after.bytes).not.toEqual(before.bytes);
    expect((await read(await cardPath())).headers.get('Cache-Control')).toContain('immutable');
  });

  test('is removed when the story is withdrawn, and returns when it is restored', async () => {
    await publish();
    await drainCards();
    const path = await cardPath();
    await call('DELETE', '/stories/a-story?reason=It%20was%20wrong.');
    await drainCards();
    expect((await stored(CARD)).bytes).toBeNull();
    expect((await read(path)).status).toBe(302);
    await call('POST', '/stories/a-story/restore');
    await drainCards();
    expect((await read(path)).status).toBe(200);
  });

  test('moves to the new slug when the story is renamed', async () => {
    await publish();
    await drainCards();
    await publish({ slug: 'a-better-slug', formerSlugs: ['a-story'] });
    await drainCards();
    expect((await stored(CARD)).bytes).toBeNull();
    expect((await read(await cardPath('a-better-slug'))).status).toBe(200);
  });

  test('is not drawn before a scheduled story is published', async () => {
    await publish({ datePublished: '2999-01-01T00:00:00Z' });
    await drainCards();
    expect((await stored(CARD)).bytes).toBeNull();
  });

  test("is drawn again when the site's name or the design changes", async () => {
    await publish();
    await drainCards();
    const before = await stored(CARD);
    await env.STORIES.put(CARD, 'another card');
    await runInside(deskObject(), (_desk: Desk, state) => {
      // As a version of the program with a different card design wrote it.
      state.storage.sql.exec("UPDATE printed SET version = 'other' WHERE key = ?", CARD);
      state.storage.sql.exec("UPDATE note SET value = '1 other' WHERE name = 'renderer'");
    });
    await desk().wake(Date.now());
    await drainCards();
    expect(await stored(CARD)).toEqual(before);
  });
});

describe('a card delays nothing:', () => {
  const brokenStudio = standInsWith({
    draw: () => Promise.reject(new Error('Worker exceeded CPU time limit.')),
  });

  test('if it cannot be drawn, the story is published anyway, and drawing is tried again', async () => {
    await publish();
    await turnInstead({ STUDIO: brokenStudio });
    expect((await read('/stories/a-story')).status).toBe(200);
    expect(await (await read('/rss.xml')).text()).toContain('A headline');
    expect((await read(await cardPath())).headers.get('Location')).toBe('https://news.example/card.png');
    const { outbox, troubles } = await desk().status(Date.now());
    expect(outbox).toMatchObject({ depth: 0, cards: 1, failingCards: 1 });
    expect(troubles.at(-1)?.what).toContain(CARD);
    await drainCards();
    expect((await read(await cardPath())).status).toBe(200);
  });

  test('a new story is written in the next run, however many cards are waiting', async () => {
    const lines = Array.from({ length: 40 }, (_, n) => JSON.stringify(aStory({ slug: `s-${n}` })));
    await (await call('POST', '/stories', lines.join('\n'))).text();
    await publish();
    const written = await keysWritten();
    const firstCard = written.findIndex((key) => key.startsWith('card:'));
    expect(written.indexOf('story:a-story')).toBeLessThan(firstCard);
    expect(written.slice(firstCard).map((key) => key.split(':')[0])).toEqual(Array(12).fill('card'));
  });
});
