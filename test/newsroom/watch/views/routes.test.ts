import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import type { Verdict } from '../../../../src/newsroom/watch/desk/verdict.ts';
import { forPrograms } from '../../../../src/newsroom/words/translate.ts';
import { reopen } from '../../../newsroom.ts';
import { publishStory } from '../../../published-stories.ts';
import { signIn } from '../../frame/browser.ts';

const PATH = '/newsroom/wire/watch';
const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-24T10:00:00Z');
const SOURCE = 'https://paper.example/a';
const WORDS = 'The <dam> holds.';

const changed: Verdict = {
  kind: 'changed',
  status: 200,
  movedTo: null,
  found: [],
  missing: [WORDS],
  detail: forPrograms('The quoted words are no longer on the page.'),
};

const look = async (at: number, verdict: Verdict = changed, url = SOURCE) =>
  deskOf(env).observations.record([{ url, verdict, archive: null }], at);

beforeEach(async () => {
  await reopen();
  await publishStory('one', {
    datePublished: '2026-11-20T10:00:00Z',
    articleBody: `Said there ([a](${SOURCE})). And there ([b](https://paper.example/b)).`,
    citation: [{ url: SOURCE, quote: { exact: WORDS, prefix: null, suffix: null } }],
  });
  await deskOf(env).observations.sweep(NOW);
});

describe('the page of the watch', () => {
  test('lists what was found, with the words, the stories and the dates', async () => {
    await look(NOW);
    await look(NOW + 6 * HOUR);
    const ann = await signIn('Ann Lee', 'editor');
    const page = await (await ann.get(PATH)).text();
    expect(page).toContain('Published stories cite 2 sources.');
    expect(page).toContain('<span class="state bad">Quote no longer there</span>');
    expect(page).toContain('<blockquote dir="auto">The &lt;dam&gt; holds.</blockquote>');
    expect(page).toMatch(
      /24 Nov 2026, 10:00[^<]*24 Nov 2026, 16:00[^<]*27 Nov 2026, 10:00[^<]*Readers are told/,
    );
    expect(page).toContain('<a href="/newsroom/stories/one" dir="auto">About one</a>');
    expect(page).not.toContain('https://paper.example/b');
  });

  test('shows hosts as people write them, unless that could deceive', async () => {
    const [known, sly] = ['bücher.example', 'раураl.example'].map(
      (host) => new URL(`https://${host}`).hostname,
    );
    await publishStory('abroad', {
      datePublished: '2026-11-20T10:00:00Z',
      articleBody: `Said there ([a](https://${known}/a)). And there ([b](https://${sly}/b)).`,
    });
    await deskOf(env).observations.sweep(NOW);
    for (const host of [known, sly]) {
      const url = `https://${host}/${host === known ? 'a' : 'b'}`;
      await look(NOW, { ...changed, kind: 'unseen', detail: forPrograms(`${host} refuses robots.`) }, url);
    }
    const ann = await signIn('Ann Lee', 'editor');
    const page = await (await ann.get(PATH)).text();
    expect(page).toContain(
      `<a href="https://${known}/a" rel="noreferrer" dir="ltr">https://bücher.example/a</a>`,
    );
    expect(page).toContain('<p>bücher.example refuses robots.</p>');
    expect(page).toContain('<span class="hidden">: https://bücher.example/a</span>');
    expect(page).toContain(`name="url" value="https://${known}/a"`);
    expect(page).toContain(`>https://${sly}/b</a>`);
    expect(page).toContain(`<p>${sly} refuses robots.</p>`);
    expect(page).not.toContain('раура');
    const answer = await ann.post(`${PATH}/dismiss`, { url: `https://${known}/a` });
    const after = await (await ann.get(answer.headers.get('Location') ?? '')).text();
    expect(after).toMatch(/https:\/\/bücher\.example\/a [^<]*false alarm/);
  });

  test('says that there is nothing, and what the budget is', async () => {
    const page = await (await (await signIn('Ann Lee', 'writer')).get(PATH)).text();
    expect(page).toContain('Nothing to look at');
    expect(page).toMatch(/at most 200 times a day\. It has not looked today/);
  });

  test('sets a false alarm right by one press, which can be undone', async () => {
    await look(NOW);
    await look(NOW + 6 * HOUR);
    const ann = await signIn('Ann Lee', 'editor');
    const answer = await ann.post(`${PATH}/dismiss`, { url: SOURCE });
    expect(answer.status).toBe(303);
    const after = await (await ann.get(answer.headers.get('Location') ?? '')).text();
    expect(after).toMatch(/false alarm[^<]*told nothing/);
    expect(after).toContain('Nothing to look at');
    expect(await deskOf(env).observations.find(SOURCE)).toMatchObject({
      dismissed: { by: 'Ann Lee' },
      isTold: false,
    });
    const filtered = await (await ann.get(`${PATH}?kind=dismissed`)).text();
    expect(filtered).toMatch(/Ann Lee [^<]*false alarm/);
    expect(filtered).toContain('False alarm (1)');
    await ann.post(`${PATH}/restore`, { url: SOURCE });
    expect(await deskOf(env).observations.find(SOURCE)).toMatchObject({ dismissed: null, isTold: true });
  });

  test('lets no writer judge, and no other site', async () => {
    await look(NOW);
    await look(NOW + 6 * HOUR);
    const bo = await signIn('Bo', 'writer');
    expect(await (await bo.get(PATH)).text()).not.toContain('false alarm</');
    const refused = await bo.post(`${PATH}/dismiss`, { url: SOURCE });
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('Bo is a writer.')]);
    const ann = await signIn('Ann Lee', 'editor');
    const foreign = await ann.post(`${PATH}/dismiss`, { url: SOURCE }, { Origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
    expect(await deskOf(env).observations.find(SOURCE)).toMatchObject({ dismissed: null });
    expect((await ann.post(`${PATH}/dismiss`, { url: 'https://nobody.example/' })).status).toBe(404);
  });

  test('pages through many findings', async () => {
    const urls = Array.from({ length: 35 }, (_, n) => `https://many.example/${n}`);
    await publishStory('many', {
      datePublished: '2026-11-20T10:00:00Z',
      articleBody: urls.map((url) => `Said ([m](${url})).`).join(' '),
    });
    await deskOf(env).observations.sweep(NOW);
    for (const [n, url] of urls.entries())
      await look(NOW + n, { ...changed, kind: 'unseen', detail: forPrograms(`Finding ${n}.`) }, url);
    const ann = await signIn('Ann Lee', 'editor');
    const first = await (await ann.get(PATH)).text();
    expect(first.match(/Finding \d+\./g)).toHaveLength(30);
    expect(first).toContain(`href="${PATH}?offset=30"`);
    const second = await (await ann.get(`${PATH}?offset=30`)).text();
    expect(second.match(/Finding \d+\./g)).toHaveLength(5);
    expect(await (await ann.get(`${PATH}?offset=none&kind=nothing`)).text()).toContain('Finding 34.');
  });
});
