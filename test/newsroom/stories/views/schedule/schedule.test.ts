import { beforeEach, expect, test } from 'vitest';
import { reopen, turn } from '../../../../newsroom.ts';
import { publishStory } from '../../../../published-stories.ts';
import { type Browser, signIn } from '../../../frame/browser.ts';

let ann: Browser;

beforeEach(async () => {
  await reopen();
  ann = await signIn('Ann Lee', 'writer');
});

const main = async (path: string) => /<main.*<\/main>/s.exec(await (await ann.get(path)).text())?.[0] ?? '';
/** Returns the cell of a day. */
const cellOf = (page: string, day: string) =>
  new RegExp(`<td[^>]*><p class="day"><a href="/newsroom/schedule\\?day=${day}".*?</td>`, 's').exec(
    page,
  )?.[0] ?? '';

test('a month shows on each day what is scheduled then and what has appeared', async () => {
  await publishStory('past', { datePublished: '2026-03-04T23:30:00Z', headline: '过去', inLanguage: 'zh' });
  await turn('no cards');
  for (let n = 1; n <= 6; n++) await publishStory(`soon-${n}`, { datePublished: `2999-05-02T1${n}:05:00Z` });
  const march = await main('/newsroom/schedule?month=2026-03');
  expect(march).toContain('<h1>Schedule: March 2026</h1>');
  expect(cellOf(march, '2026-03-04')).toMatch(
    /23:30\s+published.*href="\/newsroom\/stories\/past" lang="zh" dir="ltr"/s,
  );
  expect(cellOf(march, '2026-03-05')).not.toContain('past');
  expect(march).toContain('href="/newsroom/schedule?month=2026-02"');
  const may = await main('/newsroom/schedule?month=2999-05');
  expect(cellOf(may, '2999-05-02')).toMatch(/11:05\s+scheduled/);
  expect(cellOf(may, '2999-05-02')).toContain('>and 2 more</a>');
  expect(cellOf(may, '2999-05-02')).not.toContain('soon-5');
});

test('a day shows all of its stories, in their order', async () => {
  for (let n = 6; n >= 1; n--) await publishStory(`soon-${n}`, { datePublished: `2999-05-02T1${n}:05:00Z` });
  const page = await main('/newsroom/schedule?day=2999-05-02');
  expect(page).toContain('<h1>Thursday, 2 May 2999</h1>');
  expect(
    [...page.matchAll(/class="title"><a href="\/newsroom\/stories\/(soon-\d)"/g)].map(([, slug]) => slug),
  ).toEqual(['soon-1', 'soon-2', 'soon-3', 'soon-4', 'soon-5', 'soon-6']);
  expect(page).toContain('href="/newsroom/schedule?day=2999-05-01"');
  expect(await main('/newsroom/schedule?day=2999-05-03')).toContain('Nothing is scheduled on this day.');
});

test('a month or day that is none leads to this month, with today marked', async () => {
  const today = new Date().toISOString().slice(0, 10);
  for (const query of ['', '?month=2026-13', '?day=2026-02-30', '?month=%3Cb%3E']) {
    const page = await main(`/newsroom/schedule${query}`);
    expect(cellOf(page, today), query).toContain('aria-current="date"');
    expect(page).not.toContain('<b>');
  }
});
