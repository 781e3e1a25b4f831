import type * as z from 'zod';
import { type ApiClient, jsonBody } from '../../../cli/client/api-client.ts';
import { CommandError } from '../../../cli/command-error.ts';
import { formatCount } from '../../../cli/format.ts';
import { webUrl } from '../../../site/story/fields.ts';
import { escapeInvisible } from '../../../site/story/parse/fault.ts';
import type { draftingJobSchema } from '../../drafting/api/schemas.ts';
import { findAddressFaults, readAddresses } from '../../drafting/wire/draft-request.ts';

/** Milliseconds between two looks at how far the wire has come. */
const PAUSE = 1000;

/** Minutes after which the command stops to look. The wire goes on. */
const PATIENCE = 15;

type Job = z.output<typeof draftingJobSchema>;

/** Throws an error for arguments that are no addresses, which may be a misspelt command. */
function checkAddresses(given: readonly string[]): string[] {
  const urls = readAddresses(given.join('\n'));
  // Which hosts it may read, the server knows.
  const faults = findAddressFaults(urls, (url) => webUrl.safeParse(url).error?.issues[0]?.message);
  if (faults.length === 0) return urls;
  const lines = faults.map(
    ({ value, rule }) => `  ${value === '' ? 'The list' : escapeInvisible(value)} ${rule}.`,
  );
  throw new CommandError(
    [
      'No draft was begun:',
      ...lines,
      'Give the addresses of the sources: npm run story -- draft https://… https://…',
      'The other commands are draft list, pull, push and publish.',
    ].join('\n'),
  );
}

/** Prints what is new of the sources, each line once. */
function printNews({ sources }: Job, printed: Set<string>): void {
  for (const { url, state, detail } of sources) {
    if (state === 'waiting' || detail === '') continue;
    const line = `${state === 'unread' ? 'Not read' : state === 'read' ? 'Read' : 'Reading'}: ${url}\n  ${escapeInvisible(detail)}`;
    if (!printed.has(line)) console.log(line);
    printed.add(line);
  }
}

async function waitForDraft(api: ApiClient, begun: Job): Promise<Job> {
  const printed = new Set<string>();
  const deadline = Date.now() + PATIENCE * 60_000;
  let job = begun;
  let isDrafting = false;
  for (;;) {
    printNews(job, printed);
    if (job.state === 'drafting' && !isDrafting) console.log(`Drafting in ${job.language} …`);
    isDrafting = job.state === 'drafting';
    if (job.state === 'done' || job.state === 'failed') return job;
    if (Date.now() > deadline) {
      throw new CommandError(
        `The wire is still at work after ${PATIENCE} minutes. The draft will be in the list once it is there: npm run story -- draft list`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    job = await api.json<Job>('GET', `/drafting/${job.id}`);
  }
}

/** Has the wire draft a story from pages, prints how far it has come, and says where the draft is. */
export async function draftFromSources(
  createClient: () => Promise<ApiClient>,
  given: readonly string[],
  options: { language?: string; drafter?: string },
): Promise<void> {
  const urls = checkAddresses(given);
  const api = await createClient();
  const begun = await api.json<Job>('POST', '/drafting', jsonBody({ urls, ...options }));
  const { draft, dropped, notes, detail, sources } = await waitForDraft(api, begun);
  if (!draft) throw new CommandError(`No draft was made. ${escapeInvisible(detail ?? '')}`);
  for (const { text, why } of dropped) {
    console.log(`Left out: “${escapeInvisible(text)}”\n  ${escapeInvisible(why)}`);
  }
  // What was not read is printed already.
  for (const note of notes.filter((each) => !each.startsWith('Not read: ')))
    console.log(escapeInvisible(note));
  const read = sources.filter(({ state }) => state === 'read').length;
  console.log(
    `Draft ${draft.name} from ${formatCount(read, 'source')}: ${draft.url}\nTo work on it as a file: npm run story -- draft pull ${draft.id.slice(0, 8)}`,
  );
}
