import { copyFileSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.ts';
import { temporaryFolder } from './server.ts';

/** Copies the program and its data, so that a test can change something. Returns the folder. */
export function copyOfProject(): string {
  const folder = temporaryFolder();
  for (const name of ['src', 'data', 'package.json', 'tsconfig.json', 'wrangler.toml']) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Changes fields of `data/site.json` in a copy. */
export function changeSite(folder: string, fields: object): void {
  const file = join(folder, 'data/site.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...fields }, null, 2));
}

/** Gives a copy of the project a look of docs/look; by default Tideline's. */
export function copyWithLook(name = 'site'): string {
  const folder = copyOfProject();
  changeSite(folder, JSON.parse(readFileSync(join(root, `docs/look/${name}.json`), 'utf8')));
  for (const name of ['masthead-light.svg', 'masthead-dark.svg', 'logo.png', 'favicon.svg'])
    copyFileSync(join(root, 'docs/look', name), join(folder, 'data/public', name));
  mkdirSync(join(folder, 'data/public/fonts'));
  copyFileSync(join(root, 'docs/look/title.woff2'), join(folder, 'data/public/fonts/title.woff2'));
  return folder;
}
