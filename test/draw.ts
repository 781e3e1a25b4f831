import fc from 'fast-check';

// All property tests use one seed, so that only a change of the code can make them fail. `npm run test:fuzz` takes other seeds.
fc.configureGlobal({ seed: 1 });

export default fc;
