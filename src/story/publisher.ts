import { isCanonicalHost } from '../lib/hostname.ts';
import type { Source } from './story.ts';

/** The `www.` before a domain. Repeated ones go too, so that the publisher's domain of a publisher's domain is the same. */
const WWW = /^(www\.)+(?=.)/;

/** Returns the publisher's domain: the host of the publisher's URL, or else of the source's, without `www.`. */
export function publisherDomain(source: Pick<Source, 'url' | 'publisher'>): string {
  return new URL(source.publisher?.url ?? source.url).hostname.replace(WWW, '');
}

/** Whether `publisherDomain` can return this text. */
export const isPublisherDomain = (text: string): boolean => isCanonicalHost(text) && !WWW.test(text);

/** Returns the publisher's name if the record has it, otherwise the domain. */
export function publisherName(source: Pick<Source, 'url' | 'publisher'>): string {
  return source.publisher?.name ?? publisherDomain(source);
}

/** Returns the source's title if the record has it, otherwise the publisher's name. */
export function sourceName(source: Pick<Source, 'url' | 'publisher' | 'name'>): string {
  return source.name ?? publisherName(source);
}
