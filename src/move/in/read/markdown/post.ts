import { onOneLine } from '../../line.ts';
import type { LossKind } from '../../loss-kinds.ts';
import type { Loss, OldAuthor, OldPicture, OldPost, Place } from '../../old-site.ts';
import { fieldOf, isRow, lineOf, makeLoss, plainText, type Row, textOf } from '../fields.ts';
import { languageOf } from '../language.ts';
import { addressIn, siteAddress, UNKNOWN_SITE } from '../old-site-address.ts';
import { codeBlocks, outsideFences, titledFences } from './code-blocks.ts';
import { eleventyTags } from './eleventy.ts';
import { siteField } from './eleventy-data.ts';
import { doubtOf, type FrontMatter } from './front-matter.ts';
import { cleanPath, expiryOf, hugoLanguage } from './hugo.ts';
import { jekyllCategories, sourceOf } from './jekyll.ts';
import { resolveLiquid } from './liquid.ts';
import { withoutMdx } from './mdx.ts';
import type { LocalPicture, PictureFinder } from './pictures.ts';
import { futureOf, type Hidden, hiddenByFields } from './publicity.ts';
import { draftBecause, nameParts, type Rules, type SourceText } from './rules.ts';
import { resolveShortcodes } from './shortcodes.ts';
import type { MarkdownSite } from './site.ts';
import { isLikeJekyll } from './system.ts';
import type { TemplateContext } from './templates.ts';
import { deepField, firstText, listOf, readMatterDate, slugify } from './values.ts';

/** What a text is read with. */
export interface PostContext {
  site: MarkdownSite;
  rules: Rules;
  pictures: PictureFinder;
  /** The names of authors, by their keys in `_data/authors.yml`. */
  authors: Row;
  now: number;
  pageOf(reference: string, path: string): string | null;
}

/** Fields that are used, or that are only for the templates of the old site. */
const HANDLED = new Set(
  `title date pubdate publishdate pubdatetime published_at datepublished published created lastmod updated updateddate moddatetime
  last_modified_at modified last_updated updated_at draft slug postslug url permalink aliases redirect_from tags tag categories category author authors
  guid description summary excerpt images image cover coverimage featured_image featuredimage feature_image thumbnail heroimage heroimagealt
  header ogimage lang language locale canonical_url canonicalurl canonical expirydate unpublishdate layout type eleventycomputed eleventyexcludefromcollections
  eleventynavigation`.split(/\s+/),
);

const IMAGES = [
  'featured_image',
  'featuredimage',
  'feature_image',
  'cover',
  'coverimage',
  'heroimage',
  'image',
  'images',
  'header',
  'thumbnail',
  'ogimage',
];

/** Why a text was not public; null if it was, or is going to be. */
function findHidden(text: SourceText, hasFault: boolean, { rules, now, site }: PostContext): Hidden | null {
  const { fields, path } = text;
  if (hasFault) return draftBecause('its front matter cannot be read');
  const hidden = [fields, ...rules.cascades(path)].map(hiddenByFields).find((each) => each !== null);
  if (hidden) return hidden;
  const byRules = rules.hides(text);
  if (byRules !== null) return byRules;
  const doubt = doubtOf(text);
  if (doubt !== null) return draftBecause(doubt);
  const expiry = readMatterDate(expiryOf(fields), site.zone);
  return expiry !== null && Date.parse(expiry) <= now
    ? draftBecause(`expired: ${String(expiryOf(fields))}`)
    : null;
}

function readAuthors(fields: Row, { authors, site }: PostContext): OldAuthor[] {
  const values = [fieldOf(fields, 'authors') ?? fieldOf(fields, 'author') ?? []].flat();
  const found =
    values.length > 0
      ? values
      : [
          deepField(site.config, 'author') ??
            deepField(site.config, 'params', 'author') ??
            (site.eleventy && siteField(site.eleventy, 'author')) ??
            [],
        ].flat();
  return found.flatMap((value) => {
    const known = typeof value === 'string' ? fieldOf(authors, value) : value;
    const row: Row = isRow(known) ? known : {};
    const name = lineOf(row, 'name') ?? (typeof value === 'string' ? onOneLine(value) : null);
    const url = firstText(row, 'url', 'uri', 'link', 'website', 'web');
    return name === null || name === ''
      ? []
      : [{ name, url: url === null ? null : (URL.parse(url)?.href ?? null) }];
  });
}

/** Categories in lists within the list, as Hexo has them, in one. */
const flatCategories = (fields: Row): Row => {
  const categories = fieldOf(fields, 'categories');
  return Array.isArray(categories) ? { categories: categories.flat(3) } : fields;
};

