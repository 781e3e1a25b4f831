import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './server.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Creates a repository with our scripts and this changelog, whose `npm test` is `exit testStatus`, and whose other tests pass. */
function openRepository(changelog: string, testStatus = 0) {
  const folder = temporaryFolder();
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
  mkdirSync(join(folder, 'src/cli'), { recursive: true });
  for (const name of ['release.ts', 'broken-pipe.ts'])
    cpSync(join(root, 'src/cli', name), join(folder, 'src/cli', name));
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { name, type, scripts } = manifest;
  scripts.test = `exit ${testStatus}`;
  scripts['test:program'] = 'exit 0';
  const version = '1.2.3';
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version, type, scripts }, null, 2));
  writeFileSync(
    join(folder, 'package-lock.json'),
    JSON.stringify({ name, version, lockfileVersion: 3, packages: { '': { name, version } } }, null, 2),
  );
  writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'A tester');
  git('config', 'user.email', 'tester@example.org');
  git('add', '.');
  git('commit', '--quiet', '--message', 'first');
  const release = (kind: string) => {
    const PATH = `${dirname(process.execPath)}${delimiter}${process.env.PATH}`;
    // npm passes variables to this test run, which must not reach the npm in the other repository.
    const own = Object.entries(process.env).filter(([key]) => !/^npm_/i.test(key));
    return spawnSync('npm', ['run', 'release', '--', kind], {
      cwd: folder,
      env: { ...Object.fromEntries(own), PATH },
      encoding: 'utf8',
    });
  };
  return { git, read, release, isUnchanged: () => git('status', '--porcelain') === '' && !git('tag') };
}

const CHANGELOG =
  '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A thing.\n\n## [1.2.3] - 2026-01-02\n\n- The first.\n';

test('a release raises the version, dates the changelog, commits and tags', () => {
  const { git, read, release } = openRepository(CHANGELOG);
  const { status, stderr } = release('minor');
  assert.equal(status, 0, stderr);
  const today = new Date().toISOString().slice(0, 10);
  assert.equal(
    read('CHANGELOG.md'),
    CHANGELOG.replace('## [Unreleased]\n', `## [Unreleased]\n\n## [1.3.0] - ${today}\n`),
  );
  assert.equal(JSON.parse(read('package.json')).version, '1.3.0');
  assert.equal(JSON.parse(read('package-lock.json')).packages[''].version, '1.3.0');
  assert.equal(git('status', '--porcelain'), '');
  assert.equal(git('log', '-1', '--format=%s').trim(), 'chore: release 1.3.0');
  assert.equal(git('tag', '--points-at', 'HEAD').trim(), 'v1.3.0');
});

test('a release with nothing to tell, or whose tests fail, changes nothing', () => {
  const silent = openRepository(
    '# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-01-02\n\n- The first.\n',
  );
  const refused = silent.release('patch');
  assert.notEqual(refused.status, 0);
  assert.match(refused.stderr, /CHANGELOG\.md lists nothing under \[Unreleased\]/);
  assert.ok(silent.isUnchanged());

  const broken = openRepository(CHANGELOG, 1);
  assert.notEqual(broken.release('patch').status, 0);
  assert.ok(broken.isUnchanged());
});

test('a release of a tree with changes is refused', () => {
  const { git, read, release } = openRepository(CHANGELOG);
  const edited = CHANGELOG.replace('A thing.', 'Another thing.');
  writeFileSync(join(git('rev-parse', '--show-toplevel').trim(), 'CHANGELOG.md'), edited);
  const { status, stderr } = release('minor');
  assert.notEqual(status, 0);
  assert.match(stderr, /working directory not clean/i);
  assert.equal(read('CHANGELOG.md'), edited);
});
