/**
 * The scripts of the newsroom's pages: `src/newsroom/browser/<name>.ts`, bundled with what it imports statically and served at
 * `/newsroom/assets/<name>.js`. A script that another loads by `import()` is here too.
 */
export const SCRIPTS = [
  'beside',
  'buttons',
  'calendar',
  'citing',
  'codemirror',
  'cropping',
  'editor',
  'front',
  'hosts',
  'language',
  'marking',
  'merging',
  'page',
  'passkeys',
  'pictures',
  'prose',
] as const;

export type ScriptName = (typeof SCRIPTS)[number];
