import * as fastCheck from 'fast-check';

export * from 'fast-check';

// All property tests use one seed, so that only a change of the code can make them fail. `npm run test:fuzz` takes other seeds.
fastCheck.configureGlobal({ seed: 1 });

/** The share of its runs that a property test makes: a tenth where somebody waits, all of them where a change lands (`ALL_RUNS=1`). */
export const SHARE = import.meta.env.ALL_RUNS === '1' ? 1 : 0.1;

/** `assert` of fast-check, with the share of the runs. */
export const assert: typeof fastCheck.assert = (property, { numRuns = 100, ...parameters } = {}) =>
  fastCheck.assert(property as never, { ...parameters, numRuns: Math.ceil(numRuns * SHARE) });
