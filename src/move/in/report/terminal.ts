import { formatCount } from '../../../cli/format.ts';
import { escapeInvisibleLines } from '../../../site/story/parse/fault.ts';
import { LOSS_HEADINGS } from '../loss-kinds.ts';
import type { ReportFacts, Tally } from './facts.ts';

/** How many kinds of losses the terminal lists. */
const MAX_KINDS = 12;

/** Describes what came of the entries of one kind, in a line: `12 stories: 10 new, 2 already here`. */
function describeTally(noun: string, tally: Tally, isDryRun: boolean): string {
  const parts = [
    ...(tally.new > 0 ? [`${tally.new} ${isDryRun ? 'would be new' : 'new'}`] : []),
    ...(tally.there > 0 ? [`${tally.there} already here`] : []),
    ...(tally.updated > 0 ? [`${tally.updated} ${isDryRun ? 'would be updated' : 'updated'}`] : []),
    ...(tally.kept > 0 ? [`${tally.kept} different here, kept`] : []),
    ...(tally.refused > 0 ? [`${tally.refused} refused`] : []),
  ];
  return `${formatCount(tally.planned, noun)}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}

/** Describes the result of a move for the terminal. `folder` is where its report is. */
export function describeMove(facts: ReportFacts, folder: string): string {
  const { isDryRun, isCompared, pictures, losses } = facts;
  const shown = losses.slice(0, MAX_KINDS);
  const lines = [
    ...(isDryRun ? ['A dry run: nothing was changed.'] : []),
    ...(isCompared ? [] : ['No server was reached, so nothing was compared with what it has.']),
    `From ${facts.system}, recognised by ${facts.because}`,
    describeTally('story', facts.stories, isDryRun),
    describeTally('draft', facts.drafts, isDryRun),
    describeTally('page', facts.pages, isDryRun),
    `${formatCount(pictures.listed, 'picture')}${pictures.listed > 0 ? `: ${pictures.brought} found` : ''}`,
    describeTally('redirect', facts.redirects, isDryRun),
    ...(losses.length > 0
      ? ['', 'What could not move in as it was:']
      : ['', 'Everything moved in as it was.']),
    ...shown.map(({ kind, count }) => `  ${String(count).padStart(6)}  ${LOSS_HEADINGS[kind]}`),
    ...(losses.length > shown.length ? [`          and ${losses.length - shown.length} more kinds`] : []),
    '',
    `Report: ${folder}/report.md (for programs: report.json)`,
  ];
  return escapeInvisibleLines(lines.join('\n'));
}
