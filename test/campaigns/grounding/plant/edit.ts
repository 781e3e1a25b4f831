/** What a rule changes. */
export const KINDS = [
  'number',
  'scale',
  'unit',
  'date',
  'name',
  'quotation',
  'negation added',
  'negation taken away',
] as const;
export type Kind = (typeof KINDS)[number];

/** A change of a claim: what stands from `start` to `end` becomes `text`. */
export interface Edit {
  kind: Kind;
  start: number;
  end: number;
  text: string;
}

/** Makes the edit that replaces this match. */
export const replaceMatch = (kind: Kind, match: RegExpMatchArray, text: string): Edit => {
  const start = match.index ?? 0;
  return { kind, start, end: start + match[0].length, text };
};

export const applyEdit = (claim: string, { start, end, text }: Edit) =>
  claim.slice(0, start) + text + claim.slice(end);

/** Scales as they stand between a number and its unit. */
export const SCALE =
  /(?:hundred|thousand|[Mm]illi?on(?:en|s|es)?|millón|mil millones|[Bb]illi?on(?:en|s|es)?|trillion|[Mm]illiarden?|milliards?|bn|mil|mille|Mio\.|Mrd\.|万亿|[万亿萬億]|ألف|مليون|ملايين|مليار|مليارات|تريليون)/;
const NUMBER_BEFORE = new RegExp(`\\d\\s?(?:${SCALE.source}\\s?)?(?:d['’]|de )?$`, 'u');

/** Says whether a number, perhaps with a scale, stands right before this place. */
export const followsNumber = (claim: string, place: number) => NUMBER_BEFORE.test(claim.slice(0, place));

const QUOTATION = /“[^”]+”|„[^“]+“|«[^»]+»|"[^"]+"/gu;

/** Finds the quotations in a claim, without their marks. */
export const quotationsIn = (claim: string) =>
  [...claim.matchAll(QUOTATION)].map((match) => {
    const [before = ''] = /^.\s*/u.exec(match[0]) ?? [];
    const inner = match[0].slice(before.length, -1).trimEnd();
    const start = (match.index ?? 0) + before.length;
    return { start, end: start + inner.length, text: inner };
  });
