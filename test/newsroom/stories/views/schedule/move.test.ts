import { env } from 'cloudflare:workers';
import { parseHTML } from 'linkedom';
import { beforeEach, expect, test } from 'vitest';
import { deskOf } from '../../../../../src/newsroom/desk/desk-stub.ts';
import { reopen } from '../../../../newsroom.ts';
import { begin, fileOf, find, publish, setReviewPolicy } from '../../../drafts/desk/newsroom.ts';
import { type Browser, signIn } from '../../../frame/browser.ts';

const MONTH = '/newsroom/schedule?month=2999-05';
const text = fileOf('Rates fall').replace(/datePublished.*\n/, '');
let ed: Browser;

beforeEach(async () => {
  await reopen();
  ed = await signIn('Ed', 'editor');
});

const actor = () => ({ name: 'Ed', role: 'editor' as const, person: ed.person });
const documentOf = async (path: string, browser = ed) =>
  parseHTML(await (await browser.get(path)).text()).document;
const textIn = (document: ReturnType<typeof parseHTML>['document'], selector: string) =>
  document.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const schedule = (id: string, version: number, day: string, more = {}) =>
  ed.post(`/newsroom/drafts/${id}/schedule`, { version: String(version), day, time: '09:00', ...more });

test('a ready draft stands beside the month, and a form gives it a day and a time, and another ones', async () => {
  const { id } = await begin(actor(), 'rates-fall', text);
  await begin(actor(), 'unfinished', text.replace('What happened.', ''));
  const before = await documentOf(MONTH);
  expect([...before.querySelectorAll('.ready li > a')].map((each) => each.textContent)).toEqual([
    'Rates fall',
  ]);
  const form = await documentOf(`/newsroom/drafts/${id}/schedule?day=2999-05-03`);
  expect(form.querySelector('input[name=day]')?.getAttribute('value')).toBe('2999-05-03');
  const done = await schedule(id, 1, '2999-05-03');
  expect(done.headers.get('Location')).toBe('/newsroom/schedule?month=2999-05&done=scheduled#day-2999-05-03');
  expect(textIn(await documentOf(MONTH), '[data-day="2999-05-03"]')).toContain('09:00 scheduled Rates fall');
  expect((await documentOf(MONTH)).querySelector('.ready li')).toBeNull();

  const path = '/newsroom/stories/rates-fall/move';
  const asked = await documentOf(`${path}?day=2999-05-20`);
  const shown = (name: string) =>
    asked.querySelector(`form[action="${path}"] [name=${name}]`)?.getAttribute('value') ?? '';
  expect([shown('day'), shown('time')]).toEqual(['2999-05-20', '09:00']);
  const moved = await ed.post(path, { revision: shown('revision'), day: '2999-05-20', time: '10:30' });
  expect(moved.status).toBe(303);
  expect(textIn(await documentOf(MONTH), '[data-day="2999-05-20"]')).toContain('10:30 scheduled Rates fall');
  expect(textIn(await documentOf(MONTH), '[data-day="2999-05-03"]')).not.toContain('Rates');
  const again = await ed.post(path, { revision: shown('revision'), day: '2999-05-21', time: '10:30' });
  expect(again.status).toBe(412);
});

test('where a review is asked for, only what is approved is ready', async () => {
  setReviewPolicy('one');
  await begin(actor(), 'rates-fall', text);
  expect((await documentOf(MONTH)).querySelector('.ready li')).toBeNull();
});

test('a time that is none, or has passed, is refused at its field, with what was typed', async () => {
  const { id } = await begin(actor(), 'rates-fall', text);
  for (const [day, says] of [
    ['2020-01-01', 'has passed'],
    ['2999-02-30', 'is no day'],
    ['"><b>', 'is no day'],
  ] as const) {
    const refused = await schedule(id, 1, day);
    expect(refused.status).toBe(422);
    const { document } = parseHTML(await refused.text());
    expect(textIn(document, '#appears-fault')).toContain(says);
    expect(document.querySelector('#appears-day')?.getAttribute('value')).toBe(day);
  }
  expect(await find({ id }, actor())).toMatchObject({ text, version: 1 });
});