/** The terms of a text, by their taxonomies. */
export function readTerms(
  { path, fields }: SourceText,
  site: MarkdownSite,
): { taxonomy: string; name: string; slug: string }[] {
  const isJekyll = isLikeJekyll(site.system);
  const categories = isJekyll
    ? jekyllCategories(path.slice(sourceOf(site).length), fields)
    : [...listOf(fields, 'category'), ...listOf(flatCategories(fields), 'categories', /,/)];
  const separator = isJekyll ? /[\s,]+/ : /,/;
  const tags =
    site.system === 'Eleventy'
      ? eleventyTags(fields)
      : [...listOf(fields, 'tag'), ...listOf(fields, 'tags', separator)];
  const terms = [
    ...categories.map((name) => ({ taxonomy: 'categories', name, slug: slugify(name) })),
    ...tags.map((name) => ({ taxonomy: 'tags', name, slug: slugify(name) })),
  ];
  return [...new Map(terms.map((term) => [`${term.taxonomy}/${term.slug}`, term])).values()];
}

/** What a field says of a picture: an address, or an object with one. */
function statedPicture(
  value: unknown,
): { source: string; alt: string | null; caption: string | null } | null {
  const [first] = [value].flat();
  if (typeof first === 'string' && first.trim() !== '')
    return { source: first.trim(), alt: null, caption: null };
  if (!isRow(first)) return null;
  const source = firstText(first, 'image', 'url', 'src', 'path', 'feature', 'overlay_image', 'teaser');
  const caption = textOf(first, 'caption');
  return source === null
    ? null
    : {
        source: source.trim(),
        alt: firstText(first, 'alt', 'image_description'),
        caption: caption === null ? null : plainText(caption),
      };
}

async function readPicture(
  text: SourceText,
  base: string,
  pictures: PictureFinder,
): Promise<{ picture: OldPicture | null; local: LocalPicture[] }> {
  for (const name of IMAGES) {
    const stated = statedPicture(fieldOf(text.fields, name));
    if (!stated) continue;
    const local = await pictures.find(stated.source, text.path, base);
    const url = local?.file ?? pictures.addressOf(stated.source, base);
    if (url === null) continue;
    const alt = stated.alt ?? lineOf(text.fields, 'heroimagealt');
    return { picture: { url, alt, caption: stated.caption, credit: null }, local: local ? [local] : [] };
  }
  return { picture: null, local: [] };
}

/** Reports the fields that say something for which stories have no place. */
function tellOfFields(fields: Row, lose: (kind: LossKind, was: string, now: string) => void): void {
  const unseen = Object.entries(fields).filter(
    ([name, value]) => !HANDLED.has(name) && value !== null && value !== '',
  );
  if (unseen.length === 0) return;
  const text = unseen.map(([name, value]) => `${name}: ${typeof value === 'object' ? '…' : String(value)}`);
  lose('field', text.join('; '), 'left out');
}

/** The language that a text says it is in, if the site's is another. */
function readLanguage({ path, fields }: SourceText, site: MarkdownSite): string | null {
  const stated = languageOf(firstText(fields, 'lang', 'language', 'locale'));
  return stated ?? (site.system === 'Hugo' ? languageOf(hugoLanguage(site, path)) : null);
}

function readCanonical(fields: Row, site: MarkdownSite): string | null {
  const stated = firstText(fields, 'canonical_url', 'canonicalurl', 'canonical');
  const url = stated === null ? null : URL.parse(stated);
  return url && /^https?:$/.test(url.protocol) && url.host !== new URL(site.url).host ? url.href : null;
}

function resolveBody(body: string, path: string, site: MarkdownSite, context: TemplateContext): string {
  if (site.system === 'Hugo') return resolveShortcodes(body, context);
  // To Hexo, tags mean nothing within fences.
  if (site.system === 'Hexo')
    return outsideFences(titledFences(body), (text) => resolveLiquid(text, context));
  if (isLikeJekyll(site.system) || site.eleventy?.hasTemplates) return resolveLiquid(body, context);
  if (path.endsWith('.mdx')) return withoutMdx(body, context);
  return site.system === 'Markdown'
    ? outsideFences(titledFences(body), (text) => codeBlocks(text, (block) => block))
    : body;
}

