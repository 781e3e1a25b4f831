import { fillMessage } from '../../language/messages.ts';
import { dayIn, factSeparator, formatNumber, pluralForm, type Words } from '../../language/words.ts';
import type { Site } from '../../settings/site.ts';
import { scopePath } from '../edition/scope.ts';
import { countSources, type ListedSource } from '../story/article.ts';
import { publisherDomain } from '../story/sources/publisher.ts';
import { publisherName } from '../story/sources/publisher-name.ts';
import { lastChange } from '../story/story.ts';
import { Day, Message, Moment, TimeOfDay, WordedList } from './message.tsx';

interface Dated {
  datePublished: string;
  dateModified: string | null;
  correction: readonly { text: string; datePublished: string }[];
}

/** How much of a time is shown. */
const SHOWN = { day: Day, moment: Moment, time: TimeOfDay };

/**
 * The dates of a story's publication and last change, which leads to its history if that is given. `shows` is how much of the
 * publication's time is shown: a time alone is for where the day is stated. If both are of one day, their times tell them apart.
 */
export function StoryDates({
  story,
  history,
  shows = 'day',
  words,
}: {
  story: Dated;
  history?: string;
  shows?: keyof typeof SHOWN;
  words: Words;
}) {
  const changed = lastChange({ ...story, correction: [...story.correction] });
  const time = changed.toISOString();
  const isChanged = changed.getTime() > Date.parse(story.datePublished);
  const isSameDay = dayIn(words.timeZone, time) === dayIn(words.timeZone, story.datePublished);
  const Published = SHOWN[isChanged && isSameDay && shows === 'day' ? 'moment' : shows];
  const Updated = isSameDay ? (shows === 'time' ? TimeOfDay : Moment) : Day;
  const date = <Updated time={time} property="dt-updated" words={words} />;
  const updated = <Message text={words.messages.updated} values={{ date }} />;
  return (
    <>
      <Published time={story.datePublished} property="dt-published" words={words} />
      {isChanged ? factSeparator(words) : ''}
      {!isChanged ? '' : history ? <a href={history}>{updated}</a> : updated}
    </>
  );
}

/** Says to programs who wrote a story that names no author: the newsroom, as in feeds. Readers know without being told. */
export const NewsroomAsAuthor = ({ site }: { site: Pick<Site, 'authors'> }) => (
  <>
    {site.authors.map(({ name }) => (
      <data class="p-author" value={name} />
    ))}
  </>
);

/** Returns the publishers whose reporting the story is based on: each domain once, with the owner if the record states it. */
function publishers(sources: readonly ListedSource[]): { domain: string; name: string; ownership: string }[] {
  const reporting = Map.groupBy(
    sources.filter(({ isBasedOn }) => isBasedOn),
    publisherDomain,
  );
  return Array.from(reporting, ([domain, [first, ...others]]) => ({
    domain,
    name: publisherName(first as ListedSource),
    ownership: [first, ...others].find((source) => source?.publisher?.ownership)?.publisher?.ownership ?? '',
  }));
}

/** How many sources a list names of a story. */
const NAMED_IN_LISTS = 4;

/**
 * The number of sources that the story is based on, and their names and owners; with a label if there is only one. With `restAt`, the
 * address of the story's page, it names four of them, and leads to the others there.
 */
export function CountedSources({
  sources,
  restAt,
  words,
}: {
  sources: readonly ListedSource[];
  restAt?: string;
  words: Words;
}) {
  const { messages } = words;
  const { count, areNews } = countSources(sources);
  if (count === 0) return '';
  const named = publishers(sources).slice(0, restAt === undefined ? count : NAMED_IN_LISTS);
  const rest = count - named.length;
  const names = named.map(({ domain, name, ownership }) => (
    <>
      <a href={scopePath(`source:${domain}`)} dir="auto">
        {name}
      </a>
      {ownership ? ' ' : ''}
      {ownership ? <bdi>{`(${ownership})`}</bdi> : ''}
    </>
  ));
  const items =
    rest === 0
      ? names
      : [
          ...names,
          <a href={`${restAt}#sources-heading`}>
            {fillMessage(pluralForm(words, messages.moreSources, rest), { count: formatNumber(words, rest) })}
          </a>,
        ];
  return (
    <>
      {count === 1 ? <span class="label">{messages.singleSource}</span> : ''}
      {count === 1 ? ' ' : ''}
      <Message
        text={pluralForm(words, areNews ? messages.newsSources : messages.countedSources, count)}
        values={{ count: formatNumber(words, count), names: <WordedList items={items} words={words} /> }}
      />
    </>
  );
}
