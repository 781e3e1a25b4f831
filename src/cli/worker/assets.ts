import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { SCRIPTS } from '../../newsroom/frame/scripts.ts';
import type { Bundle } from './bundle.ts';
import { cssPlugin } from './css.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const publicFolder = join(root, 'data/public');

/** The folder from which Cloudflare serves static files. Beside `dist/worker`, because there, pictures would become modules. */
export const ASSETS_FOLDER = join(root, 'dist/public');

/** Leaves `import('./x.ts')` to the browser, which finds that script beside this one. */
const lateScripts: Plugin = {
  name: 'late-scripts',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\..*\.ts$/ }, ({ path, kind }) =>
      kind === 'dynamic-import'
        ? { path: path.replace(/^.*\/(.*)\.ts$/, './$1.js'), external: true }
        : undefined,
    ),
};

/** Bundles the scripts of the newsroom's pages, by path below the site's address. */
export async function bundleScripts(): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: SCRIPTS.map((name) => `src/newsroom/browser/${name}.ts`),
    // The names stay: browsers ask whether their copy is still the newest.
    entryNames: 'newsroom/assets/[name]',
    outdir: ASSETS_FOLDER,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    plugins: [lateScripts, cssPlugin],
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const files = outputFiles.map(({ path, contents }) => [relative(ASSETS_FOLDER, path), contents] as const);
  return { files: new Map(files), metafile };
}

/** Reads the newsroom's own files, such as its logo. Returns their contents by path below the site's address. */
export function readPublicFiles(): Map<string, Uint8Array> {
  const entries = readdirSync(publicFolder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(paths.map((path) => [relative(publicFolder, path), readFileSync(path)]));
}

/** The folders of the newsroom's catalogs of sentences, by the folder from which they are served: those of its pages and of its scripts. */
const CATALOGS = {
  'newsroom/assets/words/pages': join(root, 'src/newsroom/words/catalogs'),
  'newsroom/assets/words': join(root, 'src/newsroom/browser/words'),
};

/** Reads the sentences of the newsroom in other languages, without white space. Returns them by path below the site's address. */
export const readCatalogs = (): Map<string, Uint8Array> =>
  new Map(
    Object.entries(CATALOGS).flatMap(([served, folder]) =>
      readdirSync(folder).map((name) => {
        const catalog = JSON.parse(readFileSync(join(folder, name), 'utf8'));
        return [`${served}/${name}`, new TextEncoder().encode(JSON.stringify(catalog))] as const;
      }),
    ),
  );