test('an embargo shows in list, calendar and on the page that publishes, which asks once more', async () => {
  const { id } = await begin(actor(), 'rates-fall', text);
  const why = 'Asked for by <b>the ministry</b>';
  const set = await ed.post(`/newsroom/drafts/${id}/embargo`, { day: '2999-05-10', time: '12:00', why });
  expect(set.status).toBe(303);
  for (const path of ['/newsroom/drafts', MONTH, `/newsroom/drafts/${id}/publish`]) {
    const page = await (await ed.get(path)).text();
    expect([path, page]).toEqual([path, expect.stringContaining('Embargo until 10 May 2999, 12:00')]);
    expect(page).not.toContain('<b>');
  }
  const path = `/newsroom/drafts/${id}/publish`;
  const refused = await ed.post(path, { version: '1' });
  expect(await refused.text()).toMatch(/before its embargo ends.*name="embargo"/s);
  expect((await schedule(id, 1, '2999-05-03')).status).toBe(409);
  expect((await schedule(id, 1, '2999-05-11')).status).toBe(303);
  expect(textIn(await documentOf(MONTH), '[data-day="2999-05-11"]')).toContain('Embargo until');
  const move = { revision: '1', day: '2999-05-03', time: '10:30' };
  const asked = await ed.post('/newsroom/stories/rates-fall/move', move);
  expect(await asked.text()).toMatch(/before its embargo ends.*name="embargo"/s);
  expect((await ed.post('/newsroom/stories/rates-fall/move', { ...move, embargo: 'breaks' })).status).toBe(
    303,
  );
  await ed.post(`/newsroom/drafts/${id}/embargo`, { action: 'end' });
  expect(await (await ed.get(MONTH)).text()).not.toContain('Embargo until');
  expect(await publish({ id }, actor())).toMatchObject({ ok: true });
});

test('a writer sees the month, and can move nothing', async () => {
  const { id } = await begin(actor(), 'rates-fall', text);
  await schedule(id, 1, '2999-05-03');
  const wanda = await signIn('Wanda', 'writer');
  const month = await documentOf(MONTH, wanda);
  expect(textIn(month, '[data-day="2999-05-03"]')).toContain('Rates fall');
  expect(month.querySelector('[data-move], .ready')).toBeNull();
  expect((await wanda.get('/newsroom/stories/rates-fall/move')).status).toBe(403);
  const { id: own } = await begin({ name: 'Wanda', role: 'writer', person: wanda.person }, 'own', text);
  const posted = await wanda.post(`/newsroom/drafts/${own}/schedule`, {
    version: '1',
    day: '2999-05-03',
    time: '09:00',
  });
  expect(posted.status).toBe(403);
  expect(await deskOf(env).drafts.embargoesOfStories()).toEqual({});
});

test('an embargo that comes after the schedule moves nothing, and every page that shows both warns', async () => {
  const { id } = await begin(actor(), 'rates-fall', text);
  await schedule(id, 1, '2999-05-03');
  const pages = [
    `/newsroom/drafts/${id}/schedule`,
    `/newsroom/drafts/${id}/publish`,
    '/newsroom/stories/rates-fall',
  ];
  const warnings = () =>
    Promise.all(pages.map(async (path) => textIn(await documentOf(path), '.said.wrong')));
  const set = (day: string) =>
    ed.post(`/newsroom/drafts/${id}/embargo`, { day, time: '09:00', why: 'The court rules then' });
  await set('2999-05-03');
  expect(await warnings()).toEqual(['', '', '']);
  await set('2999-05-10');
  for (const warning of await warnings())
    expect(warning).toMatch(/scheduled for 3 May 2999, 09:00, before its embargo ends on 10 May 2999, 09:00/);
  expect(textIn(await documentOf(MONTH), '[data-day="2999-05-03"]')).toContain('It appears before that.');
  expect(textIn(await documentOf('/newsroom/stories/rates-fall/move'), 'main')).toContain(
    'The story appears before that.',
  );
});
