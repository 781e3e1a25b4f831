import type { Child } from 'hono/jsx';
import { sentence } from '../../../../words/translate.ts';
import type { Said, Translate } from '../../../../words/words.ts';

// The rules of the record in an editor's words.

/** A sentence about a field, or about a passage, with the values that it has besides the field itself. */
export interface PlainRule {
  sentence: string;
  values: Readonly<Record<string, string | number>>;
}

/** Says a rule of a field: `field` is what the field is called, or a link to it. */
export const sayRule = <Field extends Child>(
  t: Translate,
  { sentence, values }: PlainRule,
  field: Field,
): Said<Record<string, Field | string | number>> =>
  t<Record<string, Field | string | number>>(sentence, { ...values, field });

const EMPTY = /^is required$|^must not be empty$/;

/** What the patterns find is among the values of their sentences: numbers as numbers, and `at`, a place in a list, from 1. */
export type Rules = readonly (readonly [RegExp, string])[];

const RULES: Rules = [
  [EMPTY, sentence('{field} is still missing.')],
  [/^must be a time in RFC 3339/, sentence('{field} must be a day and a time. Choose both.')],
  [
    /^must be a date: 2005|^must be a date in quotes/,
    sentence('{field} must be a date, as exact as it is known: 2005, 2005-12 or 2005-12-31.'),
  ],
  [/^must be a year from 1000 to 2999$/, sentence('{field} must be in a year from 1000 to 2999.')],
  [
    /^must be an absolute http or https URL$/,
    sentence('{field} must be a whole web address, like https://publisher.example/article.'),
  ],
  [
    /^must be an absolute http or https URL, or the path/,
    sentence('{field} must be a whole web address, or the address of a picture that was uploaded here.'),
  ],
  [/^must have no user name or password$/, sentence('{field} must have no user name or password.')],
  [/^must not be an address of this site$/, sentence('{field} must not be an address of this site.')],
  [
    /^must be on a host of the public Internet$/,
    sentence('{field} must be on a host of the public Internet.'),
  ],
  [
    /^must be a BCP 47 language tag/,
    sentence('{field} must be one of the languages in the list. Choose one.'),
  ],
  [
    /^must be lower-case ASCII words/,
    sentence(
      '{field} may only have small letters from a to z, digits, and hyphens between words, like rates-fall-again.',
    ),
  ],
  [
    /^must stand in abstract word for word/,
    sentence('{field} must stand in the TL;DR word for word. Copy it from there.'),
  ],
  [
    /^must not begin or end within a word or a number of abstract/,
    sentence('{field} must not begin or end in the middle of a word or a number.'),
  ],
  [
    /^must be the URL of one of the story's sources/,
    sentence('{field} must be one of the story’s sources. Add it to the sources, or choose another.'),
  ],
  [
    /^must not be listed twice \((?:citation|isBasedOn)\[\d+\] is the same\)$/,
    sentence('{field} must not be listed twice (another source is the same).'),
  ],
  [
    /^must not be listed twice \(evidence\[(?<at>\d+)\] is the same\)$/,
    sentence('{field} must not be listed twice (evidence {at} is the same).'),
  ],
  [
    /^must not overlap with another claim \(evidence\[(?<at>\d+)\]\.claim\)$/,
    sentence('{field} must not overlap with another claim (of evidence {at}).'),
  ],
  [
    /^must not be before datePublished \((?<time>[^)]*)\)$/,
    sentence('{field} must not be before the publication ({time}).'),
  ],
  [
    /^must have at most (?<most>[\d,]+) characters$/,
    sentence('{field} must have at most {most} characters.'),
  ],
  [
    /^must have at most (?<most>[\d,]+) characters after percent-encoding$/,
    sentence('{field} must have at most {most} characters after percent-encoding.'),
  ],
  [/^must have at most (?<most>[\d,]+) entries$/, sentence('{field} must have at most {most} entries.')],
  [/^must not list a topic twice$/, sentence('{field} must not list a topic twice.')],
  [
    /^must not cite more than (?<most>\d+) sources$/,
    sentence('{field} must not cite more than {most} sources.'),
  ],
  [/^is too long for an address: shorten it$/, sentence('{field} is too long for an address: shorten it.')],
  [
    /^must not contain invisible or private-use characters, or white space other than spaces$/,
    sentence(
      '{field} must not contain invisible or private-use characters, or white space other than spaces.',
    ),
  ],
  [
    /^is contradicted by its quotes: (?<why>.*?)(?:\. Correct the claim .*|…)$/s,
    sentence(
      '{field} is contradicted by its quotes: {why}. Correct the claim here and in the TL;DR, or quote the words of the source that support it.',
    ),
  ],
  [
    /^is to be read: (?<why>.*?)(?:\. Compare it with its source .*|…)$/s,
    sentence(
      '{field} is to be read: {why}. Compare it with its source yourself, and say so with your name in the review.',
    ),
  ],
  [
    /^must have evidence for each sentence, and has none for this one\./,
    sentence(
      '{field} must have evidence for each sentence, and has none for this one. Quote the words of a source that support it, or remove it.',
    ),
  ],
  [
    /^must have evidence for each sentence, and in this one (?<why>.*?)(?:\. Add evidence .*|…)$/s,
    sentence(
      '{field} must have evidence for each sentence, and in this one {why}. Add evidence for that part, or remove it.',
    ),
  ],
  [
    /^must not contain (?<code>U\+\w+),.* \(line (?<line>\d+), character (?<place>\d+)\)$/,
    sentence(
      '{field} contains a character that no page can show ({code}), on line {line}, at place {place}. Delete it.',
    ),
  ],
  [
    /^must not contain (?<code>U\+\w+),.* \(character (?<place>\d+)\)$/,
    sentence('{field} contains a character that no page can show ({code}), at place {place}. Delete it.'),
  ],
  [
    /^must not contain (?<code>U\+\w+),/,
    sentence('{field} contains a character that no page can show ({code}). Delete it.'),
  ],
  [/^must be one line of plain text/, sentence('{field} must be one line.')],
  [/^must be text$/, sentence('{field} must be text.')],
  [/^must be a list$/, sentence('{field} must be a list.')],
  [/^must be trainedAlgorithmicMedia/, sentence('{field} must be one of the ways in the list. Choose one.')],
  [
    /^must be reporting, document, data or opinion/,
    sentence('{field} must be one of the kinds in the list. Choose one.'),
  ],
  [/^must be true or false/, sentence('{field} must be yes, no, or not stated. Choose one.')],
  [/^must be a media type/, sentence('{field} must be one of the formats in the list. Choose one.')],
  [/^must be a whole number of pixels/, sentence('{field} must be a number of pixels.')],
  [
    /^links must be absolute http, https or mailto URLs/,
    sentence('{field} has a link that is no whole web address.'),
  ],
  [
    /^links must be URLs with a host/,
    sentence('{field} has a link without a site in its address, or with an address that is too long.'),
  ],
  [/^links must have text/, sentence('{field} has a link without words.')],
  [
    /^is not a field of the record/,
    sentence('{field} is not a field of a story. Remove it, or correct its name.'),
  ],
  [
    /^must not be false if reviewedBy/,
    sentence('{field} is said to be reviewed by nobody, and by somebody. Correct that under More, Text.'),
  ],
  [
    /^must say that AI took part/,
    sentence(
      '{field} must say that AI wrote it, or that AI and people did, because sentences of it are as the AI model wrote them. Choose that, or rewrite these sentences.',
    ),
  ],
  [
    /^must name who reviewed the TL;DR/,
    sentence(
      '{field} is AI, so that somebody has to review the TL;DR before it is published. Ask for a review.',
    ),
  ],
];

