import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Format } from '../../src/site/edition/scope.ts';
import { temporaryFolder } from '../cli/server.ts';
import { run } from './application.ts';
import { type Library, type ReadFeed, withPlainTitles } from './reader.ts';

// Libraries from Debian. For each, a small program in its language reads a file and prints JSON.

const XML: readonly Format[] = ['rss', 'atom'];
const program = (name: string) => fileURLToPath(new URL(`programs/${name}`, import.meta.url));

/** Returns what a command prints; `undefined` if it fails. */
export function outputOf(command: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** Returns the upstream version of a Debian package; `undefined` if it is not installed. */
export function debianVersion(packageName: string): string | undefined {
  const printed = outputOf('dpkg-query', ['--status', packageName]) ?? '';
  if (!printed.includes('\nStatus: install ok installed\n')) return undefined;
  return /^Version: (?:\d+:)?([^-+~\n]+)/m.exec(printed)?.[1];
}

function temporaryFile(content: string): string {
  const file = join(mkdtempSync(join(temporaryFolder(), 'file-')), 'document');
  writeFileSync(file, content);
  return file;
}

interface Options {
  name: string;
  packageName: string;
  command: readonly [string, ...string[]];
  formats?: readonly Format[];
}

function library({ name, packageName, command: [command, ...args], formats = XML }: Options): Library {
  return {
    name,
    source: `Debian: ${packageName}`,
    version: () => debianVersion(packageName),
    formats,
    read: async (document) => JSON.parse(await run(command, [...args, temporaryFile(document)])) as ReadFeed,
  };
}

/** Compiles a program on first use. The shell command gets `$OUT`, `$SOURCE` and an empty `$FOLDER`. */
function compileOnce(command: string, source: string): () => Promise<string> {
  let binary: Promise<string> | undefined;
  const compile = async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'program');
    await run('sh', ['-c', command], { OUT: out, SOURCE: program(source), FOLDER: folder });
    return out;
  };
  return () => {
    binary ??= compile();
    return binary;
  };
}

// Debian packages Go libraries as sources in a GOPATH. Compiling them takes half a minute.
const buildGofeed = compileOnce(
  'CGO_ENABLED=0 GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE="$FOLDER/cache" go build -o "$OUT" "$SOURCE"',
  'gofeed.go',
);
const buildSyndication = compileOnce(
  'c++ -std=c++20 -fPIC -o "$OUT" "$SOURCE" -I/usr/include/KF6 -I/usr/include/KF6/Syndication \
    $(pkg-config --cflags --libs Qt6Core) -lKF6Syndication',
  'kf6-syndication.cpp',
);

const gofeed: Library = {
  name: 'gofeed',
  source: 'Debian: golang-github-mmcdole-gofeed-dev',
  version: () => debianVersion('golang-github-mmcdole-gofeed-dev'),
  formats: ['rss', 'atom', 'json'],
  read: async (document) => JSON.parse(await run(await buildGofeed(), [temporaryFile(document)])),
};

/** Used by Akregator and Alligator. */
const syndication: Library = {
  name: 'KF6 Syndication',
  source: 'Debian: libkf6syndication-dev',
  version: () => debianVersion('libkf6syndication-dev'),
  isLarge: true,
  formats: XML,
  read: async (document) =>
    withPlainTitles(JSON.parse(await run(await buildSyndication(), [temporaryFile(document)]))),
};

const UNESCAPED: Record<string, string> = { '\\t': '\t', '\\n': '\n', '\\\\': '\\' };

/** Parses sfeed's format, see sfeed(5). */
export const parseSfeed = (lines: string) =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [time, title = '', link = '', content = '', , id = '', author = ''] = line.split('\t');
      return {
        id,
        title,
        link,
        content: content.replace(/\\[tn\\]/g, (escaped) => UNESCAPED[escaped] as string),
        authors: author ? [author] : [],
        published: time ? new Date(Number(time) * 1000).toISOString() : null,
        updated: null,
      };
    });

const sfeed: Library = {
  name: 'sfeed',
  source: 'Debian: sfeed',
  version: () => debianVersion('sfeed'),
  formats: XML,
  read: async (document) => ({
    homePage: null,
    items: parseSfeed(await run('sh', ['-c', 'sfeed <"$1"', 'sh', temporaryFile(document)])),
  }),
};

export const DEBIAN_LIBRARIES: readonly Library[] = [
  library({
    name: 'feedparser (Python)',
    packageName: 'python3-feedparser',
    // Debian's Python, even if another one comes first in the path.
    command: ['/usr/bin/python3', program('python-feedparser.py')],
  }),
  library({
    name: 'SimplePie',
    packageName: 'libphp-simplepie',
    command: ['php', program('simplepie.php')],
  }),
  library({
    name: 'ruby-feedparser',
    packageName: 'ruby-feedparser',
    command: ['ruby', program('ruby-feedparser.rb')],
  }),
  library({
    name: 'XML::Feed',
    packageName: 'libxml-feed-perl',
    command: ['perl', program('xml-feed.pl')],
  }),
  sfeed,
  gofeed,
  syndication,
];
