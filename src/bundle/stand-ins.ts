/** What stands for parts of packages that the Worker never calls; each file says why. The build, the tests and the bench read this. */
export const STAND_INS: Readonly<Record<string, string>> = {
  'linkify-it': './src/bundle/linkify-it.ts',
  entities: './src/bundle/entities.ts',
  'uc.micro': './src/bundle/uc-micro.ts',
  'punycode.js': './src/bundle/punycode.ts',
  'xml-js': './src/bundle/xml-js.ts',
  '@takumi-rs/helpers/renderer': './src/bundle/takumi-helpers.ts',
};
