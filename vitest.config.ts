import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig, type Plugin } from 'vitest/config';
import packageJson from './package.json' with { type: 'json' };
import { STAND_INS } from './src/bundle/stand-ins.ts';

/** Removes references to source maps from packages that do not ship them, or vitest would warn in each run. */
const withoutSourceMaps: Plugin = {
  name: 'without-source-maps',
  enforce: 'pre',
  async load(id) {
    if (!/\/(feed\/lib\/feed|saxes\/saxes)\.js$/.test(id)) return null;
    return (await readFile(id, 'utf8')).replace(/^\/\/# sourceMappingURL=.*$/m, '');
  },
};

/** Resolves packages to the stand-ins of the bundle. Packages that only tests use get the real ones. */
const asInTheBundle: Plugin = {
  name: 'as-in-the-bundle',
  enforce: 'pre',
  resolveId(name, importer = '') {
    const path = STAND_INS[name];
    const [, user = ''] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/.exec(importer) ?? [];
    const isOfTheWorker = user === '' || user in packageJson.dependencies;
    return path && isOfTheWorker ? fileURLToPath(new URL(path, import.meta.url)) : null;
  },
};

/**
 * Turns dynamic imports of the program into static ones. For each dynamic import, Vite asks another process for the module, even if
 * it is loaded; under load, one run in eighteen never got the answer in a Durable Object. The built Worker contains its modules.
 */
const withoutLateImports: Plugin = {
  name: 'without-late-imports',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/src\/.*\.tsx?$/.test(id) || id.includes('/node_modules/')) return null;
    const imports: string[] = [];
    const eager = code.replace(/(?<!typeof )\bimport\(('[^']+')\)/g, (_import, path) => {
      const name = `late${imports.length}`;
      imports.push(`import * as ${name} from ${path};`);
      return `Promise.resolve(${name})`;
    });
    return imports.length > 0 ? { code: `${imports.join(' ')}${eager}`, map: null } : null;
  },
};

export default defineConfig({
  plugins: [
    withoutSourceMaps,
    asInTheBundle,
    withoutLateImports,
    cloudflareTest({
      // The sources, and not what is built of them: a test may import a part, and shares it with the program.
      main: './src/worker.ts',
      remoteBindings: false,
      wrangler: { configPath: './wrangler.toml' },
      // A test sees each KV value at once, and never what an isolate kept from the test before.
      // Alarms go off when a test says so: of themselves they would do so in the midst of one.
      // Nobody takes what is sent to the queue, but a test that calls `consume` itself.
      miniflare: {
        queueProducers: { PUSH: 'nobody' },
        r2Buckets: ['BACKUPS'],
        bindings: {
          SITE_URL: 'https://news.example',
          REUSE_SECONDS: '0',
          FLUSH_MILLISECONDS: '3600000',
          PUBLISH_TOKEN: 'ann:ann-token,bob:bob-token',
        },
      },
    }),
  ],
  test: {
    include: ['test/**/*.test.ts'],
    // No test needs another before it; a failure names the seed of its order.
    sequence: { shuffle: { files: true, tests: true } },
    // The log of a test that passes is of no interest.
    silent: 'passed-only',
    // No test is about speed; a slow machine must not fail one.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    // These run in Node, against a server.
    exclude: ['browser', 'campaigns', 'cli', 'newsboat', 'readers', 'websub'].map(
      (room) => `test/${room}/**`,
    ),
  },
});
