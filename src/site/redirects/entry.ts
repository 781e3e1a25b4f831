import { findUnprintable } from '../../lib/characters.ts';
import { isStorySlug } from '../story/slug.ts';
import { MAX_ADDRESS, parseAddress, redirectKey, trimPath } from './address.ts';
import { ownRedirect } from './own-addresses.ts';

// The rules of a redirect: an old address of this site, and where it leads.

/** Where an old address leads: to a story, with what follows its address; or to another path of this site, or another site. */
export type Target = { slug: string; suffix: string } | { to: string };

/** The rule that an address breaks: a sentence about the `field`, with its other values. */
export interface BrokenRule {
  ok: false;
  sentence: string;
  values: Readonly<Record<string, string | number>>;
}

/** A value, or the rule that it breaks. */
export type Checked<T> = { ok: true; value: T } | BrokenRule;

const refuse = (sentence: string, values: BrokenRule['values'] = {}): BrokenRule => ({
  ok: false,
  sentence,
  values,
});

function whyUnreadable(text: string): BrokenRule | undefined {
  if (text === '') return refuse('{field} is missing.');
  if (text.length > MAX_ADDRESS)
    return refuse('{field} must have at most {most} characters, but has {count}.', {
      most: MAX_ADDRESS,
      count: text.length,
    });
  const unprintable = findUnprintable(text);
  if (unprintable !== undefined)
    return refuse('{field} has a character that nobody can see, at place {place}. Delete it.', {
      place: unprintable.column,
    });
  // URL parsers leave them out, which would make another address of it.
  return /[\t\n\r]/.test(text) ? refuse('{field} must be one line, without tabs.') : undefined;
}

/** Reads an old address: a path with its query, or a whole URL, whose host does not matter. Returns its key. */
export function checkFrom(text: string): Checked<string> {
  const unreadable = whyUnreadable(text);
  if (unreadable !== undefined) return unreadable;
  const key = redirectKey(text);
  if (key === null)
    return refuse('{field} must begin with / or https://, as in /2019/05/a-story/ or /?p=123.');
  return key.length > MAX_ADDRESS
    ? refuse('{field} must have at most {most} characters.', { most: MAX_ADDRESS })
    : { ok: true, value: key };
}

const STORY = /^\/stories\/([^/.]+)$/;

/**
 * Reads where an old address leads. `/feed` and others from which the site itself leads on become what they lead to, so that readers
 * follow one redirect. `site` is the address of this site.
 */
export function checkTarget(text: string, site: string): Checked<Target> {
  const unreadable = whyUnreadable(text);
  if (unreadable !== undefined) return unreadable;
  const isPath = text.startsWith('/') && !/^\/[/\\]/.test(text);
  if (!isPath && !/^https?:\/\//i.test(text))
    return refuse('{field} must be a path of this site, such as /stories/a-story, or begin with https://.');
  const url = isPath ? parseAddress(text) : URL.parse(text);
  if (!url) return refuse('{field} is not a valid URL.');
  if (url.username !== '' || url.password !== '')
    return refuse('{field} must have no user name or password.');
  if (url.href.length > MAX_ADDRESS + site.length)
    return refuse('{field} must have at most {most} characters after percent-encoding.', {
      most: MAX_ADDRESS,
    });
  if (!isPath && url.origin !== new URL(site).origin) return { ok: true, value: { to: url.href } };
  const path = ownRedirect(url.pathname) ?? url.pathname;
  const suffix = `${url.search}${url.hash}`;
  const [, slug] = STORY.exec(trimPath(path)) ?? [];
  if (slug !== undefined && isStorySlug(slug)) return { ok: true, value: { slug, suffix } };
  return { ok: true, value: { to: `${path}${suffix}` } };
}

/** Whether an address leads to a path of this site. */
export const isOwnPath = (to: string): boolean => to.startsWith('/');

/** Returns the URL that a redirect's `Location` states: absolute, so that no browser takes a path for a host. `to` is as stored. */
export function locationOf(to: string, site: string): string | undefined {
  const url = isOwnPath(to) ? URL.parse(`${site}${to}`) : URL.parse(to);
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}
