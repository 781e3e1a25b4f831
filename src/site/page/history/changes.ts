import { fillMessage } from '../../../language/messages.ts';
import { formatDay, formatMoment, formatReducedDate, type Words } from '../../../language/words.ts';
import { FIELD_PLACES, type FieldName, type NamesIn } from '../../story/field-places.ts';
import { withoutNulls } from '../../story/history/statement.ts';
import { LINE_FIELD_NAMES, LINE_FIELDS, type LineFieldName } from '../../story/line-fields.ts';
import { originDetails, originLabel } from '../../story/notice.ts';
import { UNSTATED_PROVENANCE } from '../../story/review.ts';
import type { Story, WrittenStory } from '../../story/story.ts';

/** A record as the history has it: older versions of the program knew fewer fields. Or that of a draft, perhaps without a date. */
type StoryRecord = Partial<WrittenStory>;

/** A part of a story, with its text in two revisions. */
export interface Change {
  /** Its name, in the language of the words. */
  name: string;
  before: string;
  after: string;
  /** Whether its words are worth comparing. The others are names and addresses. */
  isProse: boolean;
  /** Whether it is Markdown, as its author wrote it. */
  isMarkdown?: boolean;
}

const joined = (parts: readonly (string | number | null | undefined)[]) =>
  parts.filter((part) => part !== null && part !== undefined && part !== '').join(' · ');
const lines = (texts: readonly string[]) => texts.map((text) => `${text}\n`).join('');
const quoted = (words: string | undefined) => (words === undefined ? undefined : `“${words}”`);

function sources({ isBasedOn, citation }: StoryRecord, words: Words, isExact: boolean): string {
  const dated = (date: string | null | undefined) =>
    date && (isExact ? date : formatReducedDate(words, date));
  const cited = citation ?? [];
  const others = (isBasedOn ?? []).filter(({ url }) => !cited.some((each) => each.url === url));
  return lines([
    ...others.map(({ name, publisher, datePublished, url }) =>
      joined([name, publisher?.name, dated(datePublished), url]),
    ),
    ...cited.map(({ name, publisher, datePublished, url, quote, archivedAt, linkStatus, accessed }) =>
      joined([
        name,
        publisher?.name,
        dated(datePublished),
        url,
        quoted(quote?.exact),
        archivedAt,
        linkStatus,
        dated(accessed),
      ]),
    ),
  ]);
}

function provenance({ provenance: parts }: StoryRecord, words: Words): string {
  const { messages } = words;
  const named = [
    [messages.summary, parts?.abstract],
    [messages.analysis, parts?.articleBody],
  ] as const;
  return lines(
    named.flatMap(([name, part]) => {
      if (!part) return [];
      // A stored record leaves out what is not stated.
      const stated = { ...UNSTATED_PROVENANCE, ...part };
      const how = joined([originLabel(stated, words), ...originDetails(stated, words)]);
      return how ? [fillMessage(messages.labelled, { label: name, text: how })] : [];
    }),
  );
}

/** The authors with all that the record states of them, of which the story's page shows only names. */
function authors(named: Story['author'], { messages }: Words): string {
  const { person, organization } = messages.storyHistory;
  return lines(
    named.map(({ name, type, givenName, familyName }) =>
      joined([
        name,
        type && { Person: person, Organization: organization }[type],
        [familyName, givenName].filter(Boolean).join(', '),
      ]),
    ),
  );
}

/** Returns a language's name. Extensions of its tag, such as a calendar, have none. */
function languageName(tag: string | undefined, words: Words): string {
  if (!tag) return '';
  const { baseName } = new Intl.Locale(tag);
  return new Intl.DisplayNames([words.tag], { type: 'language' }).of(baseName) ?? tag;
}

interface Part {
  name: string;
  text: string;
  isProse?: boolean;
  isMarkdown?: boolean;
}

type Parts = Record<NamesIn<'history'> | LineFieldName, Part>;

/** Each part of a story that readers see, as text. With `isExact`, times are as the record has them, to the second. */
function partsOf(record: StoryRecord, words: Words, isExact: boolean): Parts {
  const { messages } = words;
  const { storyHistory } = messages;
  const { author, keywords, image, license, correction, evidence } = record;
  const corrections = (correction ?? []).map(({ datePublished, text }) =>
    fillMessage(messages.labelled, { label: formatDay(words, datePublished), text }),
  );
  const quotes = (evidence ?? []).map(({ claim, quote, source }) =>
    joined([claim, quoted(quote.exact), source]),
  );
  const picture = image ? [joined([image.alt, image.caption, image.credit, image.url])] : [];
  const lineParts = LINE_FIELD_NAMES.map(
    (field) => [field, { name: LINE_FIELDS[field].name(messages), text: record[field] ?? '' }] as const,
  );
  return {
    address: { name: storyHistory.address, text: record.slug ?? '' },
    headline: { name: storyHistory.headline, text: record.headline ?? '', isProse: true },
    corrections: { name: storyHistory.corrections, text: lines(corrections), isProse: true },
    summary: { name: messages.summary, text: record.abstract ?? '', isProse: true },
    evidence: { name: storyHistory.evidence, text: lines(quotes), isProse: true },
    analysis: { name: messages.analysis, text: record.articleBody ?? '', isProse: true, isMarkdown: true },
    sources: { name: messages.sources, text: sources(record, words, isExact) },
    provenance: { name: storyHistory.provenance, text: provenance(record, words) },
    picture: { name: storyHistory.picture, text: lines(picture), isProse: true },
    authors: { name: storyHistory.authors, text: authors(author ?? [], words) },
    topics: { name: messages.topics, text: lines(keywords ?? []) },
    language: { name: storyHistory.language, text: languageName(record.inLanguage, words) },
    original: { name: storyHistory.original, text: record.translationOfWork ?? '' },
    licence: { name: storyHistory.licence, text: license ?? '' },
    ...(Object.fromEntries(lineParts) as Record<LineFieldName, Part>),
    published: {
      name: storyHistory.published,
      text: record.datePublished
        ? isExact
          ? record.datePublished
          : formatMoment(words, record.datePublished)
        : '',
    },
  };
}

const FIELDS_OF = Map.groupBy(
  Object.keys(FIELD_PLACES) as FieldName[],
  (field): string | null => FIELD_PLACES[field].history,
);

/** Returns the fields of which a part tells. The part of a line field has its name. */
const fieldsOf = (part: string) => FIELDS_OF.get(part) ?? [part as LineFieldName];

/** Returns whether readers get the same of both: what is empty counts as not stated. */
const isSame = (one: unknown, other: unknown) => serialize(one) === serialize(other);
const serialize = (value: unknown) => {
  const json = JSON.stringify(withoutNulls({ value }));
  return json === '{"value":[]}' ? '{}' : json;
};

/** Returns what changed from one revision to the next, in the order of a story's page. */
export function changesBetween(before: StoryRecord, after: StoryRecord, words: Words): Change[] {
  const both = (isExact: boolean) =>
    [partsOf(before, words, isExact), partsOf(after, words, isExact)] as const;
  const [older, newer] = both(false);
  return (Object.keys(newer) as (keyof Parts)[]).flatMap((part) => {
    if (fieldsOf(part).every((field) => isSame(before[field], after[field]))) return [];
    // What words for times do not show is shown as the records have it.
    const [one, other] =
      older[part].text === newer[part].text
        ? both(true).map((parts) => parts[part])
        : [older[part], newer[part]];
    const { name, text, isProse = false, isMarkdown = false } = other as Part;
    return [{ name, before: one?.text ?? '', after: text, isProse, isMarkdown }];
  });
}
