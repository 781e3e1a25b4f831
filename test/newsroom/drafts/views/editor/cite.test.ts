import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../../src/newsroom/desk/desk-stub.ts';
import type { ReadSource } from '../../../../../src/newsroom/drafts/desk/read-source.ts';
import type { Role } from '../../../../../src/newsroom/people/desk/roles.ts';
import type { Verdict } from '../../../../../src/newsroom/watch/desk/verdict.ts';
import { forPrograms } from '../../../../../src/newsroom/words/translate.ts';
import { drain, reopen } from '../../../../newsroom.ts';
import { publish, publishStory } from '../../../../published-stories.ts';
import { aStory } from '../../../../samples.ts';
import { type Browser, browserWith, signIn } from '../../../frame/browser.ts';

const PORT = {
  url: 'https://www.port-authority.example/figures/2026-10',
  name: 'Port figures for October',
  publisher: { name: 'Autorité du Port', url: null, ownership: null },
  datePublished: '2026-10-31',
};
const read: ReadSource = {
  url: 'https://gazette.example/bridge',
  finalUrl: 'https://www.gazette.example/bridge',
  readAt: '2026-11-26T09:00:00.000Z',
  hash: 'ab'.repeat(32),
  name: 'Bridge <b>closed</b>',
  publisher: { name: 'The Gazette', url: null },
  author: [{ name: 'Bo Chen', url: 'https://gazette.example/bo' }],
  datePublished: '2026-11-25',
  inLanguage: 'en',
  isAccessibleForFree: false,
  text: 'Rain fell on Monday.\n\nThe council closed the bridge to 4,000 cars a day.\n\n<script>alert(1)</script> & <img src=x onerror=alert(1)>',
  whyNoText: null,
};

let ann: Browser;
let id: string;

/** Begins a draft of somebody. Returns its address. */
async function begin(browser: Browser, name: string, role: Role): Promise<string> {
  const actor = { name, role, person: browser.person };
  const text = '---\nheadline: Bridge\n---\n\nText.\n';
  const made = await deskOf(env).drafts.create({ name: 'bridge', text, base: null, actor, now: Date.now() });
  if (!made.ok) throw new Error(made.detail);
  id = made.draft.id;
  return `/newsroom/drafts/${id}`;
}

interface Found {
  sources: { fields: Record<string, string>; stories: number; state: string | null; words: string | null }[];
}
const search = async (browser: Browser, draft: string, words: string): Promise<Found['sources']> => {
  const response = await browser.get(`${draft}/cite?${new URLSearchParams({ q: words })}`);
  expect(response.status).toBe(200);
  return ((await response.json()) as Found).sources;
};
const urlsOf = (sources: Found['sources']) => sources.map(({ fields }) => fields.url);

beforeEach(async () => {
  await reopen();
  ann = await signIn('Ann Lee', 'writer');
});

describe('earlier sources', () => {
  test('are found by words of title, publisher, author and address, whatever accents and case', async () => {
    await publishStory('one', { citation: [PORT], articleBody: `It grew ([port](${PORT.url})).` });
    await publishStory('two', { articleBody: 'It fell ([ministry](https://ministry.example/trade)).' });
    const draft = await begin(ann, 'Ann Lee', 'writer');
    for (const words of ['autorite', 'OCTOBER port', 'port-authority', 'figures/2026'])
      expect(urlsOf(await search(ann, draft, words))).toEqual([PORT.url]);
    expect(urlsOf(await search(ann, draft, ''))).toEqual(['https://ministry.example/trade', PORT.url]);
    expect(await search(ann, draft, 'port nowhere')).toEqual([]);
    const [found] = await search(ann, draft, 'figures');
    expect(found?.fields).toEqual({
      url: PORT.url,
      name: PORT.name,
      'publisher.name': PORT.publisher.name,
      datePublished: PORT.datePublished,
    });
  });

  test('say how many stories cite them, and what the watch has found', async () => {
    const articleBody = `It grew ([port](${PORT.url})).`;
    for (const slug of ['one', 'two'])
      await publishStory(slug, { articleBody, datePublished: '2026-11-20T10:00:00Z' });
    const { observations } = deskOf(env);
    const start = Date.parse('2026-11-20T10:00:00Z');
    await observations.sweep(start);
    const gone = {
      kind: 'gone' as const,
      status: 404,
      movedTo: null,
      found: [],
      missing: [],
      detail: forPrograms(''),
    } satisfies Verdict;
    for (const day of [1, 2])
      await observations.record(
        [{ url: PORT.url, verdict: gone, archive: 'https://archive.example/p' }],
        start + day * 86_400_000,
      );
    const draft = await begin(ann, 'Ann Lee', 'writer');
    const [found] = await search(ann, draft, 'port');
    expect(found).toMatchObject({ stories: 2, state: 'gone' });
    expect(found?.words).toContain('gone (found on Saturday, 21 November 2026)');
    expect(found?.fields.archivedAt).toBe('https://archive.example/p');
    const checked = await ann.post(
      `${draft}/check`,
      { version: '1', articleBody },
      { Accept: 'application/json' },
    );
    const { citations } = (await checked.json()) as { citations: { state: string; words: string }[] };
    expect(citations).toMatchObject([{ state: 'gone' }]);
    expect(citations[0]?.words).toContain('Not in the list of sources.');
    await drain();
  });

  test('are bounded: of 320 stories, the newest are read, and those of a publisher whose domain is typed', async () => {
    const stories = Array.from({ length: 320 }, (_, n) =>
      aStory({
        slug: `s-${n}`,
        headline: `Story ${n}`,
        articleBody: `So ([x](https://${n === 0 ? 'rare' : 'daily'}.example/${n})).`,
      }),
    );
    await publish(...stories);
    const draft = await begin(ann, 'Ann Lee', 'writer');
    expect(urlsOf(await search(ann, draft, 'daily'))).toHaveLength(12);
    expect(urlsOf(await search(ann, draft, 'rare.ex'))).toEqual(['https://rare.example/0']);
    expect(await search(ann, draft, `%_'" \u0000 ${'x'.repeat(5000)}`)).toEqual([]);
  });

  test('of drafts are shown to who may open these', async () => {
    const eve = await signIn('Eve', 'writer');
    const ed = await signIn('Ed', 'editor');
    const hers = await begin(eve, 'Eve', 'writer');
    await deskOf(env).draftSources.keep(id, [read]);
    const own = await begin(ann, 'Ann Lee', 'writer');
    expect(await search(ann, own, 'bridge')).toEqual([]);
    for (const browser of [eve, ed]) {
      const [found] = await search(browser, hers, 'gazette chen');
      expect(found?.fields).toMatchObject({ url: read.url, name: read.name, isAccessibleForFree: 'false' });
      expect(JSON.stringify(found)).not.toContain('Rain fell');
    }
  });
});

