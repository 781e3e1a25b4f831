import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeNamedFile } from '../write-file.ts';

// What the last build read and wrote, so that the next one has nothing to do if nothing has changed. Files are compared by size and
// times: their bytes take as long to read as the build itself.

/** What decides what a build makes, besides the packages' files that are bundled. */
const SOURCES = [
  'src',
  'data/public',
  'data/site.json',
  'package.json',
  'package-lock.json',
  // Which packages npm has installed.
  'node_modules/.package-lock.json',
  'tsconfig.json',
];
const OUTPUTS = ['dist/worker', 'dist/public'];
const RECORD = 'dist/last-build.json';

/** A build: hashes of its sources and outputs, and of the packages' files that it bundled, with their paths. */
interface Build {
  sources: string;
  outputs: string;
  packages: { paths: string[]; state: string };
}

/** Lists the files below a path, in any order; the path itself if it is a file or missing. */
function filesBelow(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** Hashes the files' paths, sizes and times. Every change of a file changes its `ctime`, which programs cannot set. */
function hashFiles(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths.toSorted()) {
    const { size, mtimeMs, ctimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {};
    hash.update(`${path}\0${size} ${mtimeMs} ${ctimeMs}\0`);
  }
  return hash.digest('hex');
}

const hashAll = (root: string, names: readonly string[]) =>
  hashFiles(names.flatMap((name) => filesBelow(join(root, name))));

/** Hashes what a build in this folder would read now. */
export const hashSources = (root: string): string => hashAll(root, SOURCES);

/** Tells whether the last build in this folder read these sources, and what it wrote is still there. */
export function isUpToDate(root: string, sources: string): boolean {
  let build: Build;
  try {
    build = JSON.parse(readFileSync(join(root, RECORD), 'utf8'));
  } catch {
    return false;
  }
  const { paths, state } = build.packages;
  return build.sources === sources && hashFiles(paths) === state && hashAll(root, OUTPUTS) === build.outputs;
}

/**
 * Records a build in this folder. `sources` is their hash from before the build, so that a change meanwhile counts; `bundled` are
 * the paths of the files that it bundled, from the folder.
 */
export function recordBuild(root: string, sources: string, bundled: readonly string[]): void {
  const paths = bundled.filter((path) => path.includes('node_modules/')).map((path) => join(root, path));
  const packages = { paths, state: hashFiles(paths) };
  const build: Build = { sources, outputs: hashAll(root, OUTPUTS), packages };
  writeNamedFile(join(root, RECORD), JSON.stringify(build));
}
