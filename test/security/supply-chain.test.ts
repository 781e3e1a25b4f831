import { describe, expect, test } from 'vitest';
import npmrc from '../../.npmrc?raw';
import manifest from '../../package.json' with { type: 'json' };
import lock from '../../package-lock.json' with { type: 'json' };
import toolsNpmrc from '../.npmrc?raw';
import tools from '../package.json' with { type: 'json' };
import toolsLock from '../package-lock.json' with { type: 'json' };

// The installed packages are exactly those that were reviewed.

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
}

interface Installed {
  version?: string;
  resolved?: string;
  integrity?: string;
  license?: string;
  dev?: boolean;
  devOptional?: boolean;
  hasInstallScript?: boolean;
}

function readPackage(name: string, npmrc: string, manifest: Manifest, lock: { packages: object }) {
  const { '': root, ...packages } = lock.packages as Record<string, Installed & Manifest>;
  const installed = Object.entries(packages).map(([path, entry]) => ({
    name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    path,
    ...(entry as Installed),
  }));
  return { name, npmrc, manifest, root, packages, installed };
}
const PROGRAM = readPackage('the root', npmrc, manifest, lock);
const TOOLS = readPackage('test/', toolsNpmrc, tools, toolsLock);

/** Licences that require no more than attribution. */
const LICENSES = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'MPL-2.0',
  'BlueOak-1.0.0',
];
/** Fonts may have the SIL Open Font License, too. */
const FONTS = /^@fontsource(-variable)?\//;
/** Licences that are allowed for one package only. */
const EXCEPTIONS: Record<string, string> = {
  '@expo-google-fonts/source-serif-4': 'MIT AND OFL-1.1',
  // OpenCC's characters are under the second.
  'opencc-js': 'MIT AND Apache-2.0',
  // Used by markdown-it’s command line, not by the Worker.
  argparse: 'PSF-2.0',
};

describe.each([PROGRAM, TOOLS])('the lockfile of $name', ({ npmrc, manifest, root, packages, installed }) => {
  test('matches package.json, in which every version is exact', () => {
    for (const kind of ['dependencies', 'devDependencies'] as const) {
      expect(root?.[kind]).toEqual(manifest[kind]);
      for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
        expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
        expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
      }
    }
    expect(npmrc).toContain('save-exact=true');
  });

  test('has a hash for every package, and packages only from the registry', () => {
    expect(installed.length).toBeGreaterThan(100);
    for (const { path, integrity, resolved } of installed) {
      expect(integrity, path).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
      if (resolved !== undefined) expect(resolved, path).toMatch(/^https:\/\/registry\.npmjs\.org\//);
    }
  });

  test('every install script is allowed or refused by name, and every such name has one', () => {
    const scripted = new Set(
      installed.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name),
    );
    expect(Object.keys(manifest.allowScripts).sort()).toEqual([...scripted].sort());
    // Without it, npm runs scripts that are not named, and only warns.
    expect(npmrc.split('\n')).toContain('strict-allow-scripts=true');
  });
});

test('what a test imports has the same version whether or not the tools are installed', () => {
  const both = Object.keys(PROGRAM.packages).filter(
    (path) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && path in TOOLS.packages,
  );
  for (const path of both) expect(TOOLS.packages[path]?.version, path).toBe(PROGRAM.packages[path]?.version);
});

test('the packages of the Worker have permissive licences', () => {
  const runtime = PROGRAM.installed.filter(({ dev, devOptional }) => !dev && !devOptional);
  expect(runtime.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(manifest.dependencies)));
  for (const { name, license = '' } of runtime) {
    const isPermissive = license
      .replace(/^\((.*)\)$/, '$1')
      .split(' OR ')
      .some((each) => LICENSES.includes(each));
    const isFont = FONTS.test(name) && license === 'OFL-1.1';
    expect(isPermissive || isFont || EXCEPTIONS[name] === license, `${name} is ${license}`).toBe(true);
  }
});
