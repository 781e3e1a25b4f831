import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { bundleWorker } from '../../../src/cli/worker/bundle.ts';
import * as ownWrangler from '../../../src/cli/worker/wrangler.ts';
import { gzipBytes, loadedWith, READER_SOURCES } from '../../cli/modules.ts';
import { config, configIn, type Module, toModules } from './build.ts';

/** A build of the program to measure. */
export interface Program {
  /** The modules as deployed, the entry first. */
  modules: Module[];
  /** The compatibility flags of its wrangler.toml. */
  flags: string[];
  /** The folder with its newsroom's storage. */
  state: string;
  /** How many modules readers load, and their size in bytes, each after `gzip -9`. */
  script: { modules: number; bytes: number };
  /** Runs `wrangler check startup`, which writes a CPU profile to the file. */
  checkStartup: (file: string) => Promise<void>;
}

/** Something of the current program, and of an earlier one if that is measured too. */
export interface Versions<T> {
  now: T;
  before?: T;
}

export const VERSIONS = ['now', 'before'] as const;
export type Version = (typeof VERSIONS)[number];

/** Does the same for each version, one after the other. */
export async function forEachVersion<T, U>(
  { now, before }: Versions<T>,
  work: (each: T, version: Version) => Promise<U>,
): Promise<Versions<U>> {
  const done = await work(now, 'now');
  return before === undefined ? { now: done } : { now: done, before: await work(before, 'before') };
}

const checkStartupWith =
  ({ runWrangler }: Pick<typeof ownWrangler, 'runWrangler'>) =>
  (file: string) =>
    runWrangler(['check', 'startup', '--outfile', file], 'pipe');

/** Builds the current program. */
export async function buildProgram(state: string): Promise<Program> {
  const bundle = await bundleWorker();
  const loaded = loadedWith(bundle.metafile, READER_SOURCES);
  return {
    modules: toModules(bundle.files),
    flags: config.compatibility_flags,
    state,
    script: { modules: loaded.length, bytes: gzipBytes(bundle, loaded) },
    checkStartup: checkStartupWith(ownWrangler),
  };
}

const root = fileURLToPath(new URL('../../../', import.meta.url));

const git = (...parameters: string[]) => execFileSync('git', parameters, { cwd: root, stdio: 'pipe' });

/** Lists the modules that an entry imports statically, found by the `import` statements of bundled code. */
function loadedAtOnce(modules: readonly Module[], path: string, loaded = new Set<string>()): Set<string> {
  loaded.add(path);
  const contents = modules.find((module) => module.path === path)?.contents;
  for (const [, name = ''] of String(contents).matchAll(/(?:import|from)\s*["']\.\/([^"']+\.js)["']/g)) {
    const imported = join(path, '..', name);
    if (!loaded.has(imported)) loadedAtOnce(modules, imported, loaded);
  }
  return loaded;
}

/**
 * Builds the program of a commit as wrangler deploys it, in its own working tree with the packages installed here. The working
 * tree is removed when the bench ends.
 */
export async function buildCommit(commit: string, folder: string, state: string): Promise<Program> {
  const [tree, output] = [join(folder, 'tree'), join(folder, 'output')];
  git('worktree', 'add', '--detach', tree, commit);
  process.on('exit', () => git('worktree', 'remove', '--force', tree));
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  const wrangler = (await import(join(tree, 'src/cli/worker/wrangler.ts'))) as typeof ownWrangler;
  await wrangler.runWrangler(['deploy', '--dry-run', '--outdir', output], 'pipe');
  const files = readdirSync(output, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('README'))
    .map(({ parentPath, name }) => join(parentPath, name));
  const modules = toModules(
    new Map(files.map((path) => [relative(output, path), readFileSync(path)] as const)),
  );
  const loaded = loadedAtOnce(modules, modules[0]?.path ?? '');
  return {
    modules,
    flags: configIn(tree).compatibility_flags,
    state,
    script: {
      modules: loaded.size,
      bytes: modules
        .filter(({ path }) => loaded.has(path))
        .reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).byteLength, 0),
    },
    checkStartup: checkStartupWith(wrangler),
  };
}
