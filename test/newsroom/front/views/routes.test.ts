import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { call, drain, reopen } from '../../../newsroom.ts';
import { aStory } from '../../../samples.ts';
import { signIn } from '../../frame/browser.ts';

beforeEach(reopen);

const PATH = '/newsroom/front';
const editor = () => signIn('Ed Ito', 'editor');
const front = () => deskOf(env).front;

async function publish(...slugs: string[]) {
  for (const slug of slugs) await call('PUT', `/stories/${slug}`, aStory({ slug, headline: `The ${slug}` }));
  await drain();
}

/** What the form has, if nobody touches its times. */
const TIMES = {
  'lead-day': '2999-01-01',
  'lead-time': '12:00',
  'order-day': '2999-01-01',
  'order-time': '12:00',
};

/** Returns the times that the page proposes. */
const timesIn = (html: string) =>
  Object.fromEntries(
    Array.from(
      html.matchAll(/<input id="[^"]*" name="([^"]*-(?:day|time))" type="\w+" value="([^"]*)"/g),
      ([, name, value]) => [name as string, value as string],
    ),
  );

const textIn = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

test('an editor pins a lead and orders stories without scripts, and puts back what was before', async () => {
  await publish('tide', 'port', 'wind');
  const ed = await editor();
  const opened = await (await ed.get(PATH)).text();
  expect(opened).toContain('All stories are by date.');
  const times = timesIn(opened);
  expect(Object.keys(times)).toHaveLength(4);
  const pressed = await ed.post(PATH, {
    version: '0',
    ...times,
    order: ['tide', 'port'],
    do: 'up order port',
  });
  const moved = await pressed.text();
  expect(moved).toContain('not saved yet');
  expect(moved.indexOf('value="port"')).toBeLessThan(moved.indexOf('name="order" value="tide"'));
  expect(moved).toMatch(/<button type="submit" name="do" value="up order port"[^>]* autofocus/);
  expect((await front().current()).version).toBe(0);

  const saved = await ed.post(PATH, { version: '0', ...times, lead: 'tide', order: ['port', 'wind'] });
  expect(saved.headers.get('Location')).toBe(`${PATH}?done=saved`);
  expect(await front().current()).toMatchObject({
    version: 1,
    who: 'Ed Ito',
    lead: { story: 'tide' },
    order: { stories: ['port', 'wind'] },
  });
  const again = await ed.post(PATH, { version: '1', ...times, lead: 'tide', order: ['port', 'wind'] });
  expect(again.headers.get('Location')).toBe(`${PATH}?done=same`);

  await ed.post(PATH, { version: '1', ...times });
  const list = await (await ed.get(PATH)).text();
  expect(textIn(list)).toMatch(
    /All by date\. This is so now\. Ed Ito , .* “\u2068The tide\u2069” leads until .*; 2 stories in order until/,
  );
  const back = await ed.post(`${PATH}/restore`, { version: '2', earlier: '1' });
  expect(back.headers.get('Location')).toBe(`${PATH}?done=saved`);
  expect(await front().current()).toMatchObject({ version: 3, lead: { story: 'tide' } });
  await ed.post(`${PATH}/restore`, { version: '3', earlier: '0' });
  expect(await front().current()).toMatchObject({ version: 4, lead: null, order: null });
  expect(textIn(await (await ed.get(PATH)).text())).toContain('All by date. Before anything was arranged');
  expect((await ed.post(`${PATH}/restore`, { version: '2', earlier: '1' })).status).toBe(412);
});

test('a right-to-left headline turns no English sentence around', async () => {
  await call('PUT', '/stories/sea', aStory({ slug: 'sea', headline: 'البحر', inLanguage: 'ar' }));
  await drain();
  const ed = await editor();
  await ed.post(PATH, { version: '0', ...timesIn(await (await ed.get(PATH)).text()), lead: 'sea' });
  expect(await (await ed.get(PATH)).text()).toContain('<p>“\u2068البحر\u2069” leads until');
});

