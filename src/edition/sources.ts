import { isolateIfUnbalanced } from '../lib/bidi.ts';
import { sourceName } from '../story/publisher.ts';
import type { Entry } from './edition.ts';

/** A source as Atom links to it (RFC 4287 section 4.2.7.2). */
export interface SourceLink {
  [attribute: string]: string;
  rel: 'via' | 'related';
  href: string;
  title: string;
}

/**
 * The story's sources as links, in their order: `via` are those that its information comes from, the reporting that the
 * notice counts; `related` are all others.
 */
export const sourceLinks = (entry: Entry): SourceLink[] =>
  entry.rendering.sources.map((source) => ({
    rel: source.isBasedOn ? 'via' : 'related',
    href: source.url,
    title: isolateIfUnbalanced(sourceName(source)),
  }));
