// The rules of the record in an editor's words.

const EMPTY = /^is required$|^must not be empty$/;

const RULES: readonly (readonly [RegExp, string])[] = [
  [EMPTY, 'is still missing.'],
  [/^must be a time in RFC 3339/, 'must be a day and a time. Choose both.'],
  [
    /^must be a date: 2005|^must be a date in quotes/,
    'must be a date, as exact as it is known: 2005, 2005-12 or 2005-12-31.',
  ],
  [
    /^must be an absolute http or https URL$/,
    'must be a whole web address, like https://publisher.example/article.',
  ],
  [
    /^must be an absolute http or https URL, or the path/,
    'must be a whole web address, or the address of a picture that was uploaded here.',
  ],
  [/^must be a BCP 47 language tag/, 'must be one of the languages in the list. Choose one.'],
  [
    /^must be lower-case ASCII words/,
    'may only have small letters from a to z, digits, and hyphens between words, like rates-fall-again.',
  ],
  [/^must stand in abstract word for word/, 'must stand in the TL;DR word for word. Copy it from there.'],
  [
    /^must not begin or end within a word or a number of abstract/,
    'must not begin or end in the middle of a word or a number.',
  ],
  [
    /^must be the URL of one of the story's sources/,
    'must be one of the story’s sources. Add it to the sources, or choose another.',
  ],
  [/^must be one line of plain text/, 'must be one line.'],
  [/^must be trainedAlgorithmicMedia/, 'must be one of the ways in the list. Choose one.'],
  [/^must be reporting, document, data or opinion/, 'must be one of the kinds in the list. Choose one.'],
  [/^must be true or false/, 'must be yes, no, or not stated. Choose one.'],
  [/^must be a media type/, 'must be one of the formats in the list. Choose one.'],
  [/^must be a whole number of pixels/, 'must be a number of pixels.'],
  [/^links must be absolute http, https or mailto URLs/, 'has a link that is no whole web address.'],
  [
    /^links must be URLs with a host/,
    'has a link without a site in its address, or with an address that is too long.',
  ],
  [/^links must have text/, 'has a link without words.'],
  [/^is not a field of the record/, 'is not a field of a story. Remove it, or correct its name.'],
  [
    /^must not be false if reviewedBy/,
    'is said to be reviewed by nobody, and by somebody. Correct that under More, Text.',
  ],
  [
    /^must say that AI took part/,
    'must say that AI wrote it, or that AI and people did, because sentences of it are as the AI model wrote them. Choose that, or rewrite these sentences.',
  ],
  [
    /^must name who reviewed the TL;DR/,
    'is AI, so that somebody has to review the TL;DR before it is published. Ask for a review.',
  ],
];

/** What rules call fields of the record, and what an editor calls them. */
const NAMES: readonly (readonly [RegExp, string | ((...found: string[]) => string)])[] = [
  [/\((?:citation|isBasedOn)\[(\d+)\] is the same\)/g, '(another source is the same)'],
  [/\(evidence\[(\d+)\] is the same\)/g, (_all, at) => `(evidence ${Number(at) + 1} is the same)`],
  [/\(evidence\[(\d+)\]\.claim\)/g, (_all, at) => `(of evidence ${Number(at) + 1})`],
  [/\bprovenance\.abstract\.reviewedBy\b/g, 'the review'],
  [/\bdatePublished\b/g, 'the publication'],
  [/\bdateModified\b/g, 'the last change'],
  [/\barticleBody\b/g, 'the analysis'],
  [/\babstract\b/g, 'the TL;DR'],
  [/\bcitation or isBasedOn\b/g, 'the sources'],
  [/\bRFC 3339 /g, ''],
];

/** Whether a rule only says that a field is empty. */
export const isAboutEmptiness = (rule: string): boolean => EMPTY.test(rule);

/** Returns a rule in plain words, as a sentence that begins with the name of its field. */
export function plainRule(rule: string): string {
  const known = RULES.find(([pattern]) => pattern.test(rule))?.[1];
  if (known !== undefined) return known;
  const words = NAMES.reduce((text, [pattern, name]) => text.replace(pattern, name as string), rule);
  return /[.!?]$/.test(words) ? words : `${words}.`;
}

const INSTEAD = 'Delete it, and cite its source there';

/** What is most likely a mistake in an analysis, for whoever does not see its signs. */
const MISTAKES: readonly (readonly [RegExp, string])[] = [
  [/^looks like a citation/, `looks like a citation, but readers get none. ${INSTEAD}`],
  [/^is a footnote/, `is a footnote, which readers see just as it is written. ${INSTEAD}`],
  [/^is a bare URL/, `is an address that readers cannot click. ${INSTEAD}`],
  [
    /^is a link, not a citation/,
    `is a link, so its page is not among the sources. To cite it, delete it, and cite it there`,
  ],
  [/^is HTML/, 'is written as in a web page, and readers see its signs. Delete the signs'],
];

/** Returns what is wrong with a passage of an analysis in plain words, as a sentence that begins with the passage. */
export function plainMistake(rule: string): string {
  const words = MISTAKES.find(([pattern]) => pattern.test(rule))?.[1];
  const [, written] = / (?:W|w)rite: (\(\[(?!label\]).*)$/.exec(rule) ?? [];
  if (words === undefined) return rule;
  return written === undefined ? `${words}.` : `${words}; or, in the form, write: ${written}`;
}
