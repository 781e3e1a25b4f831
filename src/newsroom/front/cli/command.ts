import { type Command, InvalidArgumentError } from 'commander';
import { type ApiClient, type CreateClient, jsonBody } from '../../../cli/client/api-client.ts';
import { CommandError } from '../../../cli/command-error.ts';
import { formatLocalTime } from '../../../cli/format.ts';
import { escapeInvisible } from '../../../site/story/parse/fault.ts';
import type { FrontDetail } from '../api/schemas.ts';
import type { Arrangement } from '../desk/arrangement.ts';

const HOUR = 3_600_000;

/** Says what is arranged, a line for each part. */
function describe({ lead, order, blocks, absent, who, at }: FrontDetail): string[] {
  const lines = [
    ...(lead ? [`Lead until ${formatLocalTime(lead.until)}: ${lead.story}`] : []),
    ...(order ? [`Order until ${formatLocalTime(order.until)}: ${order.stories.join(', ')}`] : []),
    ...blocks.map(({ topic, count }) => `Topic ${topic}: ${count}`),
  ];
  return [
    ...(lines.length > 0 ? lines : ['All by date.']),
    ...absent.map(({ story, why }) => `Not there, because it is ${why}: ${story}`),
    ...(at === null
      ? []
      : [`Since ${formatLocalTime(at)}: ${who === null ? 'a time ended' : escapeInvisible(who)}`]),
  ];
}

/** Changes some parts of the front page, and says what is arranged then. Fails if somebody else changes it meanwhile. */
async function change(api: ApiClient, parts: Partial<Arrangement>): Promise<void> {
  const { version, lead, order, blocks } = await api.json<FrontDetail>('GET', '/front');
  const body = jsonBody({ lead, order, blocks, ...parts }, { 'If-Match': `"${version}"` });
  const now = await api.json<FrontDetail>('PUT', '/front', body);
  for (const line of describe(now)) console.log(line);
}

function parseHours(text: string): number {
  if (/^\d{1,4}$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('It must be a number of hours, like 6.');
}

function parseBlock(text: string): Arrangement['blocks'][number] {
  const [, topic, count] = /^([^:]+):(\d{1,3})$/.exec(text) ?? [];
  if (topic !== undefined) return { topic, count: Number(count) };
  throw new CommandError(`“${text}” must be a topic with a number of headlines, like web-feeds:4.`);
}

const afterHours = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();

/** `front`: what editors have arranged of the front page. */
export function addFront(program: Command, createClient: CreateClient): void {
  const front = program.command('front').description('arrange the front page: show, lead, order, topics');

  front
    .command('show', { isDefault: true })
    .description('say what is arranged, and by whom')
    .action(async () => {
      const api = await createClient();
      for (const line of describe(await api.json<FrontDetail>('GET', '/front'))) console.log(line);
    });

  front
    .command('lead')
    .argument('[slug]', 'the story (default: none, so that the newest leads)')
    .option('--hours <number>', 'for how long', parseHours, 24)
    .description('have a story lead the front page')
    .action(async (slug: string | undefined, { hours }: { hours: number }) =>
      change(await createClient(), {
        lead: slug === undefined ? null : { story: slug, until: afterHours(hours) },
      }),
    );

  front
    .command('order')
    .argument('[slugs...]', 'the stories (default: none, so that all are by date)')
    .option('--hours <number>', 'for how long', parseHours, 24)
    .description('put stories behind the lead, in this order')
    .action(async (stories: string[], { hours }: { hours: number }) =>
      change(await createClient(), {
        order: stories.length === 0 ? null : { stories, until: afterHours(hours) },
      }),
    );

  front
    .command('topics')
    .argument('[topics...]', 'topics, each with a number of headlines, like web-feeds:4 (default: none)')
    .description('show headlines of topics')
    .action(async (topics: string[]) => change(await createClient(), { blocks: topics.map(parseBlock) }));
}
