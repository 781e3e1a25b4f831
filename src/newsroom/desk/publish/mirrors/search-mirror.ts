import { textOfHtml } from '../../../../lib/html.ts';
import type { Env } from '../../../../platform/env.ts';
import { clientOf } from '../../../../platform/object-client.ts';
import { subjectScopesOf } from '../../../../site/edition/story-scopes.ts';
import type { Article } from '../../../../site/story/article.ts';
import { supportingWords } from '../../../../site/story/claims.ts';
import { publisherDomain } from '../../../../site/story/sources/publisher.ts';
import type { IndexedStory } from './indexed-story.ts';
import type { Mirror, MirroredStory } from './mirror.ts';

/** Changes if the index has to be filled again: because its tokens changed, or what it has of a story. */
const INDEX_VERSION = '4';

/** The methods of the index that the Desk calls (`search/search.ts`). */
interface Index {
  put(stories: readonly IndexedStory[], isFillIn: boolean): Promise<void>;
}

function textsOf(article: Article): NonNullable<IndexedStory['texts']> {
  const { headline, abstract, rendering, author, inLanguage, datePublished, image } = article;
  const picture = [image?.caption, image?.alt, image?.credit].filter((text) => typeof text === 'string');
  return {
    headline,
    abstract,
    analysis: textOfHtml(rendering.feed),
    sources: [
      ...rendering.sources.map((source) => [
        source.name ?? '',
        source.publisher?.name ?? '',
        publisherDomain(source),
        ...(source.quote ? [source.quote.exact] : []),
        ...supportingWords(source, rendering.claims),
      ]),
      picture,
    ],
    scopes: subjectScopesOf(article),
    authors: author.map(({ name }) => name),
    language: inLanguage,
    published: Date.parse(datePublished),
  };
}

/** The index of the search, in a Durable Object of its own. */
export const searchMirror: Mirror = {
  name: 'search',
  batch: 100,
  words: {
    title: 'The index of the search',
    next: 'The Desk retries at least every hour. The log of the Durable Object Search says why it fails. If the index is damaged, `npm run story -- rebuild` fills it again.',
  },
  version: ({ SEARCH }: Env) => (SEARCH ? INDEX_VERSION : null),
  send: async (stories: readonly MirroredStory[], { SEARCH }: Env, isFillIn: boolean) => {
    const index = clientOf<Index>(SEARCH.getByName('main'));
    const put = stories.map(({ article, ...story }) => ({ ...story, texts: article && textsOf(article) }));
    await index.put(put, isFillIn);
    return {};
  },
};
