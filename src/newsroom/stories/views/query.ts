import { isPublisherDomain, publisherDomain } from '../../../site/story/sources/publisher.ts';
import { STORY_STATUSES, type StoryStatus } from '../../desk/ledger/story-row.ts';
import type { Translate } from '../../words/words.ts';
import type { StoryQuery } from '../desk/story-lists.ts';

/** The most characters of a field of the search. */
const MAX_LENGTH = 200;

/** A search as the form has it: what was typed, and what it means. */
export interface StorySearch {
  /** What was typed, by the names of the form's fields. */
  typed: { q: string; status: string; topic: string; author: string; source: string };
  query: StoryQuery;
  /** What is wrong with the field `source`. */
  fault: string | undefined;
  /** Where the list goes on; see `StoryPage.older`. */
  from: string;
}

const isStatus = (text: string): text is StoryStatus => STORY_STATUSES.some((each) => each === text);

/** Returns the domain in an address of a source, or in a domain that was typed; undefined if there is none. */
function readDomain(typed: string): string | undefined {
  const url = URL.parse(/^https?:\/\//i.test(typed) ? typed : `https://${typed}`)?.href;
  const domain = url === undefined ? '' : publisherDomain({ url, publisher: null });
  return isPublisherDomain(domain) ? domain : undefined;
}

/** Reads a search from the address of its page. */
export function readSearch(t: Translate, parameters: URLSearchParams): StorySearch {
  const read = (name: string) => (parameters.get(name) ?? '').trim().slice(0, MAX_LENGTH);
  const typed = {
    q: read('q'),
    status: read('status'),
    topic: read('topic'),
    author: read('author'),
    source: read('source'),
  };
  const domain = typed.source === '' ? '' : readDomain(typed.source);
  return {
    typed,
    query: {
      status: isStatus(typed.status) ? typed.status : null,
      words: typed.q,
      topic: typed.topic,
      author: typed.author,
      source: domain ?? '',
    },
    fault:
      domain === undefined
        ? t(
            '“{typed}” is no address of a site. Write a domain like rfc-editor.org, or paste the address of a source.',
            { typed: typed.source },
          )
        : undefined,
    from: read('from'),
  };
}

/** Returns the address of a search's page, with other values for some of its fields. */
export function searchPath(typed: StorySearch['typed'], changed: Record<string, string> = {}): string {
  const fields = Object.entries({ ...typed, ...changed }).filter(([, value]) => value !== '');
  return fields.length === 0 ? '/newsroom/stories' : `/newsroom/stories?${new URLSearchParams(fields)}`;
}
