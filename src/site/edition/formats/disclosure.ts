import { element } from '../../../lib/xml.ts';
import type { PartProvenance } from '../../story/story.ts';
import type { FeedEntry } from '../edition.ts';

// What Atom entries and RSS items state as data about how a story was made, and what was corrected. schema.org has words for
// corrections and for digital source types; as in OPDS catalogues, its namespace carries them. No vocabulary in use says of a part
// of an item which model wrote it and who reviewed it, so `ai:disclosure` is our own. /feed-extensions documents both.

/** The IPTC's digital source types, https://cv.iptc.org/newscodes/digitalsourcetype/ (its URIs are http). */
export const DIGITAL_SOURCE_TYPE = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/** The declarations of the namespaces. That of `ai` is a UUID, so it is the same at every newsroom, wherever its site moves. */
export const DISCLOSURE_NAMESPACES = {
  'xmlns:schema': 'http://schema.org/',
  'xmlns:ai': 'urn:uuid:97106f40-4f94-4f5b-a10c-99f7fda26011',
} as const;

/** Renders what is stated about a part. Attributes, not elements, because many parsers flatten elements of the same name. */
const disclosure = (part: keyof FeedEntry['provenance'], stated: PartProvenance) =>
  element('ai:disclosure', {
    part,
    'schema:digitalSourceType': stated.digitalSourceType
      ? `${DIGITAL_SOURCE_TYPE}${stated.digitalSourceType}`
      : undefined,
    model: stated.model ?? undefined,
    provider: stated.provider ?? undefined,
    humanReviewed: stated.humanReviewed === null ? undefined : String(stated.humanReviewed),
    reviewedBy: stated.reviewedBy?.name,
    reviewedByUrl: stated.reviewedBy?.url ?? undefined,
    reviewedAt: stated.reviewedAt ?? undefined,
  });

/** Renders the elements of a story: an `ai:disclosure` for each part that the record states something about, then its corrections. */
export const disclosureElements = ({ provenance, correction }: FeedEntry): string[] => [
  ...(provenance.abstract ? [disclosure('abstract', provenance.abstract)] : []),
  ...(provenance.articleBody ? [disclosure('articleBody', provenance.articleBody)] : []),
  ...correction.map(({ text, datePublished }) => {
    const fields = [
      element('schema:datePublished', {}, { text: datePublished }),
      element('schema:text', {}, { text }),
    ];
    return element('schema:correction', {}, { xml: fields.join('') });
  }),
];
