import { CommandError } from '../../../../cli/command-error.ts';
import { onOneLine } from '../../line.ts';
import type { LossKind } from '../../loss-kinds.ts';
import type { MarkdownSystem } from '../../markdown-systems.ts';
import type { Loss, ReadOptions } from '../../old-site.ts';
import { isRow, makeLoss, type Row } from '../fields.ts';
import { languageOf } from '../language.ts';
import { siteAddress, UNKNOWN_SITE } from '../old-site-address.ts';
import { isZone } from '../zone.ts';
import { type EleventySettings, readEleventy, siteText } from './eleventy-data.ts';
import type { SourceFolder } from './files.ts';
import { parseFields } from './front-matter.ts';
import { formatOf, isLikeJekyll, type KnownSystem } from './system.ts';
import { deepText, zoneOr } from './values.ts';

/** What a folder of Markdown says of the site that was made of it. */
export interface MarkdownSite {
  system: MarkdownSystem;
  /** With a slash at its end. */
  url: string;
  title: string;
  /** BCP 47. */
  language: string | null;
  zone: string;
  /** The zone, if the configuration names one. */
  statedZone: string | null;
  /** The configuration of the system. */
  config: Row;
  /** What a site of Eleventy says beside its texts. */
  eleventy: EleventySettings | null;
}

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
function statedAddress(
  system: MarkdownSystem,
  config: Row,
  eleventy: EleventySettings | null,
): string | null {
  if (system === 'Hugo') return deepText(config, 'baseURL');
  if (isLikeJekyll(system)) {
    const url = deepText(config, 'url');
    return url === null ? null : url.replace(/\/$/, '') + (deepText(config, 'baseurl') ?? '');
  }
  if (system === 'Hexo') {
    const url = deepText(config, 'url');
    const root = deepText(config, 'root') ?? '/';
    return url === null || new URL(url).pathname !== '/' ? url : new URL(root, url).href;
  }
  if (eleventy) {
    const url = siteText(eleventy, 'url', 'baseUrl', 'base', 'siteUrl', 'origin');
    const prefix = deepText(eleventy.site, 'pathprefix');
    return url === null || prefix === null || new URL(url).pathname !== '/' ? url : new URL(prefix, url).href;
  }
  const site = deepText(config, 'site');
  const base = deepText(config, 'base');
  return site === null || base === null ? site : new URL(base, site).href;
}

/** Reads the configuration of a site. What is wrong with it is a loss. */
export async function readSite(
  folder: SourceFolder,
  { system, configFile }: KnownSystem,
  options: ReadOptions,
): Promise<{ site: MarkdownSite; losses: Loss[] }> {
  const losses: Loss[] = [];
  const lose = (kind: LossKind, was: string, now: string) =>
    losses.push(makeLoss(configFile === null ? { entry: 'the site' } : { file: configFile }, kind, was, now));
  let config: Row = {};
  try {
    const isRead = configFile !== null && system !== 'Eleventy';
    const text = isRead ? await folder.read(configFile) : null;
    if (text !== null && configFile !== null)
      config = system === 'Astro' ? parseAstroConfig(text) : parseFields(text, formatOf(configFile));
  } catch (error) {
    lose(
      'setting',
      error instanceof Error ? error.message : String(error),
      `the usual addresses of ${system}`,
    );
  }
  const data = system === 'Eleventy' ? await readEleventy(folder, configFile) : null;
  losses.push(...(data?.losses ?? []));
  const eleventy = data?.settings ?? null;
  let stated: string | null = null;
  try {
    stated = siteAddress(statedAddress(system, config, eleventy));
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
    deepText(config, 'locale') ??
    deepText(config, 'language') ??
    (eleventy && siteText(eleventy, 'language', 'lang', 'locale'));
  return {
    site: {
      system,
      url: url ?? UNKNOWN_SITE,
      title: onOneLine(deepText(config, 'title') ?? (eleventy && siteText(eleventy, 'title', 'name')) ?? ''),
      language: languageOf(language),
      zone: zoneOr(zone),
      statedZone: zone !== null && isZone(zone) ? zone : null,
      config: isRow(config) ? config : {},
      eleventy,
    },
    losses,
  };
}
