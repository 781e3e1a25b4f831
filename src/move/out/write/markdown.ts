import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { escapeHtml } from '../../../lib/html.ts';
import { omitUnstated, YAML_OPTIONS } from '../../../site/export/markdown.ts';
import { pageHtml } from '../../../site/site-page/html.ts';
import type { NamesIn } from '../../../site/story/field-places.ts';
import { statedLines } from '../../../site/story/line-fields.ts';
import type { Picture } from '../../../site/story/story.ts';
import { markdownAfterText } from '../after-text.ts';
import type { Source } from '../format.ts';
import { picturesOf, withAbsoluteAddresses } from '../moved-story.ts';

// A folder that Hugo builds as it is: each story and page at its old address, with the pictures in `static`.

/** Writes a file of Markdown with front matter. */
const fileText = (fields: object, body: string) =>
  `---\n${stringify(fields, omitUnstated, YAML_OPTIONS)}---\n\n${body.replace(/\n*$/, '\n')}`;

/** A picture as themes know it. They take the caption for HTML. */
const coverOf = ({ url, alt, caption, credit }: Picture) => ({
  image: url,
  alt,
  caption: caption && escapeHtml(caption),
  credit,
});

/** Code in a text, which stays as it is; an autolink; or the beginning of what Hugo would take for HTML. */
const CODE_OR_HTML =
  /(^ {0,3}(?<fence>`{3,}|~{3,})[\s\S]*?(?:^ {0,3}\k<fence>|$(?![\s\S]))|^(?: {4}|\t).*|(?<!`)(?<ticks>`+)(?!`)[\s\S]*?(?<!`)\k<ticks>(?!`)|\\[\s\S]|<(?:https?|mailto):[^<>\s]*>)|<(?=[a-z/!?])/gim;

/**
 * Keeps Hugo from running or dropping what a text shows: the signs of HTML, and shortcodes. A shortcode with the signs of a comment is
 * shown without them.
 */
const asText = (text: string) =>
  text
    .replace(CODE_OR_HTML, (_whole, kept: string | undefined) => kept ?? '\\<')
    .replace(/\{\{([<%])(?!\/\*)(.*?)([>%])\}\}/g, '{{$1/*$2*/$3}}')
    .replace(/\{\{(?=[<%](?!\/\*))/g, '{&#123;');

/** Downloads the site's pictures, each once. */
class Pictures {
  readonly #source: Source;
  readonly #folder: string;
  readonly #seen = new Set<string>();

  constructor(source: Source, folder: string) {
    this.#source = source;
    this.#folder = folder;
  }

  /** Downloads pictures, unless they are on another site. Returns nothing; what the server does not have is lost for `path`. */
  async fetch(urls: readonly string[], path: string): Promise<void> {
    const { site } = this.#source;
    for (const url of urls) {
      const { origin, pathname } = new URL(url);
      if (origin !== new URL(site.url).origin || this.#seen.has(pathname)) continue;
      this.#seen.add(pathname);
      const bytes = await this.#source.findPicture(pathname);
      if (!bytes) {
        await this.#source.lose({
          path,
          kind: 'picture',
          was: pathname,
          now: 'left out: the server does not have it',
        });
        continue;
      }
      // A URL's path has no `..`.
      const file = join(this.#folder, 'static', decodeURIComponent(pathname).replaceAll('..', ''));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
      this.#source.countPicture();
    }
  }
}

async function save(folder: string, name: string, text: string): Promise<void> {
  await mkdir(join(folder, dirname(name)), { recursive: true });
  await writeFile(join(folder, name), text);
}

/** Writes a folder for Hugo. */
export async function writeMarkdown(source: Source, folder: string): Promise<void> {
  const { site, spool } = source;
  const pictures = new Pictures(source, folder);
  await save(
    folder,
    'hugo.yaml',
    stringify({
      baseURL: `${site.url}/`,
      title: site.title,
      languageCode: site.language,
      // Stories stay at /stories/<slug>, also those that come later.
      permalinks: { page: { stories: '/stories/:slug/' } },
    }),
  );
  for await (const moved of source.stories()) {
    const { story, picture } = moved;
    const path = `/stories/${story.slug}`;
    const fields: Record<NamesIn<'frontMatter'> | 'images', unknown> = {
      title: story.headline,
      date: story.datePublished,
      lastmod: moved.modified,
      slug: story.slug,
      description: story.abstract,
      authors: moved.authors.map(({ name }) => name),
      tags: moved.topics.map(({ name }) => name),
      lang: story.inLanguage,
      translationOf: story.translationOfWork,
      guid: story.identifier,
      aliases: story.formerSlugs.map((slug) => `/stories/${slug}/`),
      // For the theme, and for Hugo's own templates of link previews.
      cover: story.image && coverOf(story.image),
      images: story.image ? [story.image.url] : [],
      license: story.license,
      ...Object.fromEntries(statedLines(story).map(({ row, value }) => [row.frontMatter, value])),
    };
    const after = markdownAfterText(moved.entry, site);
    await save(
      folder,
      `content${path}.md`,
      fileText(fields, `${asText(story.articleBody.trimEnd())}\n\n${after}`),
    );
    await pictures.fetch([...(picture ? [picture.url] : []), ...moved.textPictures], path);
  }
  for await (const { page, changed } of spool.pages()) {
    const fields = {
      title: page.title,
      lastmod: changed,
      slug: page.slug,
      description: page.description,
      lang: page.inLanguage,
    };
    await save(folder, `content/${page.slug}.md`, fileText(fields, asText(page.body)));
    await pictures.fetch(picturesOf(withAbsoluteAddresses(pageHtml(page.body), site)), `/${page.slug}`);
    source.countPage();
  }
}
