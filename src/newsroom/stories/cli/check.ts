import { relative } from 'node:path';
import type { Command } from 'commander';
import { InvalidFiles } from '../../../cli/command-error.ts';
import { formatCount } from '../../../cli/format.ts';
import { readSiteFile } from '../../../cli/worker/site-file.ts';
import { contradictedClaims } from '../../../site/story/evidence-policy.ts';
import { formatFault } from '../../../site/story/parse/fault.ts';
import { describeEvidence, evidenceJson, summarizeEvidence } from './evidence.ts';
import { DEFAULT_PATHS, readAllFiles, type StoryFile } from './story-files.ts';
import { describeWarnings } from './warnings.ts';

/** Counts the likely mistakes in a story, and the claims that their quotes contradict. */
const countWarnings = ({ lint, evidence }: StoryFile) =>
  lint.warnings.length + (evidence.faults.length > 0 ? 0 : contradictedClaims(evidence).length);

/** Sums up how many stories were checked, and how many warnings there are. */
function summarize(stories: readonly StoryFile[], warnings: number): string {
  const drafts = stories.filter(({ isDraft }) => isDraft).length;
  const checked = `${formatCount(stories.length)} checked${drafts > 0 ? ` (${formatCount(drafts, 'draft')})` : ''}`;
  return `${checked}, no errors${warnings > 0 ? `, ${formatCount(warnings, 'warning')}` : ''}.`;
}

interface Options {
  strict?: boolean;
  json?: boolean;
}

/** Checks files. Standard output has the verdicts and a summary; with `json`, only an array. */
async function check(paths: readonly string[], { strict = false, json = false }: Options): Promise<void> {
  // Reports what is wrong in data/site.json, which holds the policy on evidence.
  await readSiteFile('http://127.0.0.1');
  const { stories, problems } = await readAllFiles(paths, 'check');
  if (json) console.log(evidenceJson(stories));
  if (problems.length > 0) throw new InvalidFiles(problems);
  const print = json ? console.error : console.log;
  for (const story of stories) {
    for (const line of describeWarnings(story)) console.error(line);
    if (!json) for (const line of describeEvidence(story)) print(line);
  }
  const summary = summarizeEvidence(stories);
  if (summary !== undefined) print(summary);
  const refused = stories.flatMap(({ file, evidence }) =>
    evidence.faults.map((fault) => formatFault(fault, relative('.', file))),
  );
  if (refused.length > 0)
    throw new InvalidFiles([...refused, '', 'data/site.json refuses these: it has "evidence": "require".']);
  const warnings = stories.reduce((sum, story) => sum + countWarnings(story), 0);
  print(summarize(stories, warnings));
  if (strict && warnings > 0) process.exitCode = 1;
}

/** `check`: finds errors in story files; needs no server. */
export function addCheck(program: Command): void {
  program
    .command('check')
    .argument('[paths...]', 'files and folders (default: data/stories)')
    .option('--strict', 'fail on warnings as well')
    .option('--json', 'print the verdict on each claim as JSON')
    .description('find errors and likely mistakes in story files, and check evidence; needs no server')
    .action((paths: string[], options: Options) => check(paths.length > 0 ? paths : DEFAULT_PATHS, options));
}
