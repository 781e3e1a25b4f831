import { formatCount } from '../../../cli/format.ts';
import { escapeInvisible } from '../../../site/story/parse/fault.ts';
import { onOneLine } from '../line.ts';
import { LOSS_HEADINGS, type LossKind, TO_DECIDE } from '../loss-kinds.ts';
import type { Loss } from '../old-site.ts';
import { describeZone } from '../plan/zone-check.ts';
import type { ReportFacts, Tally } from './facts.ts';

/** Puts a text of the old site on one line that every program shows as it is. */
const plain = (text: string): string => escapeInvisible(onOneLine(text));

/** Quotes a text of the old site as code, so that it means nothing in Markdown. */
function quote(text: string): string {
  const line = plain(text);
  const longest = Math.max(0, ...Array.from(line.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return line === '' ? 'nothing' : `${fence}${space}${line}${space}${fence}`;
}

const number = (count: number) => count.toLocaleString('en');

/** Formats a place: `posts/12.html, line 4, post 56 "A headline"`. */
const formatPlace = ({ file, line, entry }: Loss['place']): string =>
  [file, line === undefined ? undefined : `line ${line}`, entry]
    .filter((part) => part !== undefined)
    .map((part) => plain(part))
    .join(', ') || 'the whole site';

/** Formats a loss as a line of a list. */
export const formatLoss = ({ place, was, now }: Loss): string =>
  `- ${formatPlace(place).replace(/[\\`*_<>[\]]/g, '\\$&')}: ${quote(was)} → ${plain(now).replace(/[\\`*_<>[\]]/g, '\\$&')}\n`;

const row = (name: string, { planned, new: isNew, there, updated, kept, refused }: Tally) =>
  `| ${name} | ${[planned, isNew, there, updated, kept, refused].map(number).join(' | ')} |`;

/** Says what moved in, in a table and a few lines. */
function* summary(facts: ReportFacts): Generator<string> {
  const { isDryRun, isCompared, abstracts, pictures, leftOut } = facts;
  yield `# ${isDryRun ? 'What would move in' : 'What moved in'}\n\n`;
  if (isDryRun) {
    yield isCompared
      ? 'This was a dry run: nothing was changed.\n\n'
      : 'This was a dry run: nothing was changed. No server was reached, so nothing was compared with what it has.\n\n';
  }
  const from = facts.title === null || facts.title === '' ? '' : `, ${plain(facts.title)}`;
  yield `From ${quote(facts.source)} (${facts.system}${from}${facts.url === null ? '' : `, ${plain(facts.url)}`}). It was recognised by ${quote(facts.because)}.\n\n`;
  yield `| | total | ${isDryRun ? 'would be new' : 'new'} | already here | updated | different here, kept | refused |\n|---|--:|--:|--:|--:|--:|--:|\n`;
  yield `${row('stories', facts.stories)}\n${row('drafts', facts.drafts)}\n${row('pages', facts.pages)}\n${row('redirects', facts.redirects)}\n\n`;
  yield `- Pictures: ${number(pictures.brought)} of ${number(pictures.listed)} found.\n`;
  yield `- TL;DRs: ${number(abstracts.excerpt)} from excerpts that authors wrote, ${number(abstracts['first sentences'])} from the first sentences of the text${abstracts.headline > 0 ? `, ${number(abstracts.headline)} from the headline` : ''}. Check those that no author wrote.\n`;
  if (leftOut > 0)
    yield `- ${formatCount(leftOut, 'post')} not moved at all: see "${LOSS_HEADINGS.refused}".\n`;
}

/** Says what to do next. */
function* nextSteps({ additions, isDryRun, drafts, zone }: ReportFacts): Generator<string> {
  yield '\n## What to do next\n\n';
  const zoneAdvice = describeZone(zone);
  if (zoneAdvice !== null) yield `- ${plain(zoneAdvice)}\n`;
  if (isDryRun) yield '- Read the losses below. Then run the same command without `--dry-run`.\n';
  if (drafts.planned > 0)
    yield '- Look at the drafts in the newsroom: posts that the old site did not show, and posts that break a rule of stories.\n';
  const { people, topics, timeZone } = additions;
  if (people.length + topics.length > 0 || timeZone !== undefined) {
    const parts = [
      ...(timeZone === undefined ? [] : ['the time zone of the old site']),
      ...(people.length > 0 ? [formatCount(people.length, 'author')] : []),
      ...(topics.length > 0 ? [formatCount(topics.length, 'topic')] : []),
    ];
    yield `- \`site-additions.json\`, beside this report, lists ${parts.join(' and ')} that \`data/site.json\` does not have. Copy what you want into it, deploy, and run the same command again: topics then have titles, and the old addresses of authors lead to their pages.\n`;
  }
  yield '- Open some of the old addresses here. If they lead where they should, point the domain here: see docs/moving-in.md.\n';
}

/** Writes the report in words, part by part. `lossesOf` yields the losses of a kind. */
export function* reportMarkdown(
  facts: ReportFacts,
  lossesOf: (kind: LossKind) => Iterable<Loss>,
): Generator<string> {
  yield* summary(facts);
  yield* nextSteps(facts);
  if (facts.losses.length === 0) {
    yield '\n## Losses\n\nNone: everything moved in as it was.\n';
    return;
  }
  const decided = facts.losses.filter(({ kind }) => TO_DECIDE.includes(kind));
  const others = facts.losses.filter(({ kind }) => !TO_DECIDE.includes(kind));
  const was = 'What could not move in as it was, and what stands there now';
  if (decided.length > 0)
    yield* chapter('To decide', `${was}. Somebody should look at each line.`, decided, lossesOf);
  if (others.length > 0)
    yield* chapter(
      'Other losses',
      `${was}. Nothing has to be done; the longest list is the last.`,
      others,
      lossesOf,
    );
}

/** Writes a part of the losses: its kinds in a table, then every line. */
function* chapter(
  heading: string,
  about: string,
  losses: ReportFacts['losses'],
  lossesOf: (kind: LossKind) => Iterable<Loss>,
): Generator<string> {
  yield `\n## ${heading}\n\n${about}\n\n| | |\n|---|--:|\n`;
  for (const { kind, count } of losses) yield `| ${LOSS_HEADINGS[kind]} | ${number(count)} |\n`;
  for (const { kind, count } of losses) {
    yield `\n### ${LOSS_HEADINGS[kind]} (${number(count)})\n\n`;
    for (const loss of lossesOf(kind)) yield formatLoss(loss);
  }
}

/** Writes the report as JSON, part by part: the facts, and every loss. */
export function* reportJson(
  { losses: counts, additions: _additions, ...facts }: ReportFacts,
  lossesOf: (kind: LossKind) => Iterable<Loss>,
): Generator<string> {
  yield `${JSON.stringify({ ...facts, counts }, null, 2).slice(0, -2)},\n  "losses": [`;
  let comma = '\n    ';
  for (const { kind } of counts) {
    for (const loss of lossesOf(kind)) {
      yield `${comma}${JSON.stringify(loss)}`;
      comma = ',\n    ';
    }
  }
  yield comma.startsWith(',') ? '\n  ]\n}\n' : ']\n}\n';
}
