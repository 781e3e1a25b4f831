import { wordsOf } from '../../language/words.ts';
import { toPrintableJson } from '../../lib/characters.ts';
import { type Site, storyUrl } from '../../settings/site.ts';
import { translationsAsData } from '../edition/translation-links.ts';
import { type Article, type ListedSource, withUris } from '../story/article.ts';
import { withPictureUrls } from '../story/body-picture.ts';
import { evidenceAsData } from '../story/claims.ts';
import { storyNotice } from '../story/notice.ts';
import type { Observation } from '../story/sources/observation.ts';
import { foundWords } from '../story/sources/observed.ts';
import type { Story } from '../story/story.ts';

/** A story as JSON: the author's record, and what publishing adds to it. Members that are `null` are left out. */
export interface StoryJson {
  url: string;
  publisher: { name: string; url: string };
  /** The notice on the story's page: the number of sources, and how the TL;DR was made. */
  notice: string;
  /** The record, which conforms to the JSON Schema at `/api/schema/story.json`, with its permanent `identifier`. */
  record: Story;
  /** All sources, numbered as on the page, with the details from `citation` and `isBasedOn`. */
  sources: readonly ListedSource[];
  /** The claims of the TL;DR that have evidence, each with its check. `start` and `end` count in `abstract`, in UTF-16 units. */
  claims: ReturnType<typeof evidenceAsData>['claims'];
  /** The sentences of the TL;DR without evidence, if any of its claims has some. */
  withoutEvidence: Article['rendering']['withoutEvidence'];
  /** What later looks at the sources found; left out if nothing is to be told. It is the program's word and no part of the record. */
  observations?: (Observation & {
    /** The number of the source. */
    number: number;
    /** What the story's page says of it, in the page's language. */
    words: string;
  })[];
  /** The same story in other languages; left out if there is none. */
  translations?: ReturnType<typeof translationsAsData>;
  /** The analysis as HTML without anchors, classes or styles. */
  articleBodyHtml: string;
}

function observationsAsData(
  { inLanguage, rendering }: Article,
  observations: readonly Observation[],
  site: Site,
): Required<StoryJson>['observations'] {
  const words = wordsOf(inLanguage, site.language, site.timeZone);
  return observations.flatMap((observation) => {
    const source = rendering.sources.find(({ url }) => url === observation.url);
    return source ? [{ number: source.number, ...observation, words: foundWords(observation, words) }] : [];
  });
}

/** Returns the story as data. */
export function storyAsJson(
  article: Article,
  site: Site,
  observations: readonly Observation[] = [],
): StoryJson {
  const { rendering, pictures, translations, restored, ...record } = article;
  const printed = withUris({ ...article, observations });
  const found = observationsAsData(printed, printed.observations, site);
  return {
    url: storyUrl(site, article.slug),
    publisher: { name: site.title, url: `${site.url}/` },
    notice: storyNotice(article, site),
    record,
    sources: printed.rendering.sources,
    ...evidenceAsData(printed, site),
    ...(found.length > 0 ? { observations: found } : {}),
    ...(translations ? { translations: translationsAsData(translations, site) } : {}),
    articleBodyHtml: withPictureUrls(rendering.feed, site.url),
  };
}

/** Renders the story as a JSON document. */
export function renderJson(article: Article, site: Site, observations?: readonly Observation[]): string {
  const document = storyAsJson(article, site, observations);
  const json = JSON.stringify(document, (_name, value) => (value === null ? undefined : value), 2);
  return `${toPrintableJson(json)}\n`;
}
