import { CommandError } from '../../../command-error.ts';
import { onOneLine } from '../../line.ts';
import type { LossKind } from '../../loss-kinds.ts';
import type { Loss, ReadOptions } from '../../old-site.ts';
import { isRow, makeLoss, type Row } from '../fields.ts';
import { languageOf } from '../language.ts';
import { siteAddress, UNKNOWN_SITE } from '../old-site-address.ts';
import { isZone } from '../zone.ts';
import type { SourceFolder } from './files.ts';
import { parseFields } from './front-matter.ts';
import { deepText, zoneOr } from './values.ts';

type MarkdownSystem = 'Hugo' | 'Jekyll' | 'Astro' | 'Markdown';

/** What a folder of Markdown says of the site that was made of it. */
export interface MarkdownSite {
  system: MarkdownSystem;
  /** With a slash at its end. */
  url: string;
  title: string;
  /** BCP 47. */
  language: string | null;
  zone: string;
  /** The configuration of the system. */
  config: Row;
}

const HUGO = ['hugo', 'config', 'config/_default/hugo', 'config/_default/config'].flatMap((name) =>
  ['toml', 'yaml', 'yml', 'json'].map((extension) => `${name}.${extension}`),
);
const ASTRO = ['astro.config.mjs', 'astro.config.ts', 'astro.config.js', 'astro.config.cjs'];

async function findSystem(
  folder: SourceFolder,
): Promise<{ system: MarkdownSystem; configFile: string | null }> {
  const jekyll = await folder.first(['_config.yml', '_config.yaml', '_config.toml']);
  if (jekyll !== null || (await folder.hasFolder('_posts'))) return { system: 'Jekyll', configFile: jekyll };
  const astro = await folder.first(ASTRO);
  if (astro !== null || (await folder.hasFolder('src/content')))
    return { system: 'Astro', configFile: astro };
  const hugo = await folder.first(HUGO);
  if (
    hugo !== null &&
    (hugo.includes('hugo.') || hugo.endsWith('.toml') || (await folder.hasFolder('content')))
  )
    return { system: 'Hugo', configFile: hugo };
  if (await folder.hasFolder('content')) return { system: 'Hugo', configFile: null };
  return { system: folder.name === '_posts' ? 'Jekyll' : 'Markdown', configFile: null };
}

const formatOf = (file: string) =>
  file.endsWith('.toml') ? 'toml' : file.endsWith('.json') ? 'json' : 'yaml';

/** Takes the address out of a program in JavaScript, which is not run: `site: 'https://news.example', base: '/blog'`. */
function parseAstroConfig(program: string): Row {
  const settingOf = (name: string) =>
    new RegExp(`^\\s*${name}:\\s*(['"\`])([^'"\`$]*)\\1`, 'm').exec(program)?.[2];
  const [site, base] = [settingOf('site'), settingOf('base')];
  return {
    ...(site === undefined ? {} : { site }),
    ...(base === undefined ? {} : { base }),
    ...(/^\s*trailingSlash:\s*['"]never/m.test(program) ? { trailingslash: 'never' } : {}),
  };
}

/** The address that the configuration says. */
function statedAddress(system: MarkdownSystem, config: Row): string | null {
  if (system === 'Hugo') return deepText(config, 'baseURL');
  if (system === 'Jekyll') {
    const url = deepText(config, 'url');
    return url === null ? null : url.replace(/\/$/, '') + (deepText(config, 'baseurl') ?? '');
  }
  const site = deepText(config, 'site');
  const base = deepText(config, 'base');
  return site === null || base === null ? site : new URL(base, site).href;
}

/** Finds out which system a folder is of, and reads its configuration. What is wrong with that is a loss. */
export async function readSite(
  folder: SourceFolder,
  options: ReadOptions,
): Promise<{ site: MarkdownSite; losses: Loss[] }> {
  const { system, configFile } = await findSystem(folder);
  const losses: Loss[] = [];
  const lose = (kind: LossKind, was: string, now: string) =>
    losses.push(makeLoss(configFile === null ? { entry: 'the site' } : { file: configFile }, kind, was, now));
  let config: Row = {};
  try {
    const text = configFile === null ? null : await folder.read(configFile);
    if (text !== null && configFile !== null)
      config = system === 'Astro' ? parseAstroConfig(text) : parseFields(text, formatOf(configFile));
  } catch (error) {
    lose(
      'setting',
      error instanceof Error ? error.message : String(error),
      `the usual addresses of ${system}`,
    );
  }
  let stated: string | null = null;
  try {
    stated = siteAddress(statedAddress(system, config));
  } catch {
    lose('address', 'the address of the site', 'none');
  }
  const url = options.site === undefined ? stated : siteAddress(options.site);
  if (options.site !== undefined && url === null)
    throw new CommandError(`--site ${options.site} is not an address. Write it as https://news.example.`);
  // `baseURL = "/"` and `http://example.org/` are what a new site has.
  if (url === null)
    lose(
      'address',
      'the address of the site, which the folder does not say',
      'old addresses by their paths; name the site with --site, so that feed readers know the posts again',
    );
  const zone = deepText(config, system === 'Hugo' ? 'timeZone' : 'timezone');
  if (zone !== null && !isZone(zone)) lose('date', `the zone "${zone}"`, 'dates in UTC');
  const language =
    deepText(config, 'languageCode') ??
    deepText(config, 'defaultContentLanguage') ??
    deepText(config, 'lang') ??
    deepText(config, 'locale');
  return {
    site: {
      system,
      url: url ?? UNKNOWN_SITE,
      title: onOneLine(deepText(config, 'title') ?? ''),
      language: languageOf(language),
      zone: zoneOr(zone),
      config: isRow(config) ? config : {},
    },
    losses,
  };
}
