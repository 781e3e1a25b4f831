import { storyNumber, versionsIn } from './faults.ts';
import {
  type Interval,
  type Shown,
  STALENESS_BOUND,
  type StoredValue,
  type Verdict,
  type Witness,
} from './witness.ts';

// Judges what is made from many keys: an archive page, from its list and each story on it; a sitemap, from all archive pages
// and the edition.

/**
 * Judges an archive page that a reader saw. It must show the stories that its list names, except those withdrawn a moment
 * ago. Each must be at least as new as the list says, and no older than this address showed it before. While one of the page's
 * keys is not settled, it may have been impossible to assemble the page; then the last good copy is right.
 */
export function judgeArchive(
  witness: Witness,
  {
    address,
    key,
    shown,
    marks,
    ...span
  }: Interval & { address: string; key: string; shown: Shown; marks: string },
): Verdict[] {
  const versions = versionsIn(marks);
  const slugs = new Set(witness.valuesOf(key).flatMap(({ lists = [] }) => lists.map(({ slug }) => slug)));
  const keys = [...new Set(Array.from(slugs, storyNumber))].flatMap(witness.keysOf);
  const isExcused =
    witness.hasFailed(key, span) ||
    keys.some((each) => witness.isUnsettled(each, span)) ||
    cannotBeAssembled(witness, key, span);
  const matches = ({ lists }: StoredValue) => {
    if (!lists) return false;
    const listed = new Set(lists.map(({ slug }) => storyNumber(slug)));
    const isWithdrawn = (story: number) =>
      witness
        .keysOf(story)
        .some((each) => witness.visible(each, span).some(({ content }) => content === 'withdrawn'));
    const mayLack = (story: number) => isExcused || isWithdrawn(story);
    return (
      [...versions.keys()].every((story) => listed.has(story)) &&
      [...listed].every((story) => versions.has(story) || mayLack(story))
    );
  };
  const page = witness.judge({ address, key, shown, isExcused, matches, ...span });
  return [
    page,
    ...Array.from(versions, (seen) => judgeEntry(witness, seen, { address, key, shown, isExcused, ...span })),
  ];
}

/**
 * Whether KV cannot show a story that the page's list names, because writing the story fails: it is missing, or still
 * withdrawn or moved. Until it is there, readers get the last good copy of the page.
 */
function cannotBeAssembled(witness: Witness, key: string, span: Interval): boolean {
  const isBehind = ({ content, updated = 0 }: StoredValue, listed: number) =>
    content === 'nothing' || (['withdrawn', 'moved'].includes(content) && updated < listed);
  return witness
    .visible(key, span)
    .flatMap(({ lists = [] }) => lists)
    .some(({ slug, updated }) =>
      witness.visible(`story:${slug}`, span).some((held) => isBehind(held, updated)),
    );
}

/** Judges one story on an archive page. */
function judgeEntry(
  witness: Witness,
  [story, version]: [number, number],
  {
    address,
    key,
    shown,
    isExcused,
    asked,
  }: Interval & { address: string; key: string; shown: Shown; isExcused: boolean },
): Verdict {
  if (!witness.isVersion(story, version))
    return { breach: 'never written', part: `story ${story} v${version}` };
  const part = `story ${story}`;
  if (version < (shown.get(part) ?? 0)) return { breach: 'older after newer', part: `${part} v${version}` };
  witness.noteShown(address, part, version);
  const isPast = ({ done }: StoredValue) => done !== undefined && done <= asked - STALENESS_BOUND;
  const listed = witness
    .valuesOf(key)
    .findLast(isPast)
    ?.lists?.find(({ slug }) => storyNumber(slug) === story);
  const due = listed
    ? witness
        .valuesOf(`story:${listed.slug}`)
        .find(
          (held) =>
            isPast(held) && (held.updated ?? 0) >= listed.updated && versionsIn(held.content).has(story),
        )
    : undefined;
  if (version >= (versionsIn(due?.content ?? '').get(story) ?? 0)) return 'right';
  return isExcused
    ? 'last good copy'
    : { breach: 'too old', part: `${part} v${version}, for ${due?.content}` };
}

/**
 * Judges the sitemap of stories. It must list every story that all visible values of a key name, and no story that none
 * names. It is rendered for each request, so its versions may come in any order.
 */
export function judgeSitemap(witness: Witness, { text, ...span }: Interval & { text: string }): Verdict {
  const slugs = Array.from(text.matchAll(/\/stories\/([^<]+)<\/loc>/g), ([, slug = '']) => slug);
  const seen = new Set(slugs.map(storyNumber));
  if (seen.size < slugs.length) return { breach: 'never written' };
  const editions = witness.visible('edition:all', span);
  const named = editions.map(({ content }) => new Set(versionsIn(content).keys()));
  const closed = Math.min(...editions.map(({ previous = 0 }) => previous));
  const pages = witness.keys().filter((key) => key.startsWith('archive:all:'));
  const lists = pages.map((key) => ({
    isClosed: Number(key.slice('archive:all:'.length)) <= closed,
    values: witness
      .visible(key, span)
      .map(({ lists = [] }) => new Set(lists.map(({ slug }) => storyNumber(slug)))),
  }));
  const isSure = (story: number, values: Set<number>[]) =>
    values.length > 0 && values.every((each) => each.has(story));
  const everywhere = [named, ...lists.flatMap(({ values }) => [values])].flat();
  const sure = [...new Set(everywhere.flatMap((each) => [...each]))].filter(
    (story) =>
      isSure(story, named) || lists.some(({ isClosed, values }) => isClosed && isSure(story, values)),
  );
  const lacking = sure.filter((story) => !seen.has(story));
  const odd = [...seen].filter((story) => !everywhere.some((each) => each.has(story)));
  if (lacking.length + odd.length === 0) return 'right';
  const pagesLinked = Math.max(...editions.map(({ previous = 0 }) => previous)) + 1;
  // An edition may link to an archive page whose write fails.
  const isAhead = Array.from({ length: pagesLinked }, (_, index) => `archive:all:${index + 1}`).some((key) =>
    witness.visible(key, span).some(({ content }) => content === 'nothing'),
  );
  const isFailing = ['edition:all', ...pages].some(
    (key) => witness.hasFailed(key, span) || (key !== 'edition:all' && witness.isUnsettled(key, span)),
  );
  return isAhead || isFailing
    ? 'last good copy'
    : { breach: 'too old', part: `without ${lacking}, with ${odd}` };
}
