import { CommandError } from '../../../../cli/command-error.ts';
import type { LossKind } from '../../loss-kinds.ts';
import type { Loss } from '../../old-site.ts';
import { fieldOf, makeLoss, plainText, type Row, textOf } from '../fields.ts';
import { languageOf } from '../language.ts';
import { siteAddress, UNKNOWN_SITE } from '../old-site-address.ts';
import { isZone } from '../zone.ts';
import { BESIDE, type GhostExport } from './open-export.ts';
import { GhostRedirects } from './redirects.ts';
import { currentPattern, parseRoutes, type Routes, routesOf } from './routes.ts';

/** What the export says of the site as a whole. */
export interface GhostSite {
  /** With a slash at its end. */
  url: string;
  title: string;
  /** BCP 47; null if Ghost does not say it. */
  language: string | null;
  zone: string;
  /** The zone, if the settings name one. */
  statedZone: string | null;
  routes: Routes;
  redirects: GhostRedirects;
}

/** Settings that say something to readers and have no place in the newsroom, by what they are. */
const LOST_SETTINGS: Record<string, string> = {
  codeinjection_head: 'code in the head of every page',
  ghost_head: 'code in the head of every page',
  codeinjection_foot: 'code at the end of every page',
  ghost_foot: 'code at the end of every page',
  navigation: 'the navigation',
  secondary_navigation: 'the second navigation',
  announcement_content: 'the announcement',
};

/** Gathers the settings of a site while its export is read. */
export class GhostSettings {
  readonly #settings = new Map<string, string>();
  /** How many rows tables have that do not move in. */
  readonly #rows = new Map<string, number>();

  addSetting(row: Row): void {
    const [key, value] = [textOf(row, 'key'), textOf(row, 'value')];
    if (key !== null && value !== null) this.#settings.set(key, value);
  }

  addOther(table: string): void {
    this.#rows.set(table, (this.#rows.get(table) ?? 0) + 1);
  }

  #setting(...names: string[]): string | null {
    for (const name of names) {
      const value = this.#settings.get(name);
      if (value !== undefined) return value;
    }
    return null;
  }

  /** The site, at `address` if that is known; and what of it is lost. Reads routes.yaml and the redirects beside the export. */
  async makeSite(
    file: GhostExport,
    address: string | undefined,
  ): Promise<{ site: GhostSite; losses: Loss[] }> {
    const losses: Loss[] = [];
    const lose = (kind: LossKind, was: string, now: string) =>
      losses.push(makeLoss({ entry: 'the site' }, kind, was, now));
    const url = siteAddress(address ?? this.#setting('url'));
    if (address !== undefined && url === null)
      throw new CommandError(`--site ${address} is not an address. Write it as https://news.example.`);
    if (url === null)
      lose(
        'address',
        'the address of the site, which exports of Ghost do not say',
        'old addresses by their paths; name the site with --site to have its pictures and links',
      );
    const locale = this.#setting('locale', 'lang', 'default_locale', 'defaultLang');
    const stated = this.#setting('timezone', 'active_timezone', 'activeTimezone') ?? null;
    const zone = stated ?? 'UTC';
    if (!isZone(zone)) lose('date', `the zone "${zone}"`, 'dates in UTC');
    const site: GhostSite = {
      url: url ?? UNKNOWN_SITE,
      title: plainText(this.#setting('title') ?? ''),
      language: languageOf(locale),
      zone: isZone(zone) ? zone : 'UTC',
      statedZone: stated !== null && isZone(stated) ? stated : null,
      routes: routesOf(currentPattern(this.#setting('permalinks') ?? '/{slug}/')),
      redirects: new GhostRedirects(),
    };
    for (const [name, what] of Object.entries(LOST_SETTINGS)) {
      const value = this.#settings.get(name);
      if (value === undefined || value === '[]') continue;
      lose('setting', `${what}: ${value}`, 'left out');
    }
    for (const [table, count] of this.#rows) {
      if (!MACHINERY.has(table))
        lose('data', `${table}, ${count} ${count === 1 ? 'row' : 'rows'}`, 'left out');
    }
    for (const name of BESIDE) {
      try {
        const text = await file.beside(name);
        if (text === null) continue;
        if (name === 'routes.yaml') site.routes = parseRoutes(text);
        else site.redirects.add(name, text, site.url);
      } catch (error) {
        lose(
          'redirect',
          `${name}: ${error instanceof Error ? error.message : String(error)}`,
          'the addresses of Ghost without it',
        );
      }
    }
    for (const filter of site.routes.unknownFilters)
      lose(
        'address',
        `routes.yaml: the collection with the filter ${filter}`,
        'addresses of the other collections',
      );
    return { site, losses };
  }
}

/** Tables of Ghost's own, which say nothing to readers; and tables that are read. */
const MACHINERY = new Set([
  'meta',
  'settings',
  'posts',
  'tags',
  'users',
  'posts_tags',
  'posts_authors',
  'posts_meta',
  'roles',
  'roles_users',
  'permissions',
  'permissions_roles',
  'permissions_users',
  'migrations',
  'migrations_lock',
  'custom_theme_settings',
  'posts_products',
  'products_benefits',
  'stripe_products',
  'stripe_prices',
  'app_settings',
  'app_fields',
  'apps',
]);

/** The fields of a post or its meta that are only for other programs, or for looks. */
const UNSEEN = [
  'meta_title',
  'meta_description',
  'og_title',
  'og_description',
  'og_image',
  'twitter_title',
  'twitter_description',
  'twitter_image',
  'email_subject',
  'custom_template',
  'frontmatter',
] as const;

/** Returns what a post says in fields for which stories have no place, by their names. */
export function unseenFields(post: Row, meta: Row): string[] {
  const fields: string[] = UNSEEN.flatMap((name) => {
    const value = textOf(meta, name) ?? textOf(post, name);
    return value === null ? [] : [`${name}: ${value}`];
  });
  const featured = fieldOf(post, 'featured');
  return featured === 1 || featured === true ? [...fields, 'featured'] : fields;
}
