import { shownOf } from '../../../src/newsroom/watch/desk/shown.ts';
import type { Verdict } from '../../../src/newsroom/watch/desk/verdict.ts';
import { judge } from '../../../src/newsroom/watch/wire/judge.ts';
import { readPageSigns } from '../../../src/newsroom/watch/wire/page-signs.ts';
import type { Fetched } from '../../../src/newsroom/wire/fetching/fetched.ts';
import type { Fixture } from './fixtures.ts';

/** A fixture, and what the watch says of it. */
export interface JudgedFixture {
  fixture: Fixture;
  verdict: Verdict;
}

const signsOf = async (fetched: Fetched) => (fetched.ok ? readPageSigns(fetched) : undefined);

/** Judges every fixture, as a look does once its page has been fetched. */
export const measure = (fixtures: readonly Fixture[]): Promise<JudgedFixture[]> =>
  Promise.all(
    fixtures.map(async (fixture) => {
      const [before, signs] = await Promise.all([signsOf(fixture.before), signsOf(fixture.fetched)]);
      const shown = before ? shownOf(before.sentences, fixture.quotes) : null;
      return { fixture, verdict: judge({ ...fixture, shown }, fixture.fetched, signs) };
    }),
  );
