import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin as EsbuildPlugin } from 'esbuild';
import type { Plugin } from 'vitest/config';
import { standInPlugin } from '../src/cli/worker/bundle.ts';
import { cssPlugin } from '../src/cli/worker/css.ts';

// In workerd, vitest asks another process for every module, one after the other: half a minute for the program's 1,300, packages
// included. So the tests there get the program as one module, and each of its files as a view of that. The runtime loads that module
// from a file: for vitest to transform it takes longer than to bundle it.

const root = fileURLToPath(new URL('..', import.meta.url));
const OUTPUT = join(root, 'node_modules/.cache/tests');
/** The program as one module. Other processes may test the same folder. */
const PROGRAM = join(OUTPUT, `${process.pid}-program.mjs`);
/** Tests must share the renderer of cards with the program: it is initialized once. */
const RENDERER = '@takumi-rs/wasm';

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
  .concat(fileURLToPath(import.meta.resolve(RENDERER)))
  .sort();

const isJson = (path: string) => path.endsWith('.json');

const OPTIONS = {
  absWorkingDir: root,
  write: false,
  format: 'esm',
  target: 'es2024',
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** Leaves to the runtime what is no script. */
const leftOut: EsbuildPlugin = {
  name: 'left-out',
  setup: (build) =>
    build.onResolve({ filter: /\.(wasm|ttf|woff2|png)$/ }, async ({ path, resolveDir, kind, pluginData }) => {
      if (pluginData === leftOut) return undefined;
      const found = await build.resolve(path, { resolveDir, kind, pluginData: leftOut });
      const type = path.endsWith('.wasm') ? 'CompiledWasm' : 'Data';
      return { path: `${found.path}?mf_vitest_force=${type}`, external: true };
    }),
};

/** Bundles the program into a file. Its exports are m0, m1 and so on: the files' namespaces, in the order of `FILES`. */
async function bundleProgram(): Promise<void> {
  const exported = FILES.map((path, at) => {
    const attributes = isJson(path) ? ` with { type: 'json' }` : '';
    return `export * as m${at} from ${JSON.stringify(path)}${attributes};`;
  });
  const { outputFiles } = await build({
    ...OPTIONS,
    outfile: PROGRAM,
    stdin: { contents: exported.join('\n'), resolveDir: root },
    bundle: true,
    sourcemap: true,
    sourcesContent: false,
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    plugins: [standInPlugin, cssPlugin, leftOut],
  });
  const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  // A Durable Object does not always get the answer to a late import.
  const early: string[] = [];
  const code = textOf('.mjs').replace(/\bimport\(("[^"]+\?mf_vitest_force=\w+")\)/g, (_import, path) => {
    early.push(`import * as early${early.length} from ${path};`);
    return `Promise.resolve(early${early.length - 1})`;
  });
  mkdirSync(OUTPUT, { recursive: true });
  writeFileSync(`${PROGRAM}.map`, textOf('.map'));
  writeFileSync(PROGRAM, early.join(' ') + code);
  process.on('exit', () => {
    for (const path of [PROGRAM, `${PROGRAM}.map`]) rmSync(path, { force: true });
  });
}

/** Lists the names that each file exports, by its path. */
async function listExports(): Promise<Map<string, string[]>> {
  const entryPoints = FILES.filter((path) => !isJson(path));
  const { metafile } = await build({ ...OPTIONS, entryPoints, outdir: OUTPUT, metafile: true });
  const outputs = Object.values(metafile.outputs).map(({ entryPoint = '', exports }) => [
    join(root, entryPoint),
    exports,
  ]);
  return new Map([
    ...(outputs as [string, string[]][]),
    ...FILES.filter(isJson).map((path): [string, string[]] => [path, ['default']]),
  ]);
}

const VIEW = '\0view:';

/** Gives tests the program as one module. */
export function programModule(): Plugin {
  let program: Promise<void> | undefined;
  let exported: ReturnType<typeof listExports> | undefined;
  return {
    name: 'program-module',
    enforce: 'pre',
    configResolved({ test }) {
      // The plugin of workerd has set it to `true`.
      if (test?.server?.deps) test.server.deps.inline = [/^(?!.*-program\.mjs$)/];
    },
    async resolveId(name, importer, options) {
      if (name === PROGRAM) return name;
      if (!/^[./]/.test(name) && name !== RENDERER) return null;
      const file = await this.resolve(name, importer, { ...options, skipSelf: true });
      // With another ending, so that no plugin takes it for TypeScript or JSON.
      return file && FILES.includes(file.id) ? `${VIEW}${file.id}.js` : null;
    },
    async load(id) {
      if (!id.startsWith(VIEW)) return null;
      program ??= bundleProgram();
      exported ??= listExports();
      await program;
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
