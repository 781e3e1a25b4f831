import { createHash } from 'node:crypto';
import { cutAtWord } from '../../../cli/cut-at-word.ts';
import { toPrintable } from '../../../lib/characters.ts';
import { escapeHtml } from '../../../lib/html.ts';
import { topicTitle } from '../../../settings/site.ts';
import { pageHtml } from '../../../site/site-page/html.ts';
import type { Source, WriteFile } from '../format.ts';
import { isGhostLocale } from '../losses.ts';
import { type MovedAuthor, withAbsoluteAddresses } from '../moved-story.ts';
import type { ExportedNow } from '../spool.ts';

// The JSON that Ghost 6 imports: a text in `html` becomes Lexical, because `lexical` and `mobiledoc` are missing.

/** Ghost refuses a post or user whose texts are longer (ghost/core/core/server/data/schema/schema.js). */
const MAX = { excerpt: 300, alt: 191, about: 200 };

/**
 * Returns an id of Ghost if readers know the row by one; makes one otherwise, a digit shorter, which nobody takes for theirs. Ghost gives each row another one, and uses these to know what belongs to what.
 */
const idOf = (table: string, key: string) =>
  /^[0-9a-f]{24}$/.test(key)
    ? key
    : createHash('sha256').update(`${table}\n${key}`).digest('hex').slice(0, 23);

const json = (row: object) => toPrintable(JSON.stringify(row));

/** Writes the rows of a table. */
async function* table(name: string, rows: AsyncIterable<object> | Iterable<object>): AsyncGenerator<string> {
  yield `"${name}":[`;
  let separator = '\n';
  for await (const row of rows) {
    yield `${separator}${json(row)}`;
    separator = ',\n';
  }
  yield ']';
}

const utc = (time: string) => new Date(time).toISOString();

function postRow(fields: {
  key: string;
  type: 'post' | 'page';
  title: string;
  slug: string;
  html: string;
  excerpt: string | null;
  published: string;
  modified: string;
  picture: string | null;
  isScheduled: boolean;
  language: string | null;
}): object {
  const { language, key, type, title, slug, html, excerpt, published, modified, picture, isScheduled } =
    fields;
  return {
    id: idOf('posts', key),
    // Ghost replaces what is no UUID. Whoever reads this file again finds the id that readers know.
    uuid: key,
    title,
    slug,
    html,
    feature_image: picture,
    featured: 0,
    type,
    status: isScheduled ? 'scheduled' : 'published',
    locale: language,
    visibility: 'public',
    email_recipient_filter: 'none',
    created_at: utc(published),
    updated_at: utc(modified),
    published_at: utc(published),
    custom_excerpt: excerpt,
    show_title_and_feature_image: 1,
  };
}

async function* posts(source: Source): AsyncGenerator<object> {
  const { site, spool } = source;
  for await (const moved of source.stories()) {
    const { story, picture } = moved;
    const path = `/stories/${story.slug}`;
    const excerpt = cutAtWord(story.abstract, MAX.excerpt);
    const isCut = excerpt !== story.abstract;
    if (isCut)
      await source.lose({
        path,
        kind: 'TL;DR',
        was: `an excerpt of ${story.abstract.length} characters`,
        now: `an excerpt of ${MAX.excerpt}, as Ghost allows; the whole begins the text`,
      });
    if (picture) source.countPicture();
    for (const _url of moved.textPictures) source.countPicture();
    const whole = isCut
      ? `<p><strong>${escapeHtml(story.abstract).replace(/\r?\n/g, '<br>')}</strong></p>\n`
      : '';
    yield postRow({
      key: story.identifier,
      type: 'post',
      title: story.headline,
      slug: story.slug,
      html: `${whole}${moved.html}${moved.htmlAfter}`,
      excerpt,
      published: story.datePublished,
      modified: moved.modified ?? story.datePublished,
      picture: picture?.url ?? null,
      isScheduled: moved.isScheduled,
      language:
        isGhostLocale(story.inLanguage) && story.inLanguage !== site.language ? story.inLanguage : null,
    });
  }
  for await (const { page, changed } of spool.pages()) {
    source.countPage();
    const excerpt = page.description === null ? null : cutAtWord(page.description, MAX.excerpt);
    yield postRow({
      key: `page ${page.slug}`,
      type: 'page',
      title: page.title,
      slug: page.slug,
      html: withAbsoluteAddresses(pageHtml(page.body), site),
      excerpt,
      published: changed,
      modified: changed,
      picture: null,
      isScheduled: false,
      language: null,
    });
  }
}

