import { fillMessage } from '../../../language/messages.ts';
import { formatDay, type Words } from '../../../language/words.ts';
import { withoutNulls } from '../../story/history/statement.ts';
import { LINE_FIELD_NAMES, LINE_FIELDS } from '../../story/line-fields.ts';
import { originDetails, originLabel } from '../../story/notice.ts';
import { UNSTATED_PROVENANCE } from '../../story/review.ts';
import type { Story, WrittenStory } from '../../story/story.ts';

/** A record as the history has it: older versions of the program knew fewer fields. Or that of a draft, perhaps without a date. */
type Record = Partial<WrittenStory>;

/** A part of a story, with its text in two revisions. */
export interface Change {
  /** Its name, in the language of the words. */
  name: string;
  before: string;
  after: string;
  /** Whether its words are worth comparing. The others are names and addresses. */
  isProse: boolean;
}

const joined = (parts: readonly (string | number | null | undefined)[]) =>
  parts.filter((part) => part !== null && part !== undefined && part !== '').join(' · ');
const lines = (texts: readonly string[]) => texts.map((text) => `${text}\n`).join('');
const quoted = (words: string | undefined) => (words === undefined ? undefined : `“${words}”`);

function sources({ isBasedOn, citation }: Record): string {
  const cited = citation ?? [];
  const others = (isBasedOn ?? []).filter(({ url }) => !cited.some((each) => each.url === url));
  return lines([
    ...others.map(({ name, publisher, datePublished, url }) =>
      joined([name, publisher?.name, datePublished, url]),
    ),
    ...cited.map(({ name, publisher, datePublished, url, quote, archivedAt, linkStatus, accessed }) =>
      joined([
        name,
        publisher?.name,
        datePublished,
        url,
        quoted(quote?.exact),
        archivedAt,
        linkStatus,
        accessed,
      ]),
    ),
  ]);
}

function provenance({ provenance: parts }: Record, words: Words): string {
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

interface Part {
  name: string;
  text: string;
  fields: (keyof Story)[];
  isProse?: boolean;
}

/** Each part of a story that readers see, as text. */
function partsOf(record: Record, words: Words): Part[] {
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
  return [
    { name: storyHistory.address, text: record.slug ?? '', fields: ['slug'] },
    { name: storyHistory.headline, text: record.headline ?? '', fields: ['headline'], isProse: true },
    { name: storyHistory.corrections, text: lines(corrections), fields: ['correction'], isProse: true },
    { name: messages.summary, text: record.abstract ?? '', fields: ['abstract'], isProse: true },
    { name: storyHistory.evidence, text: lines(quotes), fields: ['evidence'], isProse: true },
    { name: messages.analysis, text: record.articleBody ?? '', fields: ['articleBody'], isProse: true },
    { name: messages.sources, text: sources(record), fields: ['isBasedOn', 'citation'] },
    { name: storyHistory.provenance, text: provenance(record, words), fields: ['provenance'] },
    { name: storyHistory.picture, text: lines(picture), fields: ['image'], isProse: true },
    { name: storyHistory.authors, text: authors(author ?? [], words), fields: ['author'] },
    { name: messages.topics, text: lines(keywords ?? []), fields: ['keywords'] },
    { name: storyHistory.language, text: record.inLanguage ?? '', fields: ['inLanguage'] },
    { name: storyHistory.licence, text: license ?? '', fields: ['license'] },
    ...LINE_FIELD_NAMES.map((field) => ({
      name: LINE_FIELDS[field].name(messages),
      text: record[field] ?? '',
      fields: [field],
    })),
    { name: storyHistory.published, text: record.datePublished ?? '', fields: ['datePublished'] },
  ];
}

/** Returns whether readers get the same of both: what is empty counts as not stated. */
const isSame = (one: unknown, other: unknown) => serialize(one) === serialize(other);
const serialize = (value: unknown) => {
  const json = JSON.stringify(withoutNulls({ value }));
  return json === '{"value":[]}' ? '{}' : json;
};

/**
 * Returns what changed from one revision to the next, in the order of a story's page. `dateModified` and the story's names of
 * earlier addresses follow from other changes, so they are no changes of their own.
 */
export function changesBetween(before: Record, after: Record, words: Words): Change[] {
  const older = partsOf(before, words);
  return partsOf(after, words).flatMap(({ name, text, fields, isProse = false }, index) => {
    const previous = older[index]?.text ?? '';
    return fields.every((field) => isSame(before[field], after[field]))
      ? []
      : [{ name, before: previous, after: text, isProse }];
  });
}
