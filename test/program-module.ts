import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin as EsbuildPlugin } from 'esbuild';
import type { Plugin } from 'vitest/config';
import { standInPlugin } from '../src/cli/worker/bundle.ts';
import { cssPlugin } from '../src/cli/worker/css.ts';

// In workerd, vitest asks another process for every module, one after the other: half a minute for the program's 1,300, packages
// included. So the tests there get the program as one module, and each of its files as a view of that.

const root = fileURLToPath(new URL('..', import.meta.url));
const OUTPUT = 'dist';

/** The files of the Worker that have exports. */
const FILES = globSync(['data/site.json', 'src/**/*.{ts,tsx,json}'], {
  cwd: root,
  exclude: [
    'src/{cli,move}/**',
    'src/newsroom/*/cli/**',
    'src/newsroom/browser/**',
    'src/**/*.d.ts',
    'src/**/tsconfig.json',
  ],
})
  .map((path) => join(root, path))
  .sort();

const isJson = (path: string) => path.endsWith('.json');

const OPTIONS = {
  absWorkingDir: root,
  outdir: OUTPUT,
  write: false,
  format: 'esm',
  target: 'es2024',
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** Leaves to vitest what is no script, and the renderer of cards, which tests must share with the program: it is initialized once. */
const leftOut: EsbuildPlugin = {
  name: 'left-out',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^@takumi-rs\/wasm$|\.(wasm|ttf|woff2|png)$/ }, ({ path }) => ({
      path,
      external: true,
    })),
};

/** Bundles the program. Its exports are m0, m1 and so on: the files' namespaces, in the order of `FILES`. */
async function bundleProgram(): Promise<{ code: string; map: string }> {
  const exported = FILES.map((path, at) => {
    const attributes = isJson(path) ? ` with { type: 'json' }` : '';
    return `export * as m${at} from ${JSON.stringify(path)}${attributes};`;
  });
  const { outputFiles } = await build({
    ...OPTIONS,
    stdin: { contents: exported.join('\n'), resolveDir: root },
    bundle: true,
    sourcemap: 'external',
    sourcesContent: false,
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    plugins: [standInPlugin, cssPlugin, leftOut],
  });
  const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  const map = JSON.parse(textOf('.map')) as { sources: string[] };
  const sources = map.sources.map((source) => resolve(root, OUTPUT, source));
  // A Durable Object does not always get the answer to a late import.
  const early: string[] = [];
  const code = textOf('.js').replace(/\bimport\(("[^"]+\.(?:wasm|ttf|woff2|png)")\)/g, (_import, path) => {
    early.push(`import * as early${early.length} from ${path};`);
    return `Promise.resolve(early${early.length - 1})`;
  });
  return { code: early.join(' ') + code, map: JSON.stringify({ ...map, sources }) };
}

/** Lists the names that each file exports, by its path. */
async function listExports(): Promise<Map<string, string[]>> {
  const entryPoints = FILES.filter((path) => !isJson(path));
  const { metafile } = await build({ ...OPTIONS, entryPoints, metafile: true });
  const outputs = Object.values(metafile.outputs).map(({ entryPoint = '', exports }) => [
    join(root, entryPoint),
    exports,
  ]);
  return new Map([
    ...(outputs as [string, string[]][]),
    ...FILES.filter(isJson).map((path): [string, string[]] => [path, ['default']]),
  ]);
}

const PROGRAM = '\0program';
const VIEW = '\0view:';

/** Gives tests the program as one module. */
export function programModule(): Plugin {
  let program: ReturnType<typeof bundleProgram> | undefined;
  let exported: ReturnType<typeof listExports> | undefined;
  return {
    name: 'program-module',
    enforce: 'pre',
    async resolveId(name, importer, options) {
      if (name === PROGRAM) return name;
      if (!/^[./]/.test(name)) return null;
      const file = await this.resolve(name, importer, { ...options, skipSelf: true });
      // With another ending, so that no plugin takes it for TypeScript or JSON.
      return file && FILES.includes(file.id) ? `${VIEW}${file.id}.js` : null;
    },
    async load(id) {
      if (id === PROGRAM) {
        program ??= bundleProgram();
        return program;
      }
      if (!id.startsWith(VIEW)) return null;
      exported ??= listExports();
      const path = id.slice(VIEW.length, -'.js'.length);
      const namespace = `m${FILES.indexOf(path)}`;
      const views = ((await exported).get(path) ?? []).map((name) =>
        name === 'default'
          ? `export default ${namespace}.default;`
          : `export const ${name} = ${namespace}.${name};`,
      );
      const code = [`import { ${namespace} } from ${JSON.stringify(PROGRAM)};`, ...views].join('\n');
      return { code, map: { mappings: '' } };
    },
  };
}