async function* metas(source: Source): AsyncGenerator<object> {
  for await (const { story } of source.records()) {
    const { image } = story;
    if (!image) continue;
    const alt = image.alt === null ? null : cutAtWord(image.alt, MAX.alt);
    if (alt !== image.alt)
      await source.lose({
        path: `/stories/${story.slug}`,
        kind: 'picture',
        was: `an alternative text of ${image.alt?.length} characters`,
        now: `${MAX.alt} characters, as Ghost allows`,
      });
    const caption = [image.caption, image.credit].filter((text) => text !== null).join(' ');
    yield {
      id: idOf('posts_meta', story.identifier),
      post_id: idOf('posts', story.identifier),
      feature_image_alt: alt,
      feature_image_caption: caption === '' ? null : escapeHtml(caption),
    };
  }
}

/** Rows that link each story to others, in their order. */
async function* links(
  source: Source,
  name: string,
  linked: string,
  idsOf: (story: ExportedNow['story']) => string[],
): AsyncGenerator<object> {
  for await (const { story } of source.records())
    for (const [index, id] of idsOf(story).entries())
      yield {
        id: idOf(name, `${story.identifier}\n${index}`),
        post_id: idOf('posts', story.identifier),
        [linked]: id,
        sort_order: index,
      };
}

function userRow({ slug, name, url, about, picture }: MovedAuthor): object {
  return {
    id: idOf('users', slug),
    name,
    slug,
    // Ghost asks for one. `.invalid` belongs to nobody (RFC 2606).
    email: `${slug}@authors.invalid`,
    profile_image: picture,
    bio: about === null ? null : cutAtWord(about, MAX.about),
    website: url,
    status: 'active',
    visibility: 'public',
  };
}

/** Writes an export of Ghost. */
export const writeGhost: WriteFile = async function* (source) {
  const { site, spool, authors } = source;
  const authorsOf = (story: ExportedNow['story']) =>
    (story.author.length > 0 ? story.author : site.authors).map((author) =>
      idOf('users', authors.find(author).slug),
    );
  const topics = new Set<string>();
  for await (const { story } of source.records()) for (const slug of story.keywords) topics.add(slug);
  const tags = Array.from(topics, (slug) => ({
    id: idOf('tags', slug),
    name: topicTitle(site, slug),
    slug,
    visibility: 'public',
  }));
  const settings = { title: site.title, description: site.tagline, locale: site.language };
  yield `{"db":[{"meta":{"exported_on":${spool.changed},"version":"6.0.0"},"data":{\n`;
  yield* table('posts', posts(source));
  yield ',\n';
  yield* table('posts_meta', metas(source));
  yield ',\n';
  yield* table('tags', tags);
  yield ',\n';
  yield* table(
    'posts_tags',
    links(source, 'posts_tags', 'tag_id', ({ keywords }) => keywords.map((slug) => idOf('tags', slug))),
  );
  yield ',\n';
  yield* table('posts_authors', links(source, 'posts_authors', 'author_id', authorsOf));
  yield ',\n';
  yield* table('users', authors.all.map(userRow));
  yield ',\n';
  yield* table(
    'settings',
    Object.entries(settings).map(([key, value]) => ({ id: idOf('settings', key), key, value })),
  );
  yield '}}]}\n';
};
