import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Desk } from '../../src/newsroom/desk/desk.ts';
import { call, desk, drain, idsIn, read, reopen, turn } from '../newsroom.ts';
import { deskObject, runInside } from '../objects.ts';
import { aStory } from '../samples.ts';

beforeEach(() => reopen());

const record = (fields: Record<string, unknown> = {}) => aStory({ keywords: ['web-feeds'], ...fields });
const ID = 'tag:edgewire.example,2026:stories/a-story';

describe('a story is', () => {
  test('published: a page, an entry in every feed of its scopes, and a revision with its author', async () => {
    const response = await call(
      'PUT',
      '/stories/a-story',
      record({ articleBody: 'So.([w3.org](https://www.w3.org/))' }),
    );
    expect(response.status).toBe(201);
    expect(response.headers.get('ETag')).toBe('"1"');
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(await response.json()).toEqual({
      slug: 'a-story',
      identifier: ID,
      status: 'published',
      revision: 1,
      changed: true,
      url: 'https://news.example/stories/a-story',
    });
    await drain();
    expect((await read('/stories/a-story')).status).toBe(200);
    for (const scope of ['', '/topics/web-feeds', '/sources/w3.org'])
      expect(await idsIn(`${scope}/feed.json`)).toEqual([ID]);
    expect(await (await read('/subscribe')).text()).toContain('/sources/w3.org/atom.xml');
    const { revisions } = (await (await call('GET', '/stories/a-story/revisions')).json()) as {
      revisions: object[];
    };
    expect(revisions).toMatchObject([{ revision: 1, who: 'ann', action: 'publish', reason: null }]);
  });

  test('published from a Markdown file too', async () => {
    const file =
      '---\nheadline: From a file\nabstract: x\ninLanguage: en\ndatePublished: 2026-03-04T09:30:00Z\n---\n\n  Two  spaces.\n';
    expect((await call('PUT', '/stories/from-a-file', file)).status).toBe(201);
    const { record: stored } = (await (await call('GET', '/stories/from-a-file')).json()) as {
      record: { articleBody: string };
    };
    expect(stored.articleBody).toBe('  Two  spaces.\n');
  });

  test('unchanged when the same record is sent again', async () => {
    await call('PUT', '/stories/a-story', record());
    await drain();
    const again = await call('PUT', '/stories/a-story', record(), { token: 'bob-token' });
    expect(again.status).toBe(200);
    expect(await again.json()).toMatchObject({ revision: 1, changed: false });
    expect((await desk().status(Date.now())).outbox.depth).toBe(0);
  });

  test('corrected: dated on the page and in every format', async () => {
    await call('PUT', '/stories/a-story', record());
    const corrected = record({
      abstract: 'What really happened.',
      dateModified: '2026-03-05T10:00:00Z',
      correction: [{ text: 'It was otherwise.', datePublished: '2026-03-05T10:00:00Z' }],
    });
    const response = await call('PUT', '/stories/a-story', corrected, {
      token: 'bob-token',
      headers: { 'If-Match': '"1"' },
    });
    expect(await response.json()).toMatchObject({ revision: 2, changed: true, identifier: ID });
    await drain();
    for (const path of ['/stories/a-story', '/rss.xml', '/atom.xml', '/feed.json']) {
      const text = await (await read(path)).text();
      expect(text).toContain('It was otherwise.');
      expect(text).toContain('What really happened.');
      expect(text).toContain('2026-03-05');
    }
    const first = (await (await call('GET', '/stories/a-story/revisions/1')).json()) as {
      record: { abstract: string };
      who: string;
    };
    expect(first).toMatchObject({ who: 'ann', record: { abstract: 'What happened.' } });
  });

  test('renamed: the old slugs redirect to it for ever, and its id stays', async () => {
    await call('PUT', '/stories/a-story', record());
    await drain();
    const second = await call(
      'PUT',
      '/stories/second',
      record({ slug: 'second', formerSlugs: ['a-story'] }),
      { headers: { 'If-Match': '"1"' } },
    );
    expect(await second.json()).toMatchObject({ slug: 'second', identifier: ID, revision: 2 });
    await call('PUT', '/stories/third', record({ slug: 'third', identifier: ID }), {
      headers: { 'If-Match': '"2"' },
    });
    await drain();
    for (const slug of ['a-story', 'second']) {
      const response = await read(`/stories/${slug}`);
      expect(response.status).toBe(301);
      expect(response.headers.get('Location')).toBe('https://news.example/stories/third');
    }
    expect(await idsIn('/feed.json')).toEqual([ID]);
    // No other story can take a slug that redirects.
    const taken = await call('PUT', '/stories/second', record({ slug: 'second', headline: 'Another' }));
    expect(taken.status).toBe(409);
    expect(await taken.json()).toMatchObject({
      detail: expect.stringMatching(/"second" .*"third" .*redirects/),
    });
  });

  test('withdrawn: 410 with reason and date, not in the feeds, its revisions kept; then restored', async () => {
    await call('PUT', '/stories/a-story', record());
    await drain();
    expect((await call('DELETE', '/stories/a-story')).status).toBe(422);
    const withdrawn = await call(
      'DELETE',
      `/stories/a-story?reason=${encodeURIComponent('The source <b>retracted</b> it.')}`,
    );
    expect(await withdrawn.json()).toMatchObject({ status: 'withdrawn', revision: 2 });
    await drain();
    const page = await read('/stories/a-story');
    expect(page.status).toBe(410);
    const text = await page.text();
    expect(text).toContain('The source &lt;b&gt;retracted&lt;/b&gt; it.');
    expect(text).toContain(`<time datetime="${new Date().toISOString().slice(0, 10)}`);
    for (const scope of ['', '/topics/web-feeds']) expect(await idsIn(`${scope}/feed.json`)).toEqual([]);
    expect((await call('GET', '/stories/a-story/revisions/1')).status).toBe(200);
    expect(
      (await call('PUT', '/stories/a-story', record({ abstract: 'x' }), { headers: { 'If-Match': '*' } }))
        .status,
    ).toBe(409);

    expect(await (await call('POST', '/stories/a-story/restore')).json()).toMatchObject({
      status: 'published',
      revision: 3,
    });
    await drain();
    expect((await read('/stories/a-story')).status).toBe(200);
    expect(await idsIn('/feed.json')).toEqual([ID]);
    expect((await call('POST', '/stories/a-story/restore')).status).toBe(409);
  });

  test('scheduled: not public before its time, published after it', async () => {
    const due = new Date(Date.now() + 3_600_000).toISOString();
    const response = await call('PUT', '/stories/a-story', record({ datePublished: due }));
    expect(await response.json()).toMatchObject({ status: 'scheduled' });
    await drain();
    expect(await env.STORIES.get('story:a-story')).toBeNull();
    expect((await read('/stories/a-story')).status).toBe(404);
    expect(await idsIn('/feed.json')).toEqual([]);
    expect((await call('GET', '/stories/a-story', undefined, { token: null })).status).toBe(401);
    expect(await runInside(deskObject(), (_desk: Desk, state) => state.storage.getAlarm())).toBe(
      Date.parse(due),
    );
    // Moves the story's time into the past.
    await runInside(deskObject(), (_desk: Desk, state) => {
      state.storage.sql.exec('UPDATE story SET due = ?', Date.now() - 1);
    });
    await turn();
    await drain();
    expect(await idsIn('/feed.json')).toEqual([ID]);
    expect(await (await call('GET', '/stories/a-story')).json()).toMatchObject({ status: 'published' });
  });
});

