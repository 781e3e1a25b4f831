import type { Command } from 'commander';
import type * as z from 'zod';
import { type ApiClient, type CreateClient, jsonBody } from '../../../cli/client/api-client.ts';
import { CommandError } from '../../../cli/command-error.ts';
import { formatCount, formatLocalTime } from '../../../cli/format.ts';
import { escapeInvisible, escapeInvisibleLines } from '../../../site/story/parse/fault.ts';
import type { sourceSchema, watchSchema } from '../api/schemas.ts';
import { LISTED_AS } from '../desk/watch-entry.ts';

type Watch = z.output<typeof watchSchema>;
type Source = z.output<typeof sourceSchema>['source'];

function describeSource(source: Source): string {
  const { url, listed, detail, missing, archivedAt, found, nextLook, isTold, dismissed, stories } = source;
  const lines = [
    `${listed ?? 'as it was'}: ${url}`,
    `${detail}${found === null ? '' : ` Found ${formatLocalTime(found)}.`}`,
    ...missing.map((words) => `Missing: "${escapeInvisible(words)}"`),
    ...(archivedAt === null ? [] : [`Archived copy: ${archivedAt}`]),
    dismissed
      ? `${dismissed.by} called it a false alarm, ${formatLocalTime(dismissed.at)}.`
      : isTold
        ? 'Readers are told.'
        : 'Readers are told nothing.',
    `Next look: ${formatLocalTime(nextLook)}. Cited by ${stories.map(({ slug }) => slug).join(', ')}.`,
  ];
  return escapeInvisibleLines(lines.join('\n  '));
}

function describeWatch(watch: Watch): string {
  const { sources, counts, waiting, nextLook, looksPerDay, looksToday, pagesToday, listed } = watch;
  if (sources === 0 && looksPerDay > 0)
    return 'The watch knows of no cited source yet. It goes through the published stories every 15 minutes.';
  const found = LISTED_AS.filter((kind) => (counts[kind] ?? 0) > 0).map((kind) => `${counts[kind]} ${kind}`);
  return [
    `${formatCount(sources, 'source')} cited by published stories. ${found.length === 0 ? 'All are as they were, as far as is known.' : `Found: ${found.join(', ')}.`}`,
    looksPerDay === 0
      ? 'The watch is off (the setting wire.looksPerDay is 0).'
      : `${formatCount(looksToday, 'look')} today, of at most ${looksPerDay}; ${waiting} due.${nextLook === null ? '' : ` Next look due: ${formatLocalTime(nextLook)}.`}`,
    ...(pagesToday > 0
      ? [`${formatCount(pagesToday, 'page')} written anew today because of what was found.`]
      : []),
    ...listed.map((source) => `\n${describeSource(source)}`),
  ].join('\n');
}

async function change(api: ApiClient, method: 'POST' | 'PUT', path: string, body: unknown): Promise<void> {
  const { source } = await api.json<{ source: Source }>(method, path, jsonBody(body));
  console.log(describeSource(source));
}

/** `watch`: shows what later looks at cited sources have found; `watch look`, `watch dismiss` and `watch restore` act on one source. */
export function addWatch(program: Command, createClient: CreateClient): void {
  const watch = program
    .command('watch')
    .option('--kind <kind>', `only what is ${LISTED_AS.join(', ')} (default: all but false alarms)`)
    .option('--json', 'print all of it as JSON')
    .description('show which cited sources are gone, have moved or no longer say what is quoted')
    .action(async ({ kind, json = false }: { kind?: string; json?: boolean }) => {
      if (kind !== undefined && !LISTED_AS.some((each) => each === kind))
        throw new CommandError(`"${kind}" is no kind of finding. Choose one of ${LISTED_AS.join(', ')}.`);
      const api = await createClient();
      const state = await api.json<Watch>('GET', `/watch${kind === undefined ? '' : `?kind=${kind}`}`);
      console.log(json ? JSON.stringify(state, null, 2) : describeWatch(state));
    });

  watch
    .command('look')
    .argument('<url>', 'address of a cited source')
    .description('look at a source at once; a second look confirms what the first has found')
    .action(async (url: string) => change(await createClient(), 'POST', '/watch/looks', { url }));

  for (const [name, isFalseAlarm, description] of [
    ['dismiss', true, 'say that what was found is a false alarm; readers are then told nothing of it'],
    ['restore', false, 'say that it is no false alarm after all'],
  ] as const) {
    watch
      .command(name)
      .argument('<url>', 'address of a cited source')
      .description(description)
      .action(async (url: string) =>
        change(await createClient(), 'PUT', '/watch/dismissals', { url, isFalseAlarm }),
      );
  }
}
