import { relative } from 'node:path';
import { styleText } from 'node:util';
import { formatCount } from '../../../cli/format.ts';
import { describeGrounding, expectsEvidence } from '../../../site/story/evidence-policy.ts';
import type { SentenceGrounding } from '../../../site/story/grounding/abstract.ts';
import { RESULTS, type Verdict } from '../../../site/story/grounding/finding.ts';
import { escapeInvisible, escapeInvisibleLines } from '../../../site/story/parse/fault.ts';
import type { StoryFile } from './story-files.ts';

// Shows what came of comparing TL;DRs with their evidence, as `check` prints it.

const COLOURS: Record<Verdict, 'green' | 'red' | 'yellow'> = {
  contradicted: 'red',
  found: 'green',
  'to be read': 'yellow',
  'no evidence': 'yellow',
};
/** The columns of a verdict: the longest, and two spaces. */
const VERDICT_WIDTH = 'contradicted'.length + 2;

const isSentence = ({ claim }: SentenceGrounding) => claim === null;
const isGiven = (grounding: SentenceGrounding) => !isSentence(grounding);

const groundingsOf = (file: StoryFile): readonly SentenceGrounding[] =>
  expectsEvidence(file.story) ? (file.evidence.groundings ?? []) : [];

/** Describes a claim, and below it what is contradicted or to be read. One that is the whole sentence is not repeated. Terminals show the verdict in colour. */
function describeClaim(grounding: SentenceGrounding): string[] {
  const { claim, sentence, verdict } = grounding;
  const parts = [claim === sentence ? null : claim, describeGrounding(grounding)];
  const [first = '', ...more] = parts.filter((part) => part != null).map(escapeInvisible);
  const gap = ' '.repeat(VERDICT_WIDTH - verdict.length);
  return [
    `    ${styleText(COLOURS[verdict], verdict)}${gap}${first}`.trimEnd(),
    ...more.map((part) => `    ${' '.repeat(VERDICT_WIDTH)}${part}`),
  ];
}

/** Describes the claims of a story with their verdicts, sentence by sentence; in one line if it has no evidence. */
export function describeEvidence(file: StoryFile): string[] {
  const groundings = groundingsOf(file);
  const name = relative('.', file.file);
  if (groundings.length === 0) return [];
  if (!groundings.some(isGiven))
    return [`${name}: no evidence for ${formatCount(groundings.length, 'sentence')}.`];
  let before: string | undefined;
  return [
    name,
    ...groundings.flatMap((grounding) => {
      const isNew = grounding.sentence !== before;
      before = grounding.sentence;
      return [...(isNew ? [`  ${escapeInvisible(before)}`] : []), ...describeClaim(grounding)];
    }),
  ];
}

/** Sums up: `12 claims: 1 contradicted, 10 found, 1 to be read; 2 sentences without evidence.` Returns undefined if there is nothing to sum up. */
export function summarizeEvidence(files: readonly StoryFile[]): string | undefined {
  const groundings = files.flatMap(groundingsOf);
  if (groundings.length === 0) return undefined;
  const claims = groundings.filter(isGiven);
  const counts = RESULTS.flatMap((verdict) => {
    const count = claims.filter((each) => each.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${verdict}`];
  });
  const sentences = groundings.filter(isSentence);
  const partly = sentences.filter(({ findings }) => findings.length > 0).length;
  const without = sentences.length - partly;
  return `${[
    claims.length === 0 ? [] : [`${formatCount(claims.length, 'claim')}: ${counts.join(', ')}`],
    without === 0 ? [] : [`${formatCount(without, 'sentence')} without evidence`],
    partly === 0 ? [] : [`${formatCount(partly, 'sentence')} with evidence for a part only`],
  ]
    .flat()
    .join('; ')}.`;
}

/** Returns the groundings of all files as JSON that any terminal can show. */
export function evidenceJson(files: readonly StoryFile[]): string {
  const entries = files.flatMap(({ file, evidence: { groundings = [] } }) =>
    groundings.map(({ claim, sentence, verdict, findings }) => ({
      file: relative('.', file),
      claim,
      sentence,
      verdict,
      findings: findings.map(({ kind, text, result, quoted }) => ({ kind, text, result, quoted })),
    })),
  );
  return escapeInvisibleLines(JSON.stringify(entries, null, 2));
}
