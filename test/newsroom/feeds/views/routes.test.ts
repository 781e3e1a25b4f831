import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { reopen } from '../../../newsroom.ts';
import { signIn } from '../../frame/browser.ts';

beforeEach(reopen);
afterEach(() => vi.restoreAllMocks());

const PATH = '/newsroom/wire/feeds';
const RSS =
  '<rss version="2.0"><channel><title>The &lt;b&gt;A&lt;/b&gt; Post</title><item><link>https://a.example/1</link><title>One</title></item></channel></rss>';

/** Answers what the wire asks for; nobody has a robots.txt. */
function answer(body: string): void {
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) =>
    new Request(input).url.endsWith('/robots.txt')
      ? new Response('', { status: 404 })
      : new Response(body, { headers: { 'Content-Type': 'text/xml', ETag: '"1"' } }),
  );
}

test('an editor adds a feed, mutes it, has it asked again and removes it', async () => {
  answer(RSS);
  const eve = await signIn('Eve', 'editor');
  const added = await eve.post(PATH, { url: 'https://a.example/feed' });
  expect(added.status).toBe(303);
  const place = added.headers.get('Location') ?? '';
  const page = await (await eve.get(place)).text();
  expect(page).toContain('The A Post');
  expect(page).toContain('New: 1 of 1 item.');
  const id = place.split('#feed-')[1];
  const after = async (verb: string) => {
    const done = await eve.post(`${PATH}/${id}/${verb}`, {});
    return (await eve.get(done.headers.get('Location') ?? '')).text();
  };
  expect(await after('mute')).toContain('Ask again');
  expect(await after('unmute')).toContain('It is asked again.');
  expect(await after('remove')).toContain('None yet.');
  expect((await eve.post(`${PATH}/${id}/mute`, {})).status).toBe(404);
});

test('the address of a page leads to the feeds that it names', async () => {
  answer(
    '<!doctype html><html><link rel=alternate type="application/rss+xml" href=/rss title="All &lt;i&gt;"></html>',
  );
  const eve = await signIn('Eve', 'editor');
  const refused = await eve.post(PATH, { url: 'https://a.example/' });
  expect(refused.status).toBe(422);
  const page = await refused.text();
  expect(page).toContain('value="https://a.example/rss"');
  expect(page).toContain('All &lt;i&gt;');
});

test('a subscription list is imported and exported', async () => {
  const eve = await signIn('Eve', 'editor');
  const form = new FormData();
  const opml =
    '<opml version="2.0"><body><outline text="A" xmlUrl="https://a.example/feed"/><outline xmlUrl="x"/></body></opml>';
  form.append('list', new Blob([opml], { type: 'text/x-opml' }), 'feeds.opml');
  const page = await (await eve.upload(`${PATH}.opml`, form)).text();
  expect(page).toContain('1 added, 0 followed already, 1 refused.');
  expect(page).toContain('Not asked yet.');
  expect(await (await eve.get(`${PATH}.opml`)).text()).toContain('xmlUrl="https://a.example/feed"');
  expect((await eve.upload(`${PATH}.opml`, new FormData())).status).toBe(400);
});

test('addresses have their hosts as people write them, unless that could deceive', async () => {
  const [known, sly] = ['bücher.example', 'раураl.example'].map(
    (host) => new URL(`https://${host}`).hostname,
  );
  const eve = await signIn('Eve', 'editor');
  const form = new FormData();
  const outlines = [`https://${known}/feed`, `https://${sly}/feed`, `ftp://${known}/no`];
  const opml = `<opml version="2.0"><body>${outlines.map((url) => `<outline xmlUrl="${url}"/>`).join('')}</body></opml>`;
  form.append('list', new Blob([opml], { type: 'text/x-opml' }), 'feeds.opml');
  const page = await (await eve.upload(`${PATH}.opml`, form)).text();
  expect(page).toContain('2 added, 0 followed already, 1 refused.');
  expect(page).toContain('dir="auto">https://bücher.example/feed</span>');
  expect(page).toContain('ftp://bücher.example/no: ');
  expect(page).toContain(`dir="auto">https://${sly}/feed</span>`);
  expect(page).not.toContain('раура');
  // Lists and forms keep the addresses themselves.
  expect(await (await eve.get(`${PATH}.opml`)).text()).toContain(`xmlUrl="https://${known}/feed"`);
});

test('a writer sees the feeds, without what changes them', async () => {
  const wes = await signIn('Wes', 'writer');
  const page = await (await wes.get(PATH)).text();
  expect(page).toContain('Editors add feeds');
  expect(page).not.toContain('Address of a feed');
  expect((await wes.post(PATH, { url: 'https://a.example/' })).status).toBe(403);
});
