import { readableHost } from '../../../lib/readable-host.ts';
import type { Source } from '../story.ts';
import { publisherDomain } from './publisher.ts';

// What readers see of a source. Apart from its domain, which scopes and keys are made of: their programs need no names.

/** Returns the publisher's name if the record states it, otherwise the domain as people write it. */
export function publisherName(source: Pick<Source, 'url' | 'publisher'>): string {
  return source.publisher?.name ?? readableHost(publisherDomain(source));
}

/** Returns the source's title if the record states it, otherwise what the analysis calls it, otherwise the publisher's name. */
export function sourceName(
  source: Pick<Source, 'url' | 'publisher' | 'name'> & { label?: string | undefined },
): string {
  return source.name ?? source.label ?? publisherName(source);
}

/** Returns what a citation calls a source, if readers learn a name from it that they would not see otherwise. */
export function usefulLabel(
  label: string,
  source: Pick<Source, 'url' | 'publisher' | 'name'>,
): string | undefined {
  if (source.name !== null || source.publisher?.name) return undefined;
  // A letter or a number alone is a mark.
  const isName = /\p{L}/u.test(label) && label.length > 1 && !/^(?:https?:|www\.)/i.test(label);
  return isName && label.toLowerCase() !== publisherName(source).toLowerCase() ? label : undefined;
}
