import type { Command } from 'commander';
import type * as z from 'zod';
import { type ApiClient, type CreateClient, jsonBody } from '../../../cli/client/api-client.ts';
import { formatCount, formatLocalTime } from '../../../cli/format.ts';
import { escapeInvisible } from '../../../site/story/parse/fault.ts';
import { findPushedVersion } from '../../drafts/cli/pushed-version.ts';
import { describeDraft, findDraft } from '../../drafts/cli/remote-draft.ts';
import type { noteListSchema, reviewSchema } from '../api/schemas.ts';

type Review = z.output<typeof reviewSchema>;
type Note = z.output<typeof noteListSchema>['notes'][number];

async function ask(
  api: ApiClient,
  named: string,
  asked: { reviewer?: string; note?: string },
): Promise<void> {
  const { id, version } = await findPushedVersion(api, named);
  const body = jsonBody(asked, { 'If-Match': `"${version}"` });
  await api.request('POST', `/drafts/${id}/review`, body);
  console.log(
    `${named}: ${asked.reviewer ?? 'any editor'} is asked to review version ${version}: ${api.url}/newsroom/drafts/${id}/review`,
  );
}

function describeEvent({ kind, version, by, at, reviewer: asked, note }: Review['events'][number]): string {
  const what = {
    asked: `asked ${asked ?? 'any editor'} for a review`,
    approved: 'approved',
    'changes asked': 'asked for changes',
    voided: 'made a change that ended the approval',
    published: 'published',
  }[kind];
  return escapeInvisible(
    `  ${formatLocalTime(at)}  version ${version}: ${by} ${what}${note === null ? '' : `: ${note}`}`,
  );
}

const describeNote = ({ by, text, quote, suggestion, position }: Note): string =>
  escapeInvisible(
    `  ${by}${quote === '' ? '' : ` on "${quote}"${position ? '' : ' (which is gone)'}`}: ${text}${suggestion === null ? '' : ` (suggests "${suggestion}")`}`,
  );

async function show(api: ApiClient, named: string): Promise<void> {
  const draft = await findDraft(api, named);
  const { events, approvals, needed } = await api.json<Review>('GET', `/drafts/${draft.id}/review`);
  const { notes } = await api.json<{ notes: Note[] }>('GET', `/drafts/${draft.id}/notes`);
  const open = notes.filter(({ thread, resolved }) => thread === null && resolved === null);
  const holding = approvals.filter(({ holds }) => holds).map(({ name }) => escapeInvisible(name));
  const list = (title: string, lines: string[]) => (lines.length === 0 ? [] : ['', title, ...lines]);
  console.log(
    [
      describeDraft(draft),
      holding.length === 0 ? 'No approval holds.' : `Approved by ${holding.join(', ')}.`,
      `Publishing takes ${formatCount(needed, 'approval')}.`,
      ...list('What happened:', events.map(describeEvent)),
      ...list(`${formatCount(open.length, 'open note')}:`, open.map(describeNote)),
    ].join('\n'),
  );
}

/** `review ask` and `review show`. Only people approve, in the newsroom. */
export function addReview(program: Command, createClient: CreateClient): void {
  const review = program
    .command('review')
    .description('ask for the review of a draft, and see what came of it');

  review
    .command('ask')
    .argument('<draft>', 'file that was pushed, name or id')
    .option('--reviewer <name>', 'an editor or admin (default: any of them)')
    .option('--note <text>', 'what to look at')
    .description('ask for a review, which people give in the newsroom')
    .action(async (named: string, asked: { reviewer?: string; note?: string }) =>
      ask(await createClient(), named, asked),
    );

  review
    .command('show')
    .argument('<draft>', 'name or id')
    .description('show who approved what, and the open notes')
    .action(async (named: string) => show(await createClient(), named));
}
