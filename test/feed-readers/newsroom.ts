import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { parseSite } from '../../src/settings/site-schema.ts';
import { FORMATS, type Format } from '../../src/site/edition/scope.ts';
import { mintIdentifier } from '../../src/site/story/identifier.ts';
import { makeArticle } from '../../src/site/story/make-article.ts';
import type { Story } from '../../src/site/story/story.ts';
import { freePort, type Server, startServer, TOKEN } from '../cli/server.ts';
import { stories, toItem } from './documents.ts';
import type { Item } from './reader.ts';

// A local newsroom with all sample stories, behind a proxy that records the requests of readers.

export interface Fetch {
  path: string;
  status: number;
  conditional: boolean;
}

export interface Newsroom {
  feedUrl: (format: Format) => string;
  homePage: string;
  /** Returns the requests of readers since the last call. */
  takeFetches: () => Fetch[];
  /** What every reader must find. */
  items: readonly Item[];
  /** Corrects one story, renames another, withdraws a third. */
  change: () => Promise<Changes>;
  stop: () => Promise<void>;
}

export interface Changes {
  corrected: Item;
  renamed: Item;
  /** As it was before the withdrawal. */
  withdrawn: Item;
  reason: string;
}

const REASON = 'Its only source took its report back.';

export async function startNewsroom(): Promise<Newsroom> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer({ siteUrl: url });
  let fetches: Fetch[] = [];
  const proxy = createServer((incoming, outgoing) => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const forwarded = request(`${server.url}${path}`, { method, headers }, (answer) => {
      const conditional =
        headers['if-none-match'] !== undefined || headers['if-modified-since'] !== undefined;
      fetches.push({ path, status: answer.statusCode ?? 0, conditional });
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  }).listen(port, '127.0.0.1');

  const site = parseSite(JSON.parse(readFileSync('data/site.json', 'utf8')), url);
  const itemOf = (story: Story) =>
    toItem(makeArticle(story, story.identifier ?? mintIdentifier(site.taggingEntity, story.slug)), site);
  const ask = apiOf(server);
  for (const story of stories) await ask('PUT', story.slug, story);
  const items = stories.map(itemOf);
  await untilFeedsShow(server, ({ slug }) => slug, stories);

  return {
    homePage: `${url}/`,
    feedUrl: (format) => `${url}/${FORMATS[format].file}`,
    takeFetches: () => {
      const taken = fetches;
      fetches = [];
      return taken;
    },
    items,
    change: async () => {
      const [first, second, third] = stories;
      if (!first || !second || !third) throw new Error('three sample stories are needed');
      const when = '2026-11-20T10:00:00Z';
      const corrected: Story = {
        ...first,
        articleBody: `${first.articleBody}\n\nThis paragraph came with the correction.`,
        dateModified: when,
        correction: [...first.correction, { text: 'A paragraph was missing.', datePublished: when }],
      };
      const identifier = second.identifier ?? mintIdentifier(site.taggingEntity, second.slug);
      const renamed: Story = {
        ...second,
        slug: `${second.slug}-renamed`,
        formerSlugs: [...second.formerSlugs, second.slug],
        identifier,
      };
      await ask('PUT', corrected.slug, corrected);
      await ask('PUT', renamed.slug, renamed);
      await ask('DELETE', `${third.slug}?reason=${encodeURIComponent(REASON)}`);
      await untilFeedsShow(server, (text) => text, [
        'This paragraph came with the correction.',
        `${second.slug}-renamed`,
        REASON,
      ]);
      return {
        corrected: itemOf(corrected),
        renamed: itemOf(renamed),
        withdrawn: itemOf(third),
        reason: REASON,
      };
    },
    stop: async () => {
      proxy.closeAllConnections();
      proxy.close();
      await server.stop();
    },
  };
}

/** Returns a function that sends the API a change. It replaces the current revision, found under the new slug or the former one. */
const apiOf = (server: Server) => async (method: 'PUT' | 'DELETE', path: string, record?: Story) => {
  const address = `${server.url}/api/stories/${path}`;
  const headers: Record<string, string> = {
    Authorization: `Bearer ${TOKEN}`,
    'Content-Type': 'application/json',
  };
  const [former = path] = record?.formerSlugs.slice(-1) ?? [];
  for (const slug of [path, former]) {
    const current = await fetch(`${server.url}/api/stories/${slug}`, { headers });
    const revision = current.headers.get('ETag');
    if (current.ok && revision && method === 'PUT') headers['If-Match'] = revision;
  }
  const answer = await fetch(address, {
    method,
    headers,
    ...(record ? { body: JSON.stringify(record) } : {}),
  });
  if (!answer.ok)
    throw new Error(`${method} ${address} was answered with ${answer.status}: ${await answer.text()}`);
};

async function untilFeedsShow<T>(server: Server, textOf: (part: T) => string, parts: readonly T[]) {
  for (const { file } of Object.values(FORMATS)) {
    for (let tries = 0; ; tries++) {
      const text = await (await fetch(`${server.url}/${file}`)).text();
      const missing = parts.map(textOf).find((part) => !text.includes(part));
      if (missing === undefined) break;
      if (tries === 300) throw new Error(`${file} does not show ${missing}`);
      await setTimeout(200);
    }
  }
}
