import { fillMessage } from '../../../language/messages.ts';
import { wordsOf } from '../../../language/words.ts';
import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import type { Site } from '../../../settings/site.ts';
import { channelOf, scopeTitle } from '../../edition/channel.ts';
import { personOfScope } from '../../edition/people.ts';
import type { Scope } from '../../edition/scope.ts';

// What a page is, in a sentence or two: what programs show with a link to it.

/** The longest description. It is in the head twice, and some programs read only the beginning of a page. */
const MAX_CHARACTERS = 300;

/** Makes a description from a text: on one line, and truncated between two words if it is too long. */
export function makeDescription(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= MAX_CHARACTERS) return line;
  const cut = line.slice(0, MAX_CHARACTERS - 1);
  const end = cut.lastIndexOf(' ');
  // Text without spaces is truncated between two characters.
  const whole = end > MAX_CHARACTERS / 2 ? cut.slice(0, end) : Array.from(cut).slice(0, -1).join('');
  return `${whole}…`;
}

/** Describes the page of a scope's newest stories. What data/site.json says about a person comes before what every author has. */
export function describeListing(scope: Scope, site: Site): string {
  const { messages } = wordsOf(site.language, site.language);
  const person = personOfScope(site, scope);
  const said = person?.about ?? person?.role;
  if (said) return said;
  const name = isolateIfUnbalanced(scopeTitle(site, scope) ?? '');
  const values = { site: site.title, topic: name, publisher: name, author: name };
  if (scope.startsWith('topic:')) return fillMessage(messages.aboutTopic, values);
  if (scope.startsWith('source:')) return fillMessage(messages.aboutSource, values);
  if (scope.startsWith('author:')) return fillMessage(messages.aboutAuthor, values);
  return site.tagline;
}

/** Describes a page of a scope's archive. */
export const describeArchive = (scope: Scope, site: Site): string =>
  fillMessage(wordsOf(site.language, site.language).messages.aboutArchive, {
    title: channelOf({ scope }, site).title,
  });