describe('two editors', () => {
  test('the second gets a refusal with both revisions, and can state the one to replace', async () => {
    await call('PUT', '/stories/a-story', record());
    await call('PUT', '/stories/a-story', record({ abstract: 'Ann.' }), { headers: { 'If-Match': '"1"' } });
    const stale = await call('PUT', '/stories/a-story', record({ abstract: 'Bob.' }), {
      token: 'bob-token',
      headers: { 'If-Match': '"1"' },
    });
    expect(stale.status).toBe(412);
    expect(stale.headers.get('Content-Type')).toBe('application/problem+json');
    expect(await stale.json()).toMatchObject({
      status: 412,
      current: { revision: 2, who: 'ann' },
      yours: { replaces: 1 },
    });
    const unstated = await call('PUT', '/stories/a-story', record({ abstract: 'Bob.' }), {
      token: 'bob-token',
    });
    expect(unstated.status).toBe(412);
    expect(
      (
        await call('PUT', '/stories/a-story', record({ abstract: 'Bob.' }), {
          headers: { 'If-Match': '"2"' },
        })
      ).status,
    ).toBe(200);
    expect(
      (
        await call('PUT', '/stories/a-story', record({ abstract: 'New.' }), {
          headers: { 'If-None-Match': '*' },
        })
      ).status,
    ).toBe(412);
    expect(
      (await call('PUT', '/stories/none', record({ slug: 'none' }), { headers: { 'If-Match': '"1"' } }))
        .status,
    ).toBe(412);
  });
});
