import { CommandError } from '../../../../cli/command-error.ts';
import { MARKDOWN_SYSTEMS, type MarkdownSystem } from '../../markdown-systems.ts';
import { isRow, parseJson } from '../fields.ts';
import type { SourceFolder } from './files.ts';
import { parseFields } from './front-matter.ts';
import { deepField } from './values.ts';

/** Octopress is a Jekyll with its texts in `source/`. */
export const isLikeJekyll = (system: MarkdownSystem) => system === 'Jekyll' || system === 'Octopress';

/** Which system a folder is of, and what says so. */
export interface KnownSystem {
  system: MarkdownSystem;
  why: string;
  /** null if it has none. */
  configFile: string | null;
}

/** A folder that may be of several systems, or of none. Which texts were public depends on it, so nobody guesses. */
export class UncertainSystem extends CommandError {
  constructor(source: string, signs: readonly string[]) {
    const found = signs.length === 0 ? 'Nothing in it says so.' : `What was found: ${signs.join('; ')}.`;
    super(
      `${source} is a folder of Markdown, but of which system is not certain. ${found}\nWhich texts were public, and at which addresses, depends on it. Name the folder with the configuration of the site, or say which system it is: --system ${MARKDOWN_SYSTEMS.map((each) => each.toLowerCase()).join('|')} (markdown: none of the others; each file with front matter is at its path)`,
    );
  }
}

const HUGO = ['hugo', 'config/_default/hugo'].flatMap((name) =>
  ['toml', 'yaml', 'yml', 'json'].map((extension) => `${name}.${extension}`),
);
/** Names that other systems have, too: Zola's configuration is `config.toml`. */
const MAYBE_HUGO = ['config', 'config/_default/config'].flatMap((name) =>
  ['toml', 'yaml', 'yml', 'json'].map((extension) => `${name}.${extension}`),
);
const ENDINGS = ['js', 'mjs', 'cjs', 'ts', 'mts'];
const ASTRO = ENDINGS.map((ending) => `astro.config.${ending}`);
const ELEVENTY = ['.eleventy.js', ...ENDINGS.map((ending) => `eleventy.config.${ending}`)];
const JEKYLL = ['_config.yml', '_config.yaml', '_config.toml'];

/** Packages of Node that only sites of a system have. */
const PACKAGES: Readonly<Record<string, MarkdownSystem>> = {
  '@11ty/eleventy': 'Eleventy',
  astro: 'Astro',
  hexo: 'Hexo',
  'hugo-bin': 'Hugo',
  'hugo-extended': 'Hugo',
};
/** Packages of systems that are not known here. */
const OTHERS =
  /^(?:gatsby|next|nuxt|vuepress|vitepress|@docusaurus\/core|gridsome|metalsmith|@sveltejs\/kit|lume|nextra|quartz)$/;

interface Sign extends Omit<KnownSystem, 'system'> {
  system: MarkdownSystem | 'another system';
}

export const formatOf = (file: string) =>
  file.endsWith('.toml') ? 'toml' : file.endsWith('.json') ? 'json' : 'yaml';

async function readConfig(folder: SourceFolder, file: string): Promise<Record<string, unknown>> {
  try {
    return { ...parseFields((await folder.read(file)) ?? '', formatOf(file)) };
  } catch {
    return {};
  }
}

/** What `package.json` says: the packages that the site is built with. */
async function packagesOf(folder: SourceFolder): Promise<string[]> {
  const json = parseJson((await folder.read('package.json').catch(() => null)) ?? '');
  if (!isRow(json)) return [];
  return ['dependencies', 'devDependencies'].flatMap((name) => {
    const packages = json[name];
    return isRow(packages) ? Object.keys(packages) : [];
  });
}

