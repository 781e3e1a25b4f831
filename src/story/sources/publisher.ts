import { isCanonicalHost } from '../../lib/hostname.ts';
import type { Source } from '../story.ts';

/** Matches every leading `www.` of a host, so that the domain without them can be a publisher's domain itself. */
const WWW = /^(www\.)+(?=.)/;

/** Returns the publisher's domain: the host of the publisher's URL, or of the source's if there is none, without `www.`. */
export function publisherDomain(source: Pick<Source, 'url' | 'publisher'>): string {
  return new URL(source.publisher?.url ?? source.url).hostname.replace(WWW, '');
}

/** Whether `publisherDomain` can return this text. */
export const isPublisherDomain = (text: string): boolean => isCanonicalHost(text) && !WWW.test(text);
