import { bounded } from '../story/bidi.ts';
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
 * The story's sources as links, in their order: `via` is where its information comes from (the first of the reporting
 * that it is based on), `related` is every other one.
 */
export function linkedSources(entry: Entry): SourceLink[] {
  const { sources } = entry.rendering;
  const via = sources.findIndex(({ isBasedOn }) => isBasedOn);
  return sources.map((source, index) => ({
    rel: index === via ? 'via' : 'related',
    href: source.url,
    title: bounded(sourceName(source)),
  }));
}
