import { type Command, InvalidArgumentError } from 'commander';
import type * as z from 'zod';
import type { CreateClient } from '../../../cli/client/api-client.ts';
import { formatCount, formatLocalTime } from '../../../cli/format.ts';
import { escapeInvisible } from '../../../site/story/parse/fault.ts';
import type { eventListSchema, eventSchema, eventWithReportsSchema } from '../api/schemas.ts';

function describe({ id, title, outlets, outletNames, reports, last }: z.output<typeof eventSchema>): string {
  const more = outlets > outletNames.length ? ', …' : '';
  const counts = `${formatCount(outlets, 'outlet')}, ${formatCount(reports, 'report')}`;
  return [
    `${id}  ${title || 'Without a title'}`,
    `    ${counts}, last ${formatLocalTime(last)}: ${outletNames.join(', ')}${more}`,
  ]
    .map(escapeInvisible)
    .join('\n');
}

function readNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number, like 7.');
  return Number(text);
}

/** `wire`: what the feeds report, grouped by event. */
export function addWire(program: Command, createClient: CreateClient): void {
  program
    .command('wire')
    .argument('[event]', 'number of an event, to list its reports', readNumber)
    .option('--language <code>', 'only events in this language, like de')
    .option('--limit <number>', 'how many events, at most 100', readNumber, 25)
    .option('--json', 'print them as JSON')
    .description('list what the feeds report, by event: the newest and most reported first')
    .action(
      async (event: number | undefined, options: { language?: string; limit: number; json?: boolean }) => {
        const api = await createClient();
        if (event !== undefined) {
          const found = await api.json<z.output<typeof eventWithReportsSchema>>('GET', `/events/${event}`);
          if (options.json) return console.log(JSON.stringify(found, null, 2));
          const lines = found.items.flatMap(({ outlet, title, published, url, copyOf }) => [
            `${outlet}, ${formatLocalTime(published)}: ${title}${copyOf === null ? '' : ` (nearly the text of ${copyOf})`}`,
            `    ${url}`,
          ]);
          return console.log([describe(found), ...lines.map(escapeInvisible)].join('\n'));
        }
        const query = new URLSearchParams({ limit: String(options.limit) });
        if (options.language !== undefined) query.set('language', options.language);
        const { events } = await api.json<z.output<typeof eventListSchema>>('GET', `/events?${query}`);
        if (options.json) console.log(JSON.stringify(events, null, 2));
        else if (events.length === 0)
          console.log('No events yet. Follow feeds: npm run story -- feeds add https://…');
        else console.log(events.map(describe).join('\n'));
      },
    );
}
