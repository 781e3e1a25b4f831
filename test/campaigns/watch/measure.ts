import type { Verdict } from '../../../src/newsroom/watch/desk/verdict.ts';
import { judge } from '../../../src/newsroom/watch/wire/judge.ts';
import { readPageSigns } from '../../../src/newsroom/watch/wire/page-signs.ts';
import type { Fixture } from './fixtures.ts';

/** A fixture, and what the watch says of it. */
export interface JudgedFixture {
  fixture: Fixture;
  verdict: Verdict;
}

/** Judges every fixture, as a look does once its page has been fetched. */
export const measure = (fixtures: readonly Fixture[]): Promise<JudgedFixture[]> =>
  Promise.all(
    fixtures.map(async (fixture) => {
      const signs = fixture.fetched.ok ? await readPageSigns(fixture.fetched) : undefined;
      return { fixture, verdict: judge(fixture, fixture.fetched, signs) };
    }),
  );
