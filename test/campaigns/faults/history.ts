import { numberOf, versionsIn } from './faults.ts';
import { BOUND, type Held, type Shown, type Span, type Verdict, type Witness } from './witness.ts';

// What is made of many keys: a page of an archive, of its list and each story on it; a sitemap, of all pages and the edition.

/**
 * Judges a page of an archive that was seen: the stories on it are those that the page lists, but for those that were
 * withdrawn a moment ago; each is as new as the list says or newer, and never older than it was at this address. While one of
 * its keys is not settled, the page may have been impossible to fill, and the last good copy is what there is.
 */
export function judgeArchive(
  witness: Witness,
  {
    address,
    key,
    shown,
    marks,
    ...span
  }: Span & { address: string; key: string; shown: Shown; marks: string },
): Verdict[] {
  const versions = versionsIn(marks);
  const slugs = new Set(witness.valuesOf(key).flatMap(({ lists = [] }) => lists.map(({ slug }) => slug)));
  const keys = [...new Set(Array.from(slugs, numberOf))].flatMap(witness.keysOf);
  const isExcused =
    witness.hasFailed(key, span) ||
    keys.some((each) => witness.isUnsettled(each, span)) ||
    isUnfillable(witness, key, span);
  const isSeen = ({ lists }: Held) => {
    if (!lists) return false;
    const listed = new Set(lists.map(({ slug }) => numberOf(slug)));
    const isWithdrawn = (story: number) =>
      witness
        .keysOf(story)
        .some((each) => witness.visible(each, span).some(({ says }) => says === 'withdrawn'));
    const mayLack = (story: number) => isExcused || isWithdrawn(story);
    return (
      [...versions.keys()].every((story) => listed.has(story)) &&
      [...listed].every((story) => versions.has(story) || mayLack(story))
    );
  };
  const page = witness.judge({ address, key, shown, isExcused, isSeen, ...span });
  return [
    page,
    ...Array.from(versions, (seen) => judgeEntry(witness, seen, { address, key, shown, isExcused, ...span })),
  ];
}

/**
 * Whether the page's list is ahead of a story that cannot be shown from what KV has of it: it is missing there, or still
 * withdrawn or moved, as writing it fails. Until it is there, the last good copy of the page is shown.
 */
function isUnfillable(witness: Witness, key: string, span: Span): boolean {
  const isBehind = ({ says, updated = 0 }: Held, listed: number) =>
    says === 'nothing' || (['withdrawn', 'moved'].includes(says) && updated < listed);
  return witness
    .visible(key, span)
    .flatMap(({ lists = [] }) => lists)
    .some(({ slug, updated }) =>
      witness.visible(`story:${slug}`, span).some((held) => isBehind(held, updated)),
    );
}

/** Judges one story on a page of an archive. */
function judgeEntry(
  witness: Witness,
  [story, version]: [number, number],
  {
    address,
    key,
    shown,
    isExcused,
    asked,
  }: Span & { address: string; key: string; shown: Shown; isExcused: boolean },
): Verdict {
  if (!witness.isVersion(story, version)) return { breach: 'invented', part: `story ${story} v${version}` };
  const part = `story ${story}`;
  if (version < (shown.get(part) ?? 0)) return { breach: 'older after newer', part: `${part} v${version}` };
  witness.show(address, part, version);
  const isPast = ({ done }: Held) => done !== undefined && done <= asked - BOUND;
  const listed = witness
    .valuesOf(key)
    .findLast(isPast)
    ?.lists?.find(({ slug }) => numberOf(slug) === story);
  const due = listed
    ? witness
        .valuesOf(`story:${listed.slug}`)
        .find(
          (held) => isPast(held) && (held.updated ?? 0) >= listed.updated && versionsIn(held.says).has(story),
        )
    : undefined;
  if (version >= (versionsIn(due?.says ?? '').get(story) ?? 0)) return 'right';
  return isExcused ? 'last good copy' : { breach: 'too old', part: `${part} v${version}, for ${due?.says}` };
}

/**
 * Judges the sitemap of stories: one that every value names which may be seen is in it, and each that is in it some value
 * names. It is made anew each time, so that no cache has an order to keep.
 */
export function judgeSitemap(witness: Witness, { text, ...span }: Span & { text: string }): Verdict {
  const slugs = Array.from(text.matchAll(/\/stories\/([^<]+)<\/loc>/g), ([, slug = '']) => slug);
  const seen = new Set(slugs.map(numberOf));
  if (seen.size < slugs.length) return { breach: 'invented' };
  const editions = witness.visible('edition:all', span);
  const named = editions.map(({ says }) => new Set(versionsIn(says).keys()));
  const closed = Math.min(...editions.map(({ previous = 0 }) => previous));
  const pages = witness.keys().filter((key) => key.startsWith('archive:all:'));
  const lists = pages.map((key) => ({
    isClosed: Number(key.slice('archive:all:'.length)) <= closed,
    values: witness
      .visible(key, span)
      .map(({ lists = [] }) => new Set(lists.map(({ slug }) => numberOf(slug)))),
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
  const led = Math.max(...editions.map(({ previous = 0 }) => previous)) + 1;
  // An edition may lead to a page whose write fails.
  const isAhead = Array.from({ length: led }, (_, index) => `archive:all:${index + 1}`).some((key) =>
    witness.visible(key, span).some(({ says }) => says === 'nothing'),
  );
  const isFailing = ['edition:all', ...pages].some(
    (key) => witness.hasFailed(key, span) || (key !== 'edition:all' && witness.isUnsettled(key, span)),
  );
  return isAhead || isFailing
    ? 'last good copy'
    : { breach: 'too old', part: `without ${lacking}, with ${odd}` };
}
