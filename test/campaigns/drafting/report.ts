import { FAULT_KINDS, LANGUAGES, type NewsEvent } from './events.ts';
import type { MeasuredFault, Results } from './measure.ts';

// Makes the report of the drafting campaign. The same results give the same text.

const row = (...cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const inline = (text: string) => text.replace(/\s+/gu, ' ').replace(/[*_|<`[\]\\]/g, '\\$&');
const ofLanguage = <T extends { event: NewsEvent }>(results: readonly T[], language: string) =>
  results.filter(({ event }) => event.language === language);

/** `0 / 24`: how many got into a draft, and of how many. */
const share = (these: readonly { isIn: boolean }[]) =>
  `${these.filter(({ isIn }) => isIn).length} / ${these.length}`;

const listFaults = (faults: readonly MeasuredFault[]) =>
  faults
    .filter(({ isIn }) => isIn)
    .map(({ event, fault }) => `- ${event.id}, ${fault.kind}: ${inline(fault.passage.text)}`);

const orNone = (lines: string[]) => (lines.length > 0 ? lines : ['None.']);

/** Formats the results as Markdown. */
export function makeReport({ faults, good }: Results): string {
  const survived = good.filter(({ isIn }) => isIn).length;
  const articles = new Set(faults.flatMap(({ event }) => event.sources)).size;
  return [
    '# The drafting campaign',
    '',
    `Written by \`npm run drafting\`. ${articles} invented articles about ${new Set(faults.map(({ event }) => event)).size} events in six languages (\`events/\`), each event with what a model`,
    'answered, recorded by hand: true passages, and passages with a planted fault. A draft is made for each fault, with true passages',
    'beside it. The model gives the same answer again when it is asked once more. A fault counts as in if its passage is in the TL;DR.',
    '',
    'The set is small, its sentences are short, and its faults are of the kinds that grounding looks for. So expect more faults to pass',
    'elsewhere: what grounding finds of errors in real claims is in [its own report](../grounding/report.md). A passage that joins what two',
    'sources state, and names the sentences of both, cannot be told from a true one.',
    '',
    '## Planted faults that got into a draft',
    '',
    row('in / planted', ...LANGUAGES, 'all'),
    `|---|${'---|'.repeat(LANGUAGES.length + 1)}`,
    ...FAULT_KINDS.map((kind) => {
      const these = faults.filter(({ fault }) => fault.kind === kind);
      return row(kind, ...LANGUAGES.map((language) => share(ofLanguage(these, language))), share(these));
    }),
    row('all', ...LANGUAGES.map((language) => share(ofLanguage(faults, language))), share(faults)),
    '',
    ...orNone(listFaults(faults)),
    '',
    '## True passages that survived',
    '',
    row('in / recorded', ...LANGUAGES, 'all', 'share'),
    `|---|${'---|'.repeat(LANGUAGES.length + 2)}`,
    row(
      'true passages',
      ...LANGUAGES.map((language) => share(ofLanguage(good, language))),
      share(good),
      percent(survived / good.length),
    ),
    '',
    'Lost:',
    '',
    ...orNone(
      good
        .filter(({ isIn }) => !isIn)
        .map(({ event, text, why }) => `- ${event.id}: ${inline(text)}\n  ${inline(why)}`),
    ),
    '',
  ].join('\n');
}
