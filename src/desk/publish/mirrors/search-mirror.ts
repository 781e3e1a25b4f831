import { subjectScopesOf } from '../../../edition/story-scopes.ts';
import type { Env } from '../../../env.ts';
import { textOfHtml } from '../../../lib/html.ts';
import type { Article } from '../../../story/article.ts';
import { supportingWords } from '../../../story/claims.ts';
import { publisherDomain } from '../../../story/sources/publisher.ts';
import type { Mirror, MirroredStory } from './mirror.ts';

/** Changes if the index has to be filled again: because its tokens changed, or what it has of a story. */
const INDEX_VERSION = '1';

/** A story as the index of the search takes it: plain texts, and what searches are narrowed by. */
export interface IndexedStory {
  id: number;
  identifier: string;
  slug: string;
  /** When it last changed on this server, in milliseconds. */
  changed: number;
  /** Null if readers do not see the story. */
  texts: {
    headline: string;
    abstract: string;
    analysis: string;
    /** The titles, publishers, domains and quoted words of each source. */
    sources: string[][];
    /** Topics and publishers, as scopes. */
    scopes: string[];
    authors: string[];
    language: string;
    /** In milliseconds. */
    published: number;
  } | null;
}

/** The methods of the index that the Desk calls (`search/search.ts`). */
interface Index {
  put(stories: readonly IndexedStory[], isFillIn: boolean): Promise<void>;
}

function textsOf(article: Article): NonNullable<IndexedStory['texts']> {
  const { headline, abstract, rendering, author, inLanguage, datePublished } = article;
  return {
    headline,
    abstract,
    analysis: textOfHtml(rendering.feed),
    sources: rendering.sources.map((source) => [
      source.name ?? '',
      source.publisher?.name ?? '',
      publisherDomain(source),
      ...(source.quote ? [source.quote.exact] : []),
      ...supportingWords(source, rendering.claims),
    ]),
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
    const index = SEARCH.getByName('main') as unknown as Index;
    const put = stories.map(({ article, ...story }) => ({ ...story, texts: article && textsOf(article) }));
    await index.put(put, isFillIn);
    return {};
  },
};