/** Makes a post or page of a file. Gives what could not move in, and the pictures of the folder that it shows. */
export async function readPost(
  text: SourceText,
  matter: FrontMatter,
  facts: { type: 'post' | 'page'; key: string; place: Place; wrongDate: string | null },
  context: PostContext,
): Promise<{ post: OldPost; losses: Loss[]; pictures: LocalPicture[] }> {
  const { site, rules } = context;
  const { fields, path } = text;
  const date = futureOf(fields, site.zone, context.now) ?? text.date;
  const losses: Loss[] = [];
  const lose = (kind: LossKind, was: string, now: string) =>
    void losses.push(makeLoss(facts.place, kind, was, now));
  if (matter.fault) {
    const place = { ...facts.place, line: matter.fault.line };
    losses.push(
      makeLoss(place, 'front matter', matter.fault.reason, 'a draft with the whole file as its text'),
    );
  }
  if (facts.wrongDate !== null)
    lose('date', facts.wrongDate, date === null ? 'no date' : 'the date in the name of the file');
  if (matter.repeated.length > 0)
    lose('front matter', `twice: ${matter.repeated.join(', ')}`, 'one of each; the others are left out');
  const hidden = findHidden(text, matter.fault !== null, context);
  const unpublished = hidden?.unpublished ?? null;
  if (expiryOf(fields) !== undefined && unpublished !== null)
    lose('date', `expiry: ${String(expiryOf(fields))}`, 'a draft');
  const known = rules.pathOf(text);
  if (known === null && unpublished === null)
    lose(
      'address',
      `the address, which a program of the site makes: ${String(fieldOf(fields, 'permalink') ?? 'its permalink')}`,
      'no redirect and a new id: add the address with story redirects add',
    );
  const page = known ?? cleanPath(path.replace(/\.\w+$/, ''));
  const main = addressIn(site.url, page);
  const aliases = rules.aliasFields.flatMap((name) => listOf(fields, name));
  const addresses = [
    ...(known === null ? [] : [main]),
    ...aliases.flatMap((alias) => aliasAddress(alias, main, site)),
  ];
  const title = lineOf(fields, 'title') ?? '';
  const resolved = resolveBody(matter.body, path, site, {
    lose,
    site,
    page: { title },
    pageOf: (reference) => context.pageOf(reference, path),
    addressOf: (sitePath) => addressIn(site.url, sitePath),
  });
  const body = await context.pictures.replaceIn(resolved, path, main);
  const { picture, local } = await readPicture(text, main, context.pictures);
  const modified = firstText(
    fields,
    'lastmod',
    'updateddate',
    'moddatetime',
    'last_modified_at',
    'updated',
    'modified',
    'last_updated',
    'updated_at',
  );
  tellOfFields(fields, lose);
  const { name, folder } = nameParts(path);
  const wasInFeed =
    facts.type === 'post' && unpublished === null && known !== null && site.url !== UNKNOWN_SITE;
  const excerpt = firstText(fields, 'description', 'summary', 'excerpt');
  const post: OldPost = {
    type: facts.type,
    key: facts.key,
    place: facts.place,
    identifier:
      wasInFeed && (date === null || Date.parse(date) <= context.now)
        ? // In Jekyll, it is what WordPress's exporter noted, and no feed has it.
          ((isLikeJekyll(site.system) ? null : textOf(fields, 'guid')) ??
          addressIn(site.url, rules.identifierOf(text, page)))
        : null,
    unpublished,
    ...(hidden === null ? {} : { why: hidden.why }),
    slug: slugOf(page) ?? (name === 'index' ? (folder.split('/').at(-1) ?? null) : name),
    title:
      title || onOneLine(name === 'index' ? (folder.split('/').at(-1) ?? '') : name).replace(/[-_]+/g, ' '),
    content: {
      format: 'markdown',
      text: body.text,
      // Imports of MDX are no words.
      ...(path.endsWith('.mdx') || body.text === matter.body ? {} : { written: matter.body }),
      base: main,
    },
    excerpt: excerpt === null ? null : plainText(excerpt),
    published: date,
    modified: modified === null ? null : readMatterDate(modified, site.zone),
    authors: readAuthors(fields, context),
    terms: readTerms(text, site).map((term) => ({ name: term.name, slug: term.slug })),
    language: readLanguage(text, site),
    canonical: readCanonical(fields, site),
    picture,
    addresses: unpublished === null ? [...new Set(addresses)] : [],
  };
  return { post, losses, pictures: unpublished === null ? [...body.pictures, ...local] : [] };
}

/** The last part of a path, without an ending. */
const slugOf = (path: string) => {
  const last = path
    .split('/')
    .findLast((part) => part !== '')
    ?.replace(/\.html$/, '');
  return last === undefined || last === 'index' ? null : last;
};

/** An alias is a path from the root of the site, or one beside the page (Hugo), or an address of the site. */
function aliasAddress(alias: string, main: string, site: MarkdownSite): string[] {
  if (/^https?:/i.test(alias)) return siteAddress(alias) === null ? [] : [alias];
  if (alias.startsWith('/')) return [addressIn(site.url, alias)];
  const url = URL.parse(`../${alias}`, main);
  return url ? [site.system === 'Hugo' ? url.href : addressIn(site.url, alias)] : [];
}