/** What rules call fields of the record, and what an editor calls them. */
const NAMES: readonly (readonly [RegExp, string])[] = [
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

const foundValue = (name: string, found: string): string | number => {
  if (name === 'at') return Number(found) + 1;
  return /^[\d,]+$/.test(found) ? Number(found.replaceAll(',', '')) : found;
};

/**
 * Returns a rule in plain words; `own` are rules of another form. One that only those who write files meet is in the words of the
 * record, which are English.
 */
export function plainRule(rule: string, own: Rules = []): PlainRule {
  for (const [pattern, sentence] of [...own, ...RULES]) {
    const found = pattern.exec(rule);
    if (!found) continue;
    const groups = Object.entries(found.groups ?? {});
    return {
      sentence,
      values: Object.fromEntries(groups.map(([name, text]) => [name, foundValue(name, text)])),
    };
  }
  const words = NAMES.reduce((text, [pattern, name]) => text.replace(pattern, name), rule);
  return { sentence: '{field} {rule}', values: { rule: /[.!?]$/.test(words) ? words : `${words}.` } };
}

/** What is most likely a mistake in an analysis, for whoever does not see its signs. */
const MISTAKES: readonly (readonly [RegExp, string])[] = [
  [
    /^looks like a citation/,
    sentence('{field} looks like a citation, but readers get none. Delete it, and cite its source there.'),
  ],
  [
    /^is a footnote/,
    sentence(
      '{field} is a footnote, which readers see just as it is written. Delete it, and cite its source there.',
    ),
  ],
  [
    /^is a bare URL/,
    sentence('{field} is an address that readers cannot click. Delete it, and cite its source there.'),
  ],
  [
    /^is a link, not a citation/,
    sentence(
      '{field} is a link, so its page is not among the sources. To cite it, delete it, and cite it there.',
    ),
  ],
  [/^is HTML/, sentence('{field} is written as in a web page, and readers see its signs. Delete the signs.')],
];

/** What is wrong with a passage of an analysis, and what one may write in its place. */
export interface PlainMistake extends PlainRule {
  instead?: string;
}

/** Returns what is wrong with a passage of an analysis in plain words. */
export function plainMistake(rule: string): PlainMistake {
  const known = MISTAKES.find(([pattern]) => pattern.test(rule))?.[1];
  const [, instead] = / (?:W|w)rite: (\(\[(?!label\]).*)$/.exec(rule) ?? [];
  if (known === undefined) return { sentence: '{field} {rule}', values: { rule } };
  return { sentence: known, values: {}, ...(instead === undefined ? {} : { instead }) };
}
