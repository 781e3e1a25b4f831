import { isCanonicalHost } from '../lib/hostname.ts';
import type { Source } from './story.ts';

/** What a host begins with beside the domain; more than once, so that the domain of a domain is that domain. */
const WWW = /^(www\.)+(?=.)/;

/** The publisher's domain: the host of its own URL or else of the source, without a leading `www.`. */
export function publisherDomain(source: Pick<Source, 'url' | 'publisher'>): string {
  return new URL(source.publisher?.url ?? source.url).hostname.replace(WWW, '');
}

/** Whether a source's publisher can have this domain. */
export const isPublisherDomain = (text: string): boolean => isCanonicalHost(text) && !WWW.test(text);

/** What to call the source's publisher: its name where the record has one, else its domain. */
export function publisherName(source: Pick<Source, 'url' | 'publisher'>): string {
  return source.publisher?.name ?? publisherDomain(source);
}

/** What to call the source: its title where the record has one, else its publisher. */
export function sourceName(source: Pick<Source, 'url' | 'publisher' | 'name'>): string {
  return source.name ?? publisherName(source);
}