/** Whose `_config.yml` it is: of Jekyll, Octopress or Hexo. */
async function ownerOf(folder: SourceFolder, file: string): Promise<Sign> {
  const config = await readConfig(folder, file);
  const has = (name: string) => deepField(config, name) !== undefined;
  const sign = (system: MarkdownSystem, why: string): Sign => ({ system, why, configFile: file });
  if (has('source_dir') || has('public_dir') || has('new_post_name') || has('skip_render'))
    return sign('Hexo', `${file} with settings of Hexo`);
  const isInSource = await folder.hasFolder('source/_posts');
  const rakefile = isInSource ? ((await folder.read('Rakefile').catch(() => null)) ?? '') : '';
  if (
    isInSource &&
    (/octopress|new_post_ext/i.test(rakefile) || has('category_dir') || (await folder.hasFolder('.themes')))
  )
    return sign('Octopress', `${file} and source/_posts/`);
  return sign('Jekyll', (await folder.hasFolder('_posts')) ? `${file} and _posts/` : file);
}

/** What in a folder is of one system alone. */
async function findSigns(folder: SourceFolder): Promise<Sign[]> {
  const signs: Sign[] = [];
  const add = (system: Sign['system'], file: string | null, why = file ?? '') => {
    if (file !== null) signs.push({ system, why, configFile: file });
  };
  add('Eleventy', await folder.first(ELEVENTY));
  add('Astro', await folder.first(ASTRO));
  add('Hugo', await folder.first(HUGO));
  const jekyll = await folder.first(JEKYLL);
  if (jekyll !== null) signs.push(await ownerOf(folder, jekyll));
  const maybe = await folder.first(MAYBE_HUGO);
  if (maybe !== null && !signs.some(({ system }) => system === 'Hugo')) {
    const config = await readConfig(folder, maybe);
    if (deepField(config, 'baseURL') !== undefined || deepField(config, 'languageCode') !== undefined)
      add('Hugo', maybe, `${maybe} with settings of Hugo`);
    else if (deepField(config, 'base_url') !== undefined) add('another system', maybe, `${maybe} of Zola`);
  }
  for (const name of await packagesOf(folder)) {
    const system = Object.hasOwn(PACKAGES, name)
      ? PACKAGES[name]
      : OTHERS.test(name)
        ? 'another system'
        : undefined;
    if (system === undefined || signs.some((each) => each.system === system)) continue;
    signs.push({ system, why: `${name} in package.json`, configFile: null });
  }
  return signs;
}

/** What in a folder many sites of a system have, without being sure. */
async function findHints(folder: SourceFolder): Promise<string[]> {
  const names = ['content', 'src/content', '_posts', 'source/_posts', '_data', 'archetypes'];
  const folders = await Promise.all(names.map((name) => folder.hasFolder(name)));
  return names.filter((_name, at) => folders[at]).map((name) => `${name}/, which several systems have`);
}

/**
 * Finds out which system a folder is of, by what only sites of that system have. `stated` is what a person says. Throws
 * `UncertainSystem` unless exactly one system fits.
 */
export async function findSystem(
  folder: SourceFolder,
  source: string,
  stated?: MarkdownSystem,
): Promise<KnownSystem> {
  const signs = await findSigns(folder);
  if (stated !== undefined) {
    const own = signs.find(({ system }) => system === stated)?.configFile;
    const usual = stated === 'Hugo' ? MAYBE_HUGO : isLikeJekyll(stated) || stated === 'Hexo' ? JEKYLL : [];
    return {
      system: stated,
      why: 'what you said (--system)',
      configFile: own ?? (await folder.first(usual)),
    };
  }
  const [only, ...others] = signs;
  if (only && others.length === 0 && only.system !== 'another system')
    return { ...only, system: only.system };
  if (
    !only &&
    (folder.name === '_posts' || (await folder.hasFolder('_posts'))) &&
    (await isDatedFolder(folder))
  )
    return { system: 'Jekyll', why: 'files in _posts/ that begin with their dates', configFile: null };
  const found = signs.map(({ system, why }) => `${why} (${system})`);
  throw new UncertainSystem(source, found.length > 0 ? found : await findHints(folder));
}

/** Whether `_posts` holds posts as Jekyll wants them, and nothing that another system has. */
async function isDatedFolder(folder: SourceFolder): Promise<boolean> {
  const files = await folder.list();
  const posts = files.filter(({ path }) => folder.name === '_posts' || /(^|\/)_posts\//.test(path));
  return (
    posts.length > 0 &&
    posts.every(({ path }) => /(^|\/)\d{4}-\d{1,2}-\d{1,2}-[^/]+$/.test(path)) &&
    !(await folder.hasDataOfEleventy())
  );
}
