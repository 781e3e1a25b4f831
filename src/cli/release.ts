import { readFileSync, writeFileSync } from 'node:fs';
import { endAtBrokenPipe } from './broken-pipe.ts';

// `npm run release -- minor` runs `npm version`, which refuses a tree with changes, runs our tests, raises the version, commits and
// tags. package.json has it call this twice: with --check before the tests, and then to date the changelog.

endAtBrokenPipe();

const FILE = 'CHANGELOG.md';
const UNRELEASED = '## [Unreleased]\n';

const changelog = readFileSync(FILE, 'utf8');
const [before = '', after] = changelog.split(UNRELEASED);
if (!/^- /m.test(after?.split(/^## /m, 1)[0] ?? '')) {
  console.error(
    `${FILE} lists nothing under [Unreleased]. Say what changed for users, commit, and try again.`,
  );
  process.exit(1);
}
if (!process.argv.includes('--check')) {
  const today = new Date().toISOString().slice(0, 10);
  const heading = `## [${process.env.npm_package_version}] - ${today}\n`;
  writeFileSync(FILE, `${before}${UNRELEASED}\n${heading}${after}`);
}
