import { createHash } from 'node:crypto';
import { existsSync, globSync, statfsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig, type Plugin, type TestProjectConfiguration } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import packageJson from './package.json' with { type: 'json' };
import { STAND_INS } from './src/bundle/stand-ins.ts';
import { readCatalogs, readPublicFiles } from './src/cli/worker/assets.ts';
import { minifyCss } from './src/cli/worker/css.ts';
import { loadFontFile } from './src/cli/worker/fonts.ts';
import { FONTS_FOLDER } from './src/site/card/font-files.ts';
import { programModule } from './test/program-module.ts';

/**
 * Gives the code of packages no source maps: to send them to workerd takes a fifth of an import of the program. Removes references to
 * maps that packages do not ship, or vitest would warn in each run.
 */
const withoutSourceMaps: Plugin[] = [
  {
    name: 'without-missing-source-maps',
    enforce: 'pre',
    async load(id) {
      if (!/\/(feed\/lib\/feed|saxes\/saxes)\.js$/.test(id)) return null;
      return (await readFile(id, 'utf8')).replace(/^\/\/# sourceMappingURL=.*$/m, '');
    },
  },
  {
    name: 'without-source-maps',
    enforce: 'post',
    transform: (code, id) => (id.includes('/node_modules/') ? { code, map: { mappings: '' } } : null),
  },
];

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

/** Minifies the stylesheets that the program imports. */
const withMinifiedCss: Plugin = {
  name: 'minified-css',
  enforce: 'pre',
  transform: (code, id) => (id.endsWith('.css?inline') ? minifyCss(code) : null),
};

/** A folder in memory, on Linux. */
const MEMORY = '/dev/shm';

// KV, R2 and Durable Objects write files. On a disk, that takes as long as the tests themselves.
if (existsSync(MEMORY)) {
  const { bavail, bsize } = statfsSync(MEMORY);
  if (bavail * bsize > 2e9) process.env.TMPDIR = MEMORY;
}

/** Answers a request for a static file that the Worker reads itself: a font of cards, a catalog of sentences, or a picture in `data/public`. */
async function serveAssets({ url }: { url: string }): Promise<Response> {
  const { pathname } = new URL(url);
  const file = pathname.startsWith(`/${FONTS_FOLDER}/`)
    ? await loadFontFile(pathname.slice(FONTS_FOLDER.length + 2))
    : new Map([...readCatalogs(), ...readPublicFiles()]).get(pathname.slice(1));
  return file ? new Response(Uint8Array.from(file)) : new Response(null, { status: 404 });
}

/** Runs tests in workerd, with the bindings of wrangler.toml. */
const inWorkerd = () =>
  cloudflareTest({
    // The sources, not the build. A test that imports one of their modules shares it with the program (test/program-module.ts).
    main: './src/worker.ts',
    remoteBindings: false,
    wrangler: { configPath: './wrangler.toml' },
    miniflare: {
      // Nobody consumes this queue: a test calls `consume` itself.
      queueProducers: { PUSH: 'nobody', VERIFICATIONS: 'nobody', FEDIVERSE: 'nobody' },
      r2Buckets: ['BACKUPS'],
      // A test of pictures binds this as IMAGES.
      images: { binding: 'LOCAL_IMAGES' },
      // A test of mail binds this as EMAIL.
      email: { send_email: [{ name: 'LOCAL_EMAIL' }] },
      // The static files that the Worker reads itself, without a build: the binding of the built ones gets another name.
      serviceBindings: { ASSETS: serveAssets },
      assets: { binding: 'BUILT', directory: './data/public' },
      bindings: {
        SITE_URL: 'https://news.example',
        // A request reads KV, whatever the isolate has kept from an earlier one.
        REUSE_SECONDS: '0',
        // No alarm goes off by itself in the middle of a test.
        FLUSH_MILLISECONDS: '3600000',
        PUBLISH_TOKEN:
          'ann:ann-token,bob:bob-token,wes:wes-token:writer,liz:liz-token:writer,eve:eve-token:editor',
      },
    },
  });

/** Tests of code that needs nothing but the language and web APIs that Node has too. */
const UNIT = [
  'test/{bundle,language}/**/*.test.ts',
  'test/site/{brand,edition,export,page,pictures,query,redirects,site-page,story}/**/*.test.ts',
  // The renderer of cards is a WebAssembly module; migrations run in a Durable Object's SQLite.
  'test/site/card/!(brand|painter|scripts).test.ts',
  'test/lib/**/!(migrations).test.ts',
  'test/{budget,imports,links,nightly}.test.ts',
  'test/readers/conditional.test.ts',
  'test/newsroom/browser/**/*.test.ts',
  'test/newsroom/drafts/views/editor/merge/**/*.test.ts',
  'test/push/subscription-request.test.ts',
  'test/fediverse/{documents,signing}/**/*.test.ts',
  'test/security/{promises,supply-chain}.test.ts',
  'test/newsroom/wire/{fetching,extraction}/**/*.test.ts',
  'test/newsroom/{drafting,events,feeds,opinions,watch}/wire/**/*.test.ts',
];
/**
 * Those among them whose code calls what Node and workerd have in versions of their own: Intl and its data, the Unicode tables behind
 * regular expressions and `normalize()`, URL, TextDecoder, Date.parse, streams, compression and crypto. They run in workerd, because
 * a test that passes in Node says nothing about these. Everything else is the language itself, where both have V8.
 */
const RUNTIME = [
  'test/language/**/*.test.ts',
  'test/site/{query,redirects}/**/*.test.ts',
  'test/site/story/{grounding,history,sources}/**/*.test.ts',
  'test/site/story/{citations,evidence,picture}.test.ts',
  'test/site/story/parse/lint.test.ts',
  'test/site/edition/{news-sitemap,open-search,order,people}.test.ts',
  'test/site/page/history/difference.test.ts',
  'test/site/card/line-breaks.test.ts',
  'test/lib/{bidi,characters,log,public-hosts,readable-host}.test.ts',
  'test/readers/conditional.test.ts',
  'test/push/subscription-request.test.ts',
  'test/fediverse/signing/**/*.test.ts',
  'test/newsroom/wire/{fetching,extraction}/**/*.test.ts',
  'test/newsroom/{events,feeds,watch}/wire/**/*.test.ts',
];
/** Tests of the Desk and of its rooms. */
const DESK = ['test/newsroom/{,*/}desk/**/*.test.ts'];
/**
 * Those among all of these that take seconds, because they publish hundreds of stories or read text at its maximum length.
 * `npm run test:program` runs them.
 */
const LONG = [
  'test/site/story/grounding/hostile.test.ts',
  'test/site/story/parse/front-matter-size.test.ts',
  'test/newsroom/events/wire/hostile-items.test.ts',
  'test/newsroom/wire/extraction/hostile.test.ts',
  'test/newsroom/transfer/desk/*.test.ts',
  'test/newsroom/desk/publish/{rebuild,writer}.test.ts',
  'test/newsroom/desk/ledger/places/places.test.ts',
];
/** Tests of moving in and out, in Node. */
const MOVE = ['test/{move-in,move-out}/**/*.test.ts'];
/** Tests that `node --test` runs, against a server. */
const SERVER = [
  'agent-client',
  'browser',
  'campaigns',
  'cli',
  'fedify',
  'loopback',
  'newsboat',
  'feed-readers',
  'websub',
].map((room) => `test/${room}/**`);

/** Runs one project after the other, so that a project's files share as few runtimes as possible, each in random order. */
class OneProjectAfterAnother extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const { projects, config } = this.ctx;
    const lot = ({ moduleId }: TestSpecification) =>
      createHash('sha1').update(`${config.sequence.seed} ${moduleId}`).digest('hex');
    return specifications
      .map((each) => ({ each, rank: `${projects.indexOf(each.project)} ${lot(each)}` }))
      .sort((a, b) => (a.rank < b.rank ? -1 : 1))
      .map(({ each }) => each);
  }
}

