import { toPrintable } from '../../../lib/characters.ts';
import type { JsonFeedItem } from '../../../site/edition/formats/json-feed.ts';
import { renderJsonFeed } from '../../../site/edition/formats/json-feed.ts';
import { FIELD_PLACES } from '../../../site/story/field-places.ts';
import { LINE_FIELD_NAMES, LINE_FIELDS } from '../../../site/story/line-fields.ts';
import type { WriteFile } from '../format.ts';
import type { MovedStory } from '../moved-story.ts';

/** The members of items that JSON Feed does not define. */
const EXTENSIONS = [
  ...Object.values(FIELD_PLACES).map(({ feeds }) => feeds.json ?? ''),
  ...LINE_FIELD_NAMES.map((name) => LINE_FIELDS[name].json),
].filter((name) => name.startsWith('_'));

/** Writes a feed with all stories, the newest first: JSON Feed 1.1, with the extensions of the newsroom's own feeds. */
export const writeJsonFeed: WriteFile = async function* (source) {
  const { site, spool } = source;
  /** Renders a feed of at most one story. */
  const feedOf = (moved: readonly MovedStory[]): { items: JsonFeedItem[] } & Record<string, unknown> =>
    JSON.parse(
      renderJsonFeed(
        {
          scope: 'all',
          updated: new Date(spool.changed).toISOString(),
          entries: moved.map(({ entry }) => entry),
          withdrawn: [],
          previous: 0,
          archive: null,
        },
        site,
      ),
    );
  // A complete file has no hub that tells of changes, and no address of its own.
  const { items: _none, hubs: _hubs, feed_url: _url, ...head } = feedOf([]);
  const about = { about: (head._citations as { about: string }).about };
  yield JSON.stringify({ ...head, ...Object.fromEntries(EXTENSIONS.map((name) => [name, about])) }).slice(
    0,
    -1,
  );
  yield ',"items":[';
  let separator = '\n';
  for await (const moved of source.stories('newest first')) {
    const [item] = feedOf([moved]).items;
    if (moved.picture) source.countPicture();
    for (const _url of moved.textPictures) source.countPicture();
    const text = { ...item, content_html: `${moved.html}${moved.htmlAfter}` };
    yield `${separator}${toPrintable(JSON.stringify(text))}`;
    separator = ',\n';
  }
  yield '\n]}\n';
  for await (const { page } of spool.pages())
    await source.lose({
      path: `/${page.slug}`,
      kind: 'page',
      was: `the page "${page.title}"`,
      now: 'left out: a feed has no pages',
    });
};
