/**
 * The packages of which the Worker needs only a small part, and the files that replace them. Each file says why. The build, the
 * tests and the benchmarks read this list.
 */
export const STAND_INS: Readonly<Record<string, string>> = {
  'xml-js': './src/bundle/xml-js.ts',
  '@takumi-rs/helpers/renderer': './src/bundle/takumi-helpers.ts',
};
