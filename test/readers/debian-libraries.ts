import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Format } from '../../src/edition/scope.ts';
import { temporaryFolder } from '../cli/server.ts';
import type { Library, ReadFeed } from './reader.ts';

// Libraries from Debian, each asked by a small program in its own language that takes a file and prints JSON.

const XML: readonly Format[] = ['rss', 'atom'];
const program = (name: string) => fileURLToPath(new URL(`programs/${name}`, import.meta.url));

/** What a command prints; `undefined` where it cannot be run. */
export function printedBy(command: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  return status === 0 ? stdout.trim() : undefined;
}

/** The version of an installed Debian package, without its epoch and revision. */
export function debianVersion(packageName: string): string | undefined {
  const printed = printedBy('dpkg-query', ['--status', packageName]) ?? '';
  if (!printed.includes('\nStatus: install ok installed\n')) return undefined;
  return /^Version: (?:\d+:)?([^-+~\n]+)/m.exec(printed)?.[1];
}

export function temporaryFile(content: string): string {
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
    read: async (document) =>
      JSON.parse(
        execFileSync(command, [...args, temporaryFile(document)], { encoding: 'utf8', maxBuffer: 2 ** 28 }),
      ) as ReadFeed,
  };
}

let gofeedBinary: string | undefined;

const gofeed: Library = {
  name: 'gofeed',
  source: 'Debian: golang-github-mmcdole-gofeed-dev',
  version: () => debianVersion('golang-github-mmcdole-gofeed-dev'),
  formats: ['rss', 'atom', 'json'],
  read: async (document) => {
    if (!gofeedBinary) {
      const folder = temporaryFolder();
      gofeedBinary = join(folder, 'gofeed');
      // Debian's packages of Go are sources in a GOPATH.
      const env = {
        ...process.env,
        GO111MODULE: 'off',
        GOPATH: '/usr/share/gocode',
        GOCACHE: join(folder, 'cache'),
      };
      execFileSync('go', ['build', '-o', gofeedBinary, program('gofeed.go')], { env });
    }
    return JSON.parse(
      execFileSync(gofeedBinary, [temporaryFile(document)], { encoding: 'utf8', maxBuffer: 2 ** 28 }),
    );
  },
};

const UNESCAPED: Record<string, string> = { '\\t': '\t', '\\n': '\n', '\\\\': '\\' };

/** sfeed's lines, sfeed(5). */
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
    items: parseSfeed(execFileSync('sfeed', { input: document, encoding: 'utf8', maxBuffer: 2 ** 28 })),
  }),
};

export const DEBIAN_LIBRARIES: readonly Library[] = [
  library({
    name: 'feedparser (Python)',
    packageName: 'python3-feedparser',
    // Debian's own Python, whatever else is on the path.
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
];
