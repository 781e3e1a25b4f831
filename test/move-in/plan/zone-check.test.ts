import { expect, test } from 'vitest';
import { checkZone, describeZone } from '../../../src/move/in/plan/zone-check.ts';
import { siteSchema } from '../../../src/settings/site-schema.ts';

const check = (dates: string[], stated: string | null, here: string, isUtcMeant = false) =>
  checkZone(dates, { stated, here, isUtcMeant });
const NEW_YEAR = '2020-01-31T23:30:00';

test.each<[dates: string[], stated: string | null, here: string, proposal: string | null, moved: number]>([
  [[`${NEW_YEAR}-05:00`], null, 'UTC', 'Etc/GMT+5', 1],
  [[`${NEW_YEAR}+09:00`], null, 'UTC', 'Etc/GMT-9', 0],
  [['2020-02-01T05:00:00+09:00'], null, 'UTC', 'Etc/GMT-9', 1],
  [['2020-02-01T05:00:00+05:45'], null, 'UTC', '+05:45', 1],
  // The newsroom's clocks show the same.
  [[`${NEW_YEAR}-05:00`], null, 'America/New_York', null, 0],
  [[`${NEW_YEAR}-05:00`, '2020-07-31T23:30:00-04:00'], null, 'America/New_York', null, 0],
  [[`${NEW_YEAR}-05:00`, '2020-07-31T23:30:00-04:00'], null, 'UTC', null, 2],
  // What the site states counts, also where dates are in UTC.
  [['2020-02-01T04:30:00Z'], 'America/New_York', 'UTC', 'America/New_York', 1],
  [[`${NEW_YEAR}-08:00`], 'America/New_York', 'America/New_York', null, 0],
  [['2020-02-01T12:00:00-05:00'], 'America/New_York', 'UTC', 'America/New_York', 0],
  // UTC alone says nothing: feeds and exports often know no other.
  [[`${NEW_YEAR}Z`], null, 'Asia/Tokyo', null, 0],
  [[], null, 'UTC', null, 0],
  [['0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-12:00', 'soon'], null, 'UTC', null, 2],
])(
  'of %j in %s, the newsroom of %s sees: timeZone %s, %d days moved',
  (dates, stated, here, proposal, moved) => {
    const found = check(dates, stated, here);
    expect([found.proposal, found.moved]).toEqual([proposal, moved]);
    expect(describeZone(found) === null).toBe(moved === 0);
    // What is proposed is what data/site.json takes, and settles it.
    if (proposal === null) return;
    expect(siteSchema.shape.timeZone.safeParse(proposal).success).toBe(true);
    expect(check(dates, stated, proposal)).toMatchObject({ moved: 0, proposal: null });
  },
);

test('where the local time stands beside UTC, UTC is meant', () => {
  expect(check([`${NEW_YEAR}Z`], null, 'Asia/Tokyo', true)).toMatchObject({ proposal: 'UTC', moved: 1 });
});
