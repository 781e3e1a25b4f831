/**
 * Packages, and the files that replace them in the Worker because it needs only a small part of them. Each file says why. The
 * build, the tests and the bench read this.
 */
export const STAND_INS: Readonly<Record<string, string>> = {
  'xml-js': './src/bundle/xml-js.ts',
  '@takumi-rs/helpers/renderer': './src/bundle/takumi-helpers.ts',
};
