import { unprintableRule } from '../../lib/characters.ts';
import { isStorySlug } from '../story/slug.ts';
import { MAX_ADDRESS, parseAddress, redirectKey, trimPath } from './address.ts';
import { ownRedirect } from './own-addresses.ts';

// The rules of a redirect: an old address of this site, and where it leads.

/** Where an old address leads: to a story, with what follows its address; or to another path of this site, or another site. */
export type Target = { slug: string; suffix: string } | { to: string };

/** A value, or the rule that it breaks, as the end of a sentence. */
export type Checked<T> = { ok: true; value: T } | { ok: false; rule: string };

const refuse = (rule: string) => ({ ok: false, rule }) as const;

function whyUnreadable(text: string): string | undefined {
  if (text === '') return 'is missing';
  if (text.length > MAX_ADDRESS)
    return `must have at most ${MAX_ADDRESS.toLocaleString('en')} characters, but has ${text.length.toLocaleString('en')}`;
  const unprintable = unprintableRule(text);
  if (unprintable !== undefined) return unprintable;
  // URL parsers leave them out, which would make another address of it.
  return /[\t\n\r]/.test(text) ? 'must be one line, without tabs' : undefined;
}

/** Reads an old address: a path with its query, or a whole URL, whose host does not matter. Returns its key. */
export function checkFrom(text: string): Checked<string> {
  const unreadable = whyUnreadable(text);
  if (unreadable !== undefined) return refuse(unreadable);
  const key = redirectKey(text);
  if (key === null) return refuse('must begin with / or https://, as in /2019/05/a-story/ or /?p=123');
  return key.length > MAX_ADDRESS
    ? refuse(`must have at most ${MAX_ADDRESS.toLocaleString('en')} characters`)
    : { ok: true, value: key };
}

const STORY = /^\/stories\/([^/.]+)$/;

/**
 * Reads where an old address leads. `/feed` and others from which the site itself leads on become what they lead to, so that readers
 * follow one redirect. `site` is the address of this site.
 */
export function checkTarget(text: string, site: string): Checked<Target> {
  const unreadable = whyUnreadable(text);
  if (unreadable !== undefined) return refuse(unreadable);
  const isPath = text.startsWith('/') && !/^\/[/\\]/.test(text);
  if (!isPath && !/^https?:\/\//i.test(text))
    return refuse('must be a path of this site, such as /stories/a-story, or begin with https://');
  const url = isPath ? parseAddress(text) : URL.parse(text);
  if (!url) return refuse('is not a valid URL');
  if (url.username !== '' || url.password !== '') return refuse('must not contain a user name or password');
  if (url.href.length > MAX_ADDRESS + site.length)
    return refuse(`must have at most ${MAX_ADDRESS.toLocaleString('en')} characters, percent-encoded`);
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