const plugins = [...withoutSourceMaps, asInTheBundle, withMinifiedCss];

/** Tests in workerd. They share a runtime, because to import the program takes longer than most files' tests. */
const inSharedRuntime = (name: string, include: string[]): TestProjectConfiguration => ({
  extends: true,
  plugins: [programModule(), ...plugins, inWorkerd()],
  test: { name, include, isolate: false, setupFiles: ['test/shared-runtime.ts'] },
});

export default defineConfig({
  // As in the bundle. For development, each element would also say where in the sources it is.
  oxc: { jsx: { development: false } },
  define: { 'import.meta.env.ALL_RUNS': JSON.stringify(process.env.ALL_RUNS ?? '') },
  test: {
    // No test needs another before it. A failure names the seed of the order.
    sequence: { shuffle: { tests: true }, sequencer: OneProjectAfterAnother },
    // Stylesheets as they are. By default, tests get empty ones.
    css: true,
    // The log of a test that passes is of no interest.
    silent: 'passed-only',
    // One for each of a small machine's two cores.
    maxWorkers: 2,
    // No test is about speed; a slow machine must not fail one.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    projects: [
      {
        extends: true,
        plugins,
        test: {
          name: 'unit',
          include: globSync(UNIT, { exclude: [...RUNTIME, ...LONG] }),
          pool: 'threads',
          isolate: false,
          // Vite loads the Worker's packages too, so that they get the stand-ins.
          server: {
            deps: { inline: Object.keys(packageJson.dependencies).map((name) => new RegExp(`/${name}/`)) },
          },
        },
      },
      inSharedRuntime('workerd', globSync([...RUNTIME, ...DESK], { exclude: LONG })),
      {
        extends: true,
        test: { name: 'move', include: MOVE, pool: 'threads', isolate: false },
      },
      inSharedRuntime('program', [
        ...globSync('test/**/*.test.ts', {
          exclude: ['test/node_modules/**', ...UNIT, ...RUNTIME, ...DESK, ...MOVE, ...SERVER],
        }),
        ...globSync(LONG),
      ]),
    ],
  },
});
