import type { DeskState } from '../desk/state.ts';
import { visibleLines } from '../story/parse/fault.ts';

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

function describeBackup({ backup }: DeskState): string {
  if (!backup) return 'Backups are off. To turn them on, see "Operations" in README.md.';
  const { last, running } = backup;
  const under = running ? ' One is running.' : '';
  return last
    ? `Backed up ${last.began}: ${last.stories} stories, ${megabytes(last.bytes)}.${under}`
    : `No backup yet.${under}`;
}

/** How the server is doing, for the person at the terminal. */
export function describeStatus(state: DeskState): string {
  const { stories, outbox, rebuild, troubles, attention } = state;
  const scheduled =
    stories.scheduled > 0
      ? `${stories.scheduled} scheduled, the next for ${state.nextScheduled}`
      : 'none scheduled';
  const waiting =
    outbox.depth + outbox.cards === 0
      ? 'All changes are live'
      : `${outbox.depth} keys and ${outbox.cards} cards wait to be written`;
  const lines = [
    `${stories.published} stories published, ${scheduled}, ${stories.withdrawn} withdrawn.`,
    `${waiting}; ${state.lastPrint ? `last written ${state.lastPrint}` : 'nothing was written yet'}.`,
    ...(rebuild && !rebuild.isDone
      ? [`A rebuild has rendered ${rebuild.done} of ${rebuild.total} stories.`]
      : []),
    describeBackup(state),
    '',
    ...(attention.length === 0
      ? ['All is well.']
      : ['Needs attention:', ...attention.map(({ what, next }) => `- ${what}\n  ${next}`)]),
    ...(troubles.length === 0
      ? []
      : ['', 'Latest errors:', ...troubles.map(({ at, what }) => `  ${at}  ${what}`)]),
  ];
  return visibleLines(lines.join('\n'));
}