test('who may not open a draft, or is not signed in, is told nothing', async () => {
  const eve = await signIn('Eve', 'writer');
  const hers = await begin(eve, 'Eve', 'writer');
  for (const [browser, status] of [
    [ann, 403],
    [browserWith(undefined), 401],
  ] as const) {
    const json = { Accept: 'application/json' };
    expect((await browser.get(`${hers}/cite?q=`, json)).status).toBe(status);
    expect((await browser.get(`${hers}/words?claim=x`, json)).status).toBe(status);
    expect((await browser.post(`${hers}/source`, { url: 'https://a.example/' }, json)).status).toBe(status);
  }
});

describe('the page of an address', () => {
  const post = (draft: string, url: string) =>
    ann.post(`${draft}/source`, { url }, { Accept: 'application/json' });

  test('is not asked for inside a network, or on the site itself, and the answer says why', async () => {
    const draft = await begin(ann, 'Ann Lee', 'writer');
    for (const url of [
      'http://10.0.0.1/',
      'http://169.254.169.254/latest/meta-data',
      'http://[::1]/',
      'http://2130706433/',
      'https://printer.local/',
      'https://news.example/newsroom',
    ]) {
      const response = await post(draft, url);
      expect(response.status, url).toBe(200);
      const answer = (await response.json()) as { fields: object; hasText: boolean; detail: string };
      expect(answer, url).toMatchObject({ fields: {}, hasText: false });
      expect(answer.detail, url).toContain('The page is not read. Its address must');
    }
  });

  test('must be an address', async () => {
    const draft = await begin(ann, 'Ann Lee', 'writer');
    for (const url of [
      '',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'a b',
      `https://a.example/${'x'.repeat(20_000)}`,
    ])
      expect((await post(draft, url)).status, url.slice(0, 40)).toBe(422);
    expect((await ann.post(`${draft}/source`, { url: 'x'.repeat(100_000) })).status).toBe(413);
  });
});

describe('the words of a source', () => {
  test('come as text, with the sentence that a claim may rest on', async () => {
    const draft = await begin(ann, 'Ann Lee', 'writer');
    const other = {
      ...read,
      url: 'https://other.example/',
      finalUrl: 'https://other.example/',
      text: 'Bread is dear in the city this year.',
    };
    await deskOf(env).draftSources.keep(id, [other, read]);
    const claim = 'The bridge is closed to 4,000 cars.';
    for (const sources of [[other.url, read.url], [read.url], [read.finalUrl]]) {
      const query = new URLSearchParams([['claim', claim], ...sources.map((url) => ['source', url])]);
      const response = await ann.get(`${draft}/words?${query}`);
      expect(response.headers.get('Content-Type')).toMatch(/^application\/json/);
      const { text, source, proposal } = (await response.json()) as {
        text: string;
        source: string;
        proposal: { start: number; end: number };
      };
      expect(source).toBe(sources.at(-1));
      expect(text).toBe(read.text);
      expect(text.slice(proposal.start, proposal.end)).toBe(
        'The council closed the bridge to 4,000 cars a day.',
      );
    }
  });

  test('that nobody has read are said to be missing, with the reason if there is one', async () => {
    const draft = await begin(ann, 'Ann Lee', 'writer');
    const scan = { ...read, text: '', whyNoText: 'The PDF has no text.' };
    await deskOf(env).draftSources.keep(id, [scan]);
    const words = async (source: string) =>
      (await ann.get(`${draft}/words?${new URLSearchParams({ claim: 'x', source })}`)).json();
    expect(await words(read.url)).toEqual({ text: null, detail: 'The PDF has no text.' });
    expect(await words('https://nobody.example/')).toEqual({
      text: null,
      detail: 'The wire has not read this page.',
    });
  });
});
