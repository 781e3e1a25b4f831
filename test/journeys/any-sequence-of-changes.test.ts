import { abortAllDurableObjects, evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import * as fc from '../draw.ts';
import { call, desk, drain, idsIn, noticesIn, read, reopen, turnWith } from '../newsroom.ts';
import { deskObject } from '../objects.ts';
import { aStory } from '../samples.ts';

// Compares any sequence of editors' changes and of failures with a model that fits on a screen.

interface Told {
  slug: string;
  first: string;
  former: string[];
  status: 'published' | 'scheduled' | 'withdrawn';
  revision: number;
  headline: string;
  topics: string[];
}

/** What a site should contain after a sequence of changes. */
class Model {
  readonly stories: Told[] = [];
  /** The stories of each scope, by its path, in the order of publication. Each story is named by its first slug, as in its id. */
  readonly order = new Map<string, string[]>();

  show(story: Told): void {
    for (const scope of ['', ...story.topics.map((topic) => `/topics/${topic}`)]) {
      const order = this.order.get(scope) ?? [];
      if (!order.includes(story.first)) order.push(story.first);
      this.order.set(scope, order);
    }
  }

  /** Returns the ids of the withdrawn stories that the scope's feed had shown. */
  notices(scope: string): string[] {
    const topic = scope.replace('/topics/', '');
    return this.stories
      .filter(({ status, former }) => status === 'withdrawn' && !former.includes('never shown'))
      .filter(({ topics }) => scope === '' || topics.includes(topic))
      .map(({ first }) => `tag:edgewire.example,2026:stories/${first}`);
  }

  feed(scope: string): string[] {
    const topic = scope.replace('/topics/', '');
    const isShown = (first: string) =>
      this.stories.some(
        (story) =>
          story.first === first &&
          story.status === 'published' &&
          (scope === '' || story.topics.includes(topic)),
      );
    return (this.order.get(scope) ?? [])
      .filter(isShown)
      .map((first) => `tag:edgewire.example,2026:stories/${first}`)
      .reverse();
  }
}

const FUTURE = '2999-01-01T00:00:00Z';
const TOPICS = ['web-feeds', 'provenance', 'elsewhere'];
const record = (story: Pick<Told, 'slug' | 'headline' | 'topics'>, fields: Record<string, unknown> = {}) =>
  aStory({ slug: story.slug, headline: story.headline, keywords: story.topics, ...fields });

type Real = { next: number };
type Command = fc.AsyncCommand<Model, Real>;

const publish = (topics: string[], isScheduled: boolean): Command => ({
  check: () => true,
  async run(model: Model, real: Real) {
    const slug = `s-${real.next++}`;
    const story: Told = {
      slug,
      first: slug,
      former: [],
      status: isScheduled ? 'scheduled' : 'published',
      revision: 1,
      headline: 'First',
      topics: topics,
    };
    const response = await call(
      'PUT',
      `/stories/${slug}`,
      record(story, isScheduled ? { datePublished: FUTURE } : {}),
    );
    expect(response.status).toBe(201);
    model.stories.push(story);
    if (!isScheduled) model.show(story);
  },
  toString: () => `publish(${topics}${isScheduled ? ', scheduled' : ''})`,
});

const change = (pick: number, topics: string[], isRenamed: boolean, isStale: boolean): Command => ({
  check: (model: Readonly<Model>) => model.stories.length > 0,
  async run(model: Model, real: Real) {
    const story = model.stories[pick % model.stories.length] as Told;
    const slug = isRenamed ? `s-${real.next++}` : story.slug;
    const changed = { ...story, slug, headline: `Changed to ${story.revision + 1}`, topics: topics };
    const response = await call(
      'PUT',
      `/stories/${slug}`,
      record(changed, {
        formerSlugs: isRenamed ? [story.slug] : [],
        ...(story.status === 'scheduled' ? { datePublished: FUTURE } : {}),
      }),
      { headers: { 'If-Match': `"${isStale ? story.revision - 1 : story.revision}"` } },
    );
    if (isStale) return expect(response.status).toBe(412);
    if (story.status === 'withdrawn') return expect(response.status).toBe(409);
    expect(response.status).toBe(200);
    if (isRenamed) story.former.push(story.slug);
    Object.assign(story, {
      slug,
      headline: changed.headline,
      topics: topics,
      revision: story.revision + 1,
    });
    if (story.status === 'published') model.show(story);
  },
  toString: () => `change(${pick}, ${topics}${isRenamed ? ', renamed' : ''}${isStale ? ', stale' : ''})`,
});

const withdraw = (pick: number): Command => ({
  check: (model: Readonly<Model>) => model.stories.length > 0,
  async run(model: Model) {
    const story = model.stories[pick % model.stories.length] as Told;
    const response = await call('DELETE', `/stories/${story.slug}?reason=Because.`);
    expect(response.status).toBe(200);
    if (story.status !== 'withdrawn') story.revision++;
    if (story.status === 'scheduled') story.former.push('never shown');
    story.status = 'withdrawn';
  },
  toString: () => `withdraw(${pick})`,
});

const restore = (pick: number): Command => ({
  check: (model: Readonly<Model>) =>
    model.stories.some(({ status, former }) => status === 'withdrawn' && !former.includes('never shown')),
  async run(model: Model) {
    const withdrawn = model.stories.filter(
      ({ status, former }) => status === 'withdrawn' && !former.includes('never shown'),
    );
    const story = withdrawn[pick % withdrawn.length] as Told;
    expect((await call('POST', `/stories/${story.slug}/restore`)).status).toBe(200);
    story.status = 'published';
    story.revision++;
    model.show(story);
  },
  toString: () => `restore(${pick})`,
});

const print = (failures: number[]): Command => ({
  check: () => true,
  async run() {
    let write = 0;
    const put = (...parameters: Parameters<KVNamespace['put']>) =>
      failures.includes(write++)
        ? Promise.reject(new Error('KV PUT failed: 500'))
        : env.STORIES.put(...parameters);
    await turnWith(put as KVNamespace['put']);
  },
  toString: () => `print(failing ${failures})`,
});

const end = (isKilled: boolean): Command => ({
  check: () => true,
  run: async () => {
    if (isKilled) return abortAllDurableObjects();
    // Only a running object can be evicted.
    await desk().status(Date.now());
    await evictDurableObject(deskObject());
  },
  toString: () => (isKilled ? 'kill' : 'evict'),
});

const look = (): Command => ({
  check: () => true,
  async run(model: Model) {
    // Ends the Desk, and with it the failures, and writes everything that is due.
    await abortAllDurableObjects();
    await drain();
    for (const scope of ['', ...TOPICS.map((topic) => `/topics/${topic}`)]) {
      expect(await idsIn(`${scope}/feed.json`)).toEqual(model.feed(scope));
      expect((await noticesIn(`${scope}/feed.json`)).sort()).toEqual(model.notices(scope).sort());
    }
    for (const story of model.stories) {
      const page = await read(`/stories/${story.slug}`);
      const wasShown = !story.former.includes('never shown');
      expect(page.status).toBe(
        story.status === 'published' ? 200 : story.status === 'withdrawn' && wasShown ? 410 : 404,
      );
      if (story.status === 'published')
        expect(await page.text()).toContain(`<h1 class="p-name">${story.headline}</h1>`);
      expect(await (await call('GET', `/stories/${story.slug}`)).json()).toMatchObject({
        status: story.status,
        revision: story.revision,
        identifier: `tag:edgewire.example,2026:stories/${story.first}`,
        record: { headline: story.headline },
      });
      if (story.status === 'scheduled' || !wasShown) continue;
      for (const former of story.former) {
        const moved = await read(`/stories/${former}`);
        expect([moved.status, moved.headers.get('Location')]).toEqual([
          301,
          `https://news.example/stories/${story.slug}`,
        ]);
      }
    }
  },
  toString: () => 'look',
});

test('any sequence of changes and failures makes the site that the model expects', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const pick = fc.nat(20);
  const topics = fc.uniqueArray(fc.constantFrom(...TOPICS), { maxLength: 2 });
  const commands = fc.commands(
    [
      fc.tuple(topics, fc.boolean()).map(([each, isScheduled]) => publish(each, isScheduled)),
      topics.map((each) => publish(each, false)),
      fc.tuple(pick, topics, fc.boolean(), fc.boolean()).map((parameters) => change(...parameters)),
      fc
        .tuple(pick, topics, fc.boolean())
        .map(([each, some, isRenamed]) => change(each, some, isRenamed, false)),
      pick.map((each) => withdraw(each)),
      pick.map((each) => restore(each)),
      fc.array(fc.nat(8), { maxLength: 4 }).map((failures) => print(failures)),
      fc.boolean().map((isKilled) => end(isKilled)),
      fc.constant(look()),
    ],
    { maxCommands: 25, size: 'max' },
  );
  await fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      await reopen();
      const model = new Model();
      await fc.asyncModelRun(() => ({ model, real: { next: 0 } }), sequence);
      await look().run(model, { next: 0 });
    }),
    { numRuns: 25, endOnFailure: true },
  );
});
