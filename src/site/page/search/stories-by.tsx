import type { Words } from '../../../language/words.ts';
import type { Site } from '../../../settings/site.ts';
import type { FeedEntry } from '../../edition/edition.ts';
import { personOf } from '../../edition/people.ts';
import { scopePath } from '../../edition/scope.ts';
import { type SearchRequest, searchPath } from '../../edition/search.ts';
import { soughtTerms, termsOf } from '../../query/terms.ts';
import { isFromRun, tokensOf } from '../../query/tokens.ts';
import { Message, WordedList } from '../message.tsx';

/** The most authors that are named, and the fewest letters of a word that may mean one. */
const [MOST, MIN_LETTERS] = [3, 2];

/** Returns the authors whom the most words of a search name, with the last name, of the newsroom's people and those of the stories that were found. */
function namedAuthors(query: string, entries: readonly FeedEntry[], site: Site) {
  const sought = soughtTerms(termsOf(query)).map(({ tokens }) => tokens);
  const authors = [...site.people, ...entries.flatMap(({ author }) => author)];
  const byName = new Map(authors.map((author) => [author.name, author]));
  const counted = Array.from(byName.values(), (author) => {
    const name = tokensOf(author.name).map(({ token }) => token);
    const named = sought.filter(
      (tokens) =>
        tokens.join('').length >= MIN_LETTERS &&
        name.some((_, from) => tokens.every((token, index) => name[from + index] === token)),
    );
    // A first name or a particle alone may be any word. Scripts without spaces do not tell names apart.
    const last = name.at(-1) ?? '';
    const isNamed = isFromRun(last) || named.some((tokens) => tokens.includes(last));
    return { author, count: isNamed ? named.length : 0 };
  });
  const most = Math.max(1, ...counted.map(({ count }) => count));
  return counted.filter(({ count }) => count === most).slice(0, MOST);
}

/** Leads to the stories of the authors whom a search names. */
export function StoriesBy({
  search,
  entries,
  site,
  words,
}: {
  search: SearchRequest;
  entries: readonly FeedEntry[];
  site: Site;
  words: Words;
}) {
  if (search.author !== '' || search.query === '') return '';
  const none = { topic: '', source: '', language: '', from: '', to: '', page: 1 };
  const authors = namedAuthors(search.query, entries, site).map(({ author }) => {
    const person = personOf(author, site);
    const path = person
      ? scopePath(`author:${person.slug}`)
      : searchPath({ ...search, ...none, query: '', author: author.name });
    return (
      <a href={path} dir="auto">
        {author.name}
      </a>
    );
  });
  if (authors.length === 0) return '';
  return (
    <p>
      <Message
        text={words.messages.search.storiesBy}
        values={{ authors: <WordedList items={authors} words={words} /> }}
      />
    </p>
  );
}
