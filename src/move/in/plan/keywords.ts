import type { Site } from '../../../settings/site.ts';
import { isTopicSlug, MAX_TOPIC_SLUG } from '../../../site/story/slug.ts';
import type { OldPost } from '../old-site.ts';
import type { Note } from './note.ts';
import { asciiSlug } from './slug.ts';

type Term = OldPost['terms'][number];

/** The most topics of a story. */
const MAX_TOPICS = 30;

/** Returns the slug of the topic that a term becomes; '' if none can be made. */
export const topicOfTerm = ({ name, slug }: Term): string =>
  isTopicSlug(slug) ? slug : asciiSlug(name, MAX_TOPIC_SLUG) || asciiSlug(slug, MAX_TOPIC_SLUG);

/** Returns the topics of a story, each once, with the names that they had. */
export function topicsOf(
  terms: readonly Term[],
  { topics }: Pick<Site, 'topics'>,
  note: Note,
): Map<string, string> {
  const found = new Map<string, string>();
  const closed = new Set(topics.filter(({ finished }) => finished).map(({ slug }) => slug));
  const left: string[] = [];
  for (const term of terms) {
    const slug = topicOfTerm(term);
    if (slug === '') note('topic', `the term "${term.name}"`, 'left out: it has no letters for an address');
    else if (closed.has(slug))
      note('topic', `the term "${term.name}"`, `left out: the topic ${slug} is closed in data/site.json`);
    else if (found.size === MAX_TOPICS && !found.has(slug)) left.push(term.name);
    else if (!found.has(slug)) found.set(slug, term.name);
  }
  if (left.length > 0)
    note(
      'topic',
      `${left.length} more terms: ${left.join(', ')}`,
      `left out: a story has at most ${MAX_TOPICS} topics`,
    );
  return found;
}
