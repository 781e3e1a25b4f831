import { cutAtWord } from '../../../cli/cut-at-word.ts';
import type { Person } from '../../../settings/people-schema.ts';
import type { Site } from '../../../settings/site.ts';
import { foldName } from '../../../site/story/author-name.ts';
import { webUrl } from '../../../site/story/fields.ts';
import { isTopicSlug, MAX_TOPIC_SLUG } from '../../../site/story/slug.ts';
import { onOneLine } from '../line.ts';
import type { PictureAt } from '../plan/context.ts';
import { asciiSlug, freeSlug } from '../plan/slug.ts';
import type { WorkFolder } from '../work/work-folder.ts';

/** What to add to data/site.json, so that authors have pages and topics have names. */
export interface SiteAdditions {
  /** The old site's time zone, if stories show another day or time without it. */
  timeZone?: string;
  people: Partial<Person>[];
  topics: { slug: string; title: string }[];
}

/** The most people and topics to add. */
const MAX_ADDED = 500;
const MAX_TITLE = 100;

/** Finds the authors and topics of the old site that data/site.json does not have. */
export function findAdditions(
  { entries, plans }: Pick<WorkFolder, 'entries' | 'plans'>,
  site: Pick<Site, 'people' | 'topics'>,
  pictureAt: PictureAt,
): SiteAdditions {
  const slugs = new Set(site.people.map(({ slug }) => slug));
  const names = new Set(site.people.map(({ name }) => foldName(name)));
  const people: Partial<Person>[] = [];
  for (const author of entries.all('author')) {
    const name = onOneLine(author.name).slice(0, 200);
    if (name === '' || names.has(foldName(name)) || people.length === MAX_ADDED) continue;
    const wanted = isTopicSlug(author.slug) ? author.slug : asciiSlug(author.slug, MAX_TOPIC_SLUG);
    const slug = freeSlug(wanted || asciiSlug(name, MAX_TOPIC_SLUG) || 'author', MAX_TOPIC_SLUG, (each) =>
      slugs.has(each),
    );
    slugs.add(slug);
    names.add(foldName(name));
    const about = onOneLine(author.about ?? '');
    const picture = author.picture === null ? null : pictureAt(author.picture);
    people.push({
      slug,
      name,
      ...(about === '' ? {} : { about: cutAtWord(about, 500) }),
      ...(webUrl.safeParse(author.url).success && author.url !== null ? { url: author.url } : {}),
      ...(picture ? { picture: { url: picture.path, width: picture.width, height: picture.height } } : {}),
    });
  }
  const known = new Set(site.topics.map(({ slug }) => slug));
  const topics = plans
    .topics()
    .filter(({ slug }) => !known.has(slug))
    .slice(0, MAX_ADDED)
    .map(({ slug, title }) => ({ slug, title: cutAtWord(onOneLine(title), MAX_TITLE) || slug }));
  return { people, topics };
}
