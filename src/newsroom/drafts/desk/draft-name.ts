import { foldText } from '../../../site/query/fold-text.ts';
import { MAX_STORY_SLUG } from '../../../site/story/slug.ts';

/** Proposes a name for a draft from its headline; from the day if the headline has no Latin letters or digits. */
export function proposeName(headline: string, day: string): string {
  const words = foldText(headline)
    .replaceAll(/['’]/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  let name = '';
  for (const word of words) {
    const longer = name === '' ? word : `${name}-${word}`;
    if (longer.length > Math.min(MAX_STORY_SLUG, 80)) break;
    name = longer;
  }
  return name === '' ? `story-${day}` : name;
}
