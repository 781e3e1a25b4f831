import { env } from 'cloudflare:workers';
import { parseHTML } from 'linkedom';
import { beforeEach, expect, test } from 'vitest';
import { deskOf } from '../../../../../src/newsroom/desk/desk-stub.ts';
import { wireOf } from '../../../../../src/newsroom/wire/wire-stub.ts';
import { call, desk, reopen } from '../../../../newsroom.ts';
import { aStory } from '../../../../samples.ts';
import { approve, begin, fileOf, find, now } from '../../../drafts/desk/newsroom.ts';
import { type Browser, signIn } from '../../../frame/browser.ts';

beforeEach(() => reopen());

/** Returns the headings of the page, each with the titles of its list. */
async function today(browser: Browser): Promise<Record<string, string[]>> {
  const { document } = parseHTML(await (await browser.get('/newsroom')).text());
  return Object.fromEntries(
    [...document.querySelectorAll('main section')].map((section) => [
      section.querySelector('h2')?.textContent ?? '',
      [...section.querySelectorAll('.title')].map(({ textContent }) => textContent?.trim() ?? ''),
    ]),
  );
}

const actorOf = (name: string, role: 'writer' | 'editor', { person }: Browser) => ({ name, role, person });

test('says to each person what waits for them, and leads there', async () => {
  const [wanda, ed] = [await signIn('Wanda', 'writer'), await signIn('Ed', 'editor')];
  const [writer, editor] = [actorOf('Wanda', 'writer', wanda), actorOf('Ed', 'editor', ed)];
  const step = { version: 1, now };
  const asked = await begin(writer, 'asked', fileOf('Asked'));
  await deskOf(env).reviews.ask(asked.id, { ...step, reviewer: null, actor: writer });
  const sentBack = await begin(writer, 'sent-back', fileOf('Sent back'));
  await deskOf(env).reviews.askChanges(sentBack.id, { ...step, note: 'Shorter.', actor: editor });
  await approve(await begin(writer, 'approved', fileOf('Approved')), editor);
  await begin(editor, 'own', fileOf('Own'));
  const due = new Date(Date.now() + 3_600_000).toISOString();
  await call('PUT', '/stories/later', aStory({ slug: 'later', headline: 'Later', datePublished: due }));
  await call('PUT', '/stories/now', aStory({ slug: 'now', headline: 'Now' }));

  expect(await today(wanda)).toEqual({
    'You were asked for changes': ['Sent back'],
    Approved: ['Approved'],
    'Your latest drafts': ['Asked'],
    'Scheduled next': ['Later'],
  });
  expect(await today(ed)).toEqual({
    'Waiting for your review': ['Asked'],
    Approved: ['Approved'],
    'Your latest drafts': ['Own'],
    'Scheduled next': ['Later'],
  });
  const page = await (await ed.get('/newsroom')).text();
  expect(page).toContain(`href="/newsroom/drafts/${asked.id}/review"`);
  await approve(asked, editor);
  expect(await find(asked, editor)).toMatchObject({ state: 'approved' });
  expect((await today(ed))['Waiting for your review']).toBeUndefined();
});

test('says that nothing waits, and tells editors what needs attention', async () => {
  const [wanda, ed] = [await signIn('Wanda', 'writer'), await signIn('Ed', 'editor')];
  await desk().noteFailedDelivery('https://news.example/atom.xml', Date.now());
  expect(await (await wanda.get('/newsroom')).text()).toContain('Nothing waits for you.');
  expect(await (await wanda.get('/newsroom')).text()).not.toContain('/newsroom/attention');
  expect(await (await ed.get('/newsroom')).text()).toContain(
    '<a href="/newsroom/attention">One thing needs attention</a>',
  );
});

test('lists the first day of a newsroom for an admin, until there is a story', async () => {
  const ann = await signIn('Ann Lee', 'admin');
  const steps = async (browser: Browser) => {
    const { document } = parseHTML(await (await browser.get('/newsroom')).text());
    const items = [...document.querySelectorAll('section[aria-labelledby=first-day] li')];
    return items.map((item) => [
      item.querySelector('.state')?.textContent,
      item.querySelector('a')?.getAttribute('href') ?? null,
    ]);
  };
  expect(await steps(ann)).toEqual([
    ['to do', '/newsroom/settings/name'],
    ['to do', '/newsroom/settings/look'],
    ['to do', '/newsroom/people'],
    ['to do', '/newsroom/drafts?new=yes'],
  ]);
  const ed = await signIn('Ed', 'editor');
  expect(await steps(ed)).toEqual([]);
  expect((await steps(ann))[2]).toEqual(['done', '/newsroom/people']);
  await call('PUT', '/stories/now', aStory({ slug: 'now', headline: 'Now' }));
  expect(await steps(ann)).toEqual([]);
});

test('shows at most five events that are new to whoever looks', async () => {
  const [wanda, ed] = [await signIn('Wanda', 'writer'), await signIn('Ed', 'editor')];
  expect((await today(wanda))['New on the wire']).toBeUndefined();
  const seenAt = Date.now() - 3_600_000;
  const places = ['Selwyn', 'Oslo', 'Lagos', 'Quito', 'Perth', 'Turin'];
  const items = places.map((place, n) => ({
    feed: `https://outlet-${n}.example/feed`,
    id: null,
    url: `https://outlet-${n}.example/news/${place}`,
    title: `${place} ${['ferry aground', 'mayor elected', 'bridge closed', 'museum opened', 'strike ended', 'river flooded'][n]}`,
    summary: '',
    publisher: `Outlet ${n}`,
    publishedAt: seenAt,
    seenAt,
    language: 'en',
  }));
  await wireOf(env).items.add(items, Date.now());
  expect((await today(wanda))['New on the wire']).toHaveLength(5);
  await wireOf(env).events.markSeen(wanda.person, Date.now(), Date.now());
  expect((await today(wanda))['New on the wire']).toBeUndefined();
  expect((await today(ed))['New on the wire']).toHaveLength(5);
});
