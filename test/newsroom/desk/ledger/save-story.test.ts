import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import type { Desk } from '../../../../src/newsroom/desk/desk.ts';
import { readSettings } from '../../../../src/settings/settings.ts';
import type { Story } from '../../../../src/site/story/story.ts';
import { ann } from '../../../actors.ts';
import { call, desk, drain, reopen } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import { aStory, publish as toArticle } from '../../../samples.ts';

beforeEach(reopen);

const story = (n: number, fields: Record<string, unknown> = {}): Story =>
  aStory({ slug: `s-${n}`, headline: `Story ${n}`, keywords: ['web-feeds'], ...fields });

test('a story cannot be published in a closed topic', async () => {
  await call('PUT', '/stories/s-2', aStory({ slug: 's-2' }));
  await call('PUT', '/stories/s-3', story(3));
  const ledger = (finished: boolean) => ({ slug: 'web-feeds', title: 'Web feeds', finished });
  await runInside(deskObject(), (instance: Desk) => {
    const { topics } = readSettings(env).site;
    const index = topics.findIndex(({ slug }) => slug === 'web-feeds');
    topics.splice(index, 1, ledger(true));
    return instance.status(Date.now());
  });
  try {
    const refused = await call('PUT', '/stories/s-1', story(1));
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({
      detail: expect.stringContaining('The topic “Web feeds” is closed'),
    });
    // Nor can a story be moved there. A story that is already there can be corrected.
    const change = (slug: string, fields: object) =>
      call('PUT', `/stories/${slug}`, { ...story(3), slug, ...fields }, { headers: { 'If-Match': '"1"' } });
    expect((await change('s-2', {})).status).toBe(409);
    expect((await change('s-3', { headline: 'Corrected' })).status).toBe(200);
  } finally {
    const { topics } = readSettings(env).site;
    topics.splice(
      topics.findIndex(({ slug }) => slug === 'web-feeds'),
      1,
      ledger(false),
    );
  }
});

test('a change is later than the one before it, even if the clock was set back by an hour', async () => {
  const began = Date.now();
  const save = (headline: string, now: number) =>
    desk().save(aStory({ headline }), toArticle(aStory({ headline })).rendering, {
      expected: 'any',
      actor: ann,
      now,
    });
  await save('First', began);
  await save('Second', began - 3_600_000);
  await drain();
  for (const key of ['story:a-story', 'edition:all']) {
    const { metadata } = await env.STORIES.getWithMetadata<{ updated: string }>(key);
    expect(Date.parse(metadata?.updated ?? '')).toBe(began + 1);
  }
});