test('topics are added, moved and taken out by the buttons of the form', async () => {
  const ed = await editor();
  const blocks = { topic: ['web-feeds', 'provenance'], count: ['3', '2'] };
  const press = async (fields: Record<string, string | string[]>) =>
    Array.from(
      (await (await ed.post(PATH, { version: '0', ...TIMES, ...fields })).text()).matchAll(
        /name="topic" value="([^"]*)"[\s\S]*?name="count" type="number"[^>]* value="(\d+)"/g,
      ),
      ([, topic, count]) => `${topic} ${count}`,
    );
  expect(await press({ ...blocks, do: 'add topic', 'add-topic': 'open-standards' })).toEqual([
    'web-feeds 3',
    'provenance 2',
    'open-standards 4',
  ]);
  // A story may have the name of a topic.
  expect(await press({ order: 'web-feeds', do: 'add topic', 'add-topic': 'web-feeds' })).toEqual([
    'web-feeds 4',
  ]);
  expect(await press({ ...blocks, do: 'down topic web-feeds' })).toEqual(['provenance 2', 'web-feeds 3']);
  expect(await press({ ...blocks, do: 'up topic web-feeds' })).toEqual(['web-feeds 3', 'provenance 2']);
  expect(await press({ ...blocks, do: 'out topic web-feeds' })).toEqual(['provenance 2']);
  const saved = await ed.post(PATH, { version: '0', ...TIMES, ...blocks });
  expect(saved.headers.get('Location')).toBe(`${PATH}?done=saved`);
  expect((await front().current()).blocks).toEqual([
    { topic: 'web-feeds', count: 3 },
    { topic: 'provenance', count: 2 },
  ]);
});

test('a withdrawn story that was arranged is named with what became of its place', async () => {
  await publish('tide', 'port');
  const ed = await editor();
  const times = timesIn(await (await ed.get(PATH)).text());
  await ed.post(PATH, { version: '0', ...times, lead: 'tide', order: ['port'] });
  await call('DELETE', '/stories/tide?reason=Wrong.');
  await call('DELETE', '/stories/port?reason=Wrong.');
  const text = textIn(await (await ed.get(PATH)).text());
  expect(text.match(/Withdrawn: it has left its place to the next story\./g)).toHaveLength(2);
  const today = textIn(await (await ed.get('/newsroom')).text());
  expect(today).toContain('“The tide” is withdrawn, so it has left its place on the front page.');
  expect(today).toContain('“The port” is withdrawn');
  const writer = textIn(await (await (await signIn('Wu', 'writer')).get('/newsroom')).text());
  expect(writer).not.toContain('left its place');
});

test('what was typed stays when it is refused, and says why', async () => {
  await publish('tide');
  const ed = await editor();
  for (const [fields, status, why] of [
    [{ lead: 'tide', 'lead-day': '2026-13-01' }, 422, 'is no day of the calendar'],
    [{ lead: 'tide', 'lead-day': '2020-01-01' }, 422, 'has passed'],
    [{ lead: 'tide' }, 422, 'at most 90 days'],
    [{ order: 'tide', 'order-time': '' }, 422, 'Which time'],
    [{ lead: 'no-such' }, 404, 'There is no story'],
    [{ lead: '<script>alert(1)</script>' }, 422, 'Nothing was saved'],
    [{ topic: 'web-feeds', count: '99' }, 422, 'whole number from 1 to 10'],
    [{ topic: 'no-such', count: '2' }, 404, 'has no topic'],
    [{ order: Array.from({ length: 100 }, (_, n) => `s-${n}`) }, 422, 'at most 9 stories'],
    [{ order: Array.from({ length: 10_000 }, (_, n) => `s-${n}`) }, 413, 'Too large'],
  ] as const) {
    const answer = await ed.post(PATH, { version: '0', ...TIMES, ...(fields as Record<string, string>) });
    const html = await answer.text();
    expect([fields, answer.status]).toEqual([fields, status]);
    expect(html).toContain(why);
    expect(html).not.toContain('<script>alert');
  }
  expect((await front().current()).version).toBe(0);
});

test('a change of another is shown, and saving again takes its place', async () => {
  await publish('tide', 'port');
  const [ed, bea] = [await editor(), await signIn('Bea May', 'editor')];
  const times = timesIn(await (await ed.get(PATH)).text());
  await bea.post(PATH, { version: '0', ...times, lead: 'port' });
  const late = await ed.post(PATH, { version: '0', ...times, lead: 'tide' });
  expect(late.status).toBe(412);
  const html = await late.text();
  expect(html).toContain('made by Bea May meanwhile');
  expect(html).toContain('<input type="hidden" name="version" value="1"/>');
  expect(html).toMatch(/<option value="tide" selected/);
});

test('a story’s page leads here, with that story in the menus, however old it is', async () => {
  await publish('tide');
  const ed = await editor();
  expect(await (await ed.get('/newsroom/stories/tide')).text()).toContain(
    'href="/newsroom/front?story=tide"',
  );
  expect(await (await ed.get(`${PATH}?story=tide`)).text()).toMatch(/<option value="tide" selected/);
});

test('writers neither see the page nor change anything', async () => {
  const writer = await signIn('Wu', 'writer');
  expect((await writer.get(PATH)).status).toBe(403);
  expect((await writer.post(PATH, { version: '0', ...TIMES })).status).toBe(403);
  expect((await writer.post(`${PATH}/restore`, { version: '0', earlier: '0' })).status).toBe(403);
  expect(await (await writer.get('/newsroom')).text()).not.toContain(`href="${PATH}"`);
});
