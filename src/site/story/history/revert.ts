import type { Story, WrittenStory } from '../story.ts';

/** Returns the corrections of a published record that the local one lacks. */
export function findMissingCorrections(published: Story, local: WrittenStory): Story['correction'] {
  const key = ({ text, datePublished }: Story['correction'][number]) =>
    JSON.stringify([text, Date.parse(datePublished)]);
  const kept = new Set(local.correction.map(key));
  return published.correction.filter((each) => !kept.has(key(each)));
}

/**
 * Returns the earlier record with the story's present names, its corrections (unless forced), and the later `dateModified`:
 * with the earlier one, feed readers would keep their newer copy.
 */
export function toRevertedRecord(earlier: Story, current: Story, isForced = false): Story {
  const kept = isForced ? [] : findMissingCorrections(current, earlier);
  const correction = [...earlier.correction, ...kept].sort(
    (a, b) => Date.parse(a.datePublished) - Date.parse(b.datePublished),
  );
  const [dateModified = null] = [earlier.dateModified, current.dateModified]
    .filter((time) => time !== null)
    .sort((a, b) => Date.parse(b) - Date.parse(a));
  const { slug, formerSlugs, identifier } = current;
  return { ...earlier, slug, formerSlugs, identifier, correction, dateModified };
}
