import * as z from 'zod';
import { numberCitations } from '../citations.ts';
import { locateClaims } from '../evidence.ts';
import { canonicalUrl, webUrl } from '../fields.ts';
import { parseMarkdown } from '../markdown.ts';
import { storyFields } from '../story.ts';

// The rules between a story's evidence, its TL;DR and its sources.

const urls = z.array(z.object({ url: webUrl }));

/** The fields that the rules compare. */
const comparedFields = z.object({
  abstract: storyFields.shape.abstract,
  evidence: storyFields.shape.evidence,
  articleBody: storyFields.shape.articleBody,
  citation: urls.default([]),
  isBasedOn: urls.nullable().default(null),
});

type Compared = z.output<typeof comparedFields>;

/** A broken rule: the path of the field, its value and the rule. */
interface BrokenRule {
  path: PropertyKey[];
  value: string;
  rule: string;
}

/** Returns the rules that the claims break: each must be in the TL;DR, apart from the others, and no entry may repeat another. */
function claimRules({ abstract, evidence }: Compared): BrokenRule[] {
  const broken: BrokenRule[] = [];
  const places = locateClaims(
    abstract,
    evidence.map(({ claim }) => claim),
  );
  const seen = new Map<string, number>();
  for (const [at, { claim, source, quote }] of evidence.entries()) {
    const refuse = (path: PropertyKey[], rule: string) =>
      broken.push({ path: ['evidence', at, ...path], value: claim, rule });
    const place = places.get(claim);
    if (place === undefined) {
      refuse(
        ['claim'],
        abstract.includes(claim)
          ? 'must not begin or end within a word or a number of abstract'
          : 'must stand in abstract word for word',
      );
    }
    if (typeof place === 'string') {
      const other = evidence.findIndex((each) => each.claim === place);
      refuse(['claim'], `must not overlap with another claim (evidence[${other}].claim)`);
    }
    const entry = JSON.stringify([claim, canonicalUrl(source), quote]);
    const first = seen.get(entry);
    if (first === undefined) seen.set(entry, at);
    else refuse([], `must not be listed twice (evidence[${first}] is the same)`);
  }
  return broken;
}

const SOURCE_RULE =
  "must be the URL of one of the story's sources: listed in citation or isBasedOn, or cited in the analysis";

function sourceRules(story: Compared): BrokenRule[] {
  const listed = new Set([...story.citation, ...(story.isBasedOn ?? [])].map(({ url }) => canonicalUrl(url)));
  const unlisted = [...story.evidence.entries()].filter(
    ([, { source }]) => !listed.has(canonicalUrl(source)),
  );
  if (unlisted.length === 0) return [];
  const cited = new Set(numberCitations(parseMarkdown(story.articleBody)).map(({ url }) => url));
  return unlisted
    .filter(([, { source }]) => !cited.has(canonicalUrl(source)))
    .map(([at, { source }]) => ({ path: ['evidence', at, 'source'], value: source, rule: SOURCE_RULE }));
}

/** Most records have no evidence, so their other fields need not be parsed a second time. */
const hasEvidence = (record: unknown) => {
  const { evidence } = (record ?? {}) as { evidence?: unknown };
  return Array.isArray(evidence) && evidence.length > 0;
};

/**
 * Returns the rules that a record's evidence breaks. Returns none if the schema refuses one of the fields that they compare: the
 * schema reports that.
 */
export function brokenEvidenceRules(record: unknown): BrokenRule[] {
  if (!hasEvidence(record)) return [];
  const { data } = comparedFields.safeParse(record);
  return data === undefined ? [] : [...claimRules(data), ...sourceRules(data)];
}
