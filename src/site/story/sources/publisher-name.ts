import { readableHost } from '../../../lib/readable-host.ts';
import type { Source } from '../story.ts';
import { publisherDomain } from './publisher.ts';

// What readers see of a source. Apart from its domain, which scopes and keys are made of: their programs need no names.

/** Returns the publisher's name if the record states it, otherwise the domain as people write it. */
export function publisherName(source: Pick<Source, 'url' | 'publisher'>): string {
  return source.publisher?.name ?? readableHost(publisherDomain(source));
}

/** Returns the source's title if the record states it, otherwise the publisher's name. */
export function sourceName(source: Pick<Source, 'url' | 'publisher' | 'name'>): string {
  return source.name ?? publisherName(source);
}
