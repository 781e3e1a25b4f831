import { readFile, stat, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { Command } from 'commander';
import type * as z from 'zod';
import type { ApiClient, CreateClient } from '../../../cli/client/api-client.ts';
import { CommandError } from '../../../cli/command-error.ts';
import { formatCount, formatLocalTime } from '../../../cli/format.ts';
import { escapeInvisible } from '../../../site/story/parse/fault.ts';
import { ENGLISH, textIn } from '../../words/translate.ts';
import type { feedListSchema, importReportSchema } from '../api/schemas.ts';
import { type Feed, MAX_OPML_BYTES } from '../wire/feed.ts';
import { countResults, IMPORTED } from '../wire/import-report.ts';

const listFeeds = async (api: ApiClient): Promise<Feed[]> =>
  (await api.json<z.output<typeof feedListSchema>>('GET', '/feeds')).feeds;

/** Finds a feed by its address, as it was added or as it is now. */
async function findFeed(api: ApiClient, address: string): Promise<Feed> {
  const href = URL.parse(address)?.href ?? address;
  const feed = (await listFeeds(api)).find((each) => [each.address, each.url].includes(href));
  if (feed) return feed;
  throw new CommandError(
    `No feed at ${escapeInvisible(address)} is followed. To see which are: npm run story -- feeds`,
  );
}

function describe({ address, url, title, state, answer, next, itemsPerWeek, isPushed }: Feed): string {
  const facts = [
    ...(title === null ? [] : [title]),
    ...(url === address ? [] : [`now at ${url}`]),
    ...(state === 'active' ? [] : [state]),
    `${formatCount(itemsPerWeek, 'item')} a week`,
    ...(isPushed ? ['its hub tells of new ones'] : []),
    next === null ? 'not asked' : `asked next ${formatLocalTime(next)}`,
  ];
  const lines = [`${address}: ${facts.join(', ')}`, ...(answer === null ? [] : [`  ${answer}`])];
  return lines.map(escapeInvisible).join('\n');
}

async function importList(api: ApiClient, file: string): Promise<void> {
  const name = relative('.', file);
  if ((await stat(file)).size > MAX_OPML_BYTES)
    throw new CommandError(`${name}: a list has at most 1 MB. Split it.`);
  const response = await api.request('POST', '/feeds.opml', {
    headers: { 'Content-Type': 'text/x-opml' },
    body: await readFile(file),
  });
  const { refused, lines } = (await response.json()) as z.output<typeof importReportSchema>;
  for (const { url, result, detail } of lines)
    if (result === 'refused') console.error(escapeInvisible(`${url || name}: refused. ${detail ?? ''}`));
  console.log(`${name}: ${textIn(ENGLISH, IMPORTED, countResults(lines))}`);
  if (refused > 0) process.exitCode = 1;
}

/** `feeds`: the feeds of sources that the newsroom follows. */
export function addFeeds(program: Command, createClient: CreateClient): void {
  const feeds = program
    .command('feeds')
    .description('follow the feeds of sources: list, add, mute and remove them');

  feeds
    .command('list', { isDefault: true })
    .option('--json', 'print them as JSON')
    .description('list the feeds, with what the last request to each found')
    .action(async ({ json = false }: { json?: boolean }) => {
      const list = await listFeeds(await createClient());
      if (json) console.log(JSON.stringify(list, null, 2));
      else if (list.length === 0) console.log('No feeds yet. Add one: npm run story -- feeds add https://…');
      else console.log(`${list.map(describe).join('\n')}\n${formatCount(list.length, 'feed')}.`);
    });

  feeds
    .command('add')
    .argument('<address>', 'address of a feed: RSS, Atom, RDF or JSON Feed')
    .option('--title <text>', 'what the newsroom calls it')
    .description('follow a feed; it is asked at once')
    .action(async (url: string, { title }: { title?: string }) => {
      const api = await createClient();
      const response = await api.request('POST', '/feeds', {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ url, ...(title === undefined ? {} : { title }) }),
      });
      const feed = (await response.json()) as Feed;
      console.log(`${response.status === 201 ? 'Added' : 'Followed already'}: ${describe(feed)}`);
    });

  const change = (
    name: string,
    description: string,
    send: (api: ApiClient, feed: Feed) => Promise<unknown>,
    done: string,
  ) =>
    feeds
      .command(name)
      .argument('<address>', 'address of the feed')
      .description(description)
      .action(async (address: string) => {
        const api = await createClient();
        const feed = await findFeed(api, address);
        await send(api, feed);
        console.log(escapeInvisible(`${done} ${feed.address}.`));
      });
  change(
    'mute',
    'silence a feed: it is not asked any more',
    (api, { id }) => api.request('POST', `/feeds/${id}/mute`),
    'Muted',
  );
  change(
    'unmute',
    'ask a feed again that was muted or has stopped',
    (api, { id }) => api.request('POST', `/feeds/${id}/unmute`),
    'Asking again:',
  );
  change(
    'remove',
    'follow a feed no longer',
    (api, { id }) => api.request('DELETE', `/feeds/${id}`),
    'Removed',
  );

  feeds
    .command('import')
    .argument('<file>', 'a subscription list in OPML, as feed readers export it')
    .description('follow the feeds of a subscription list')
    .action(async (file: string) => importList(await createClient(), file));

  feeds
    .command('export')
    .argument('[file]', 'file to write; without one, it is printed')
    .description('write the feeds as a subscription list for feed readers (OPML)')
    .action(async (file: string | undefined) => {
      const response = await (await createClient()).request('GET', '/feeds.opml');
      const opml = await response.text();
      if (file === undefined) return console.log(opml);
      await writeFile(file, opml);
      console.log(`Wrote ${relative('.', file)}.`);
    });
}
