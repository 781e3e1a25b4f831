/** What stands for parts of packages that the Worker never calls; each file says why. The build, the tests and the bench read this. */
export const STAND_INS: Readonly<Record<string, string>> = {
  'linkify-it': './src/story/linkify-it.ts',
  entities: './src/story/entities.ts',
  'uc.micro': './src/story/uc-micro.ts',
  'punycode.js': './src/story/punycode.ts',
  'xml-js': './src/edition/xml-js.ts',
  '@takumi-rs/helpers/renderer': './src/card/takumi-helpers.ts',
};
