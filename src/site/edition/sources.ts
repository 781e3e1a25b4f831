import { isolateIfUnbalanced } from '../../lib/bidi.ts';
import { sourceName } from '../story/sources/publisher-name.ts';
import type { FeedEntry } from './edition.ts';
import { notHtml } from './formats/not-html.ts';

/** The attributes of an Atom link to a source (RFC 4287 section 4.2.7.2). */
export interface SourceLink {
  [attribute: string]: string;
  rel: 'via' | 'related';
  href: string;
  title: string;
}

/**
 * Returns links to the story's sources, in their order: `via` for the reporting that the story aggregates, `related` for the
 * rest.
 */
export const sourceLinks = (entry: FeedEntry): SourceLink[] =>
  entry.rendering.sources.map((source) => ({
    rel: source.isBasedOn ? 'via' : 'related',
    href: source.url,
    title: notHtml(isolateIfUnbalanced(sourceName(source))),
  }));
