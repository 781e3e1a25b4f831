import type { Command } from 'commander';
import type { CreateClient } from '../../../cli/client/api-client.ts';
import { formatLocalTime } from '../../../cli/format.ts';
import { escapeInvisible } from '../../../site/story/parse/fault.ts';
import type { StoryStatus } from '../../desk/ledger/story-row.ts';

/** `schedule`: lists the stories that will appear later. */
export function addSchedule(program: Command, createClient: CreateClient): void {
  program
    .command('schedule')
    .description('list scheduled stories, with their local times')
    .action(async () => {
      const api = await createClient();
      const waiting: { slug: string; datePublished: string; status: StoryStatus }[] = [];
      for (let after: number | undefined = 0; after !== undefined; ) {
        const page: { stories: typeof waiting; next?: number } = await api.json(
          'GET',
          `/stories?limit=1000&after=${after}`,
        );
        waiting.push(...page.stories.filter(({ status }) => status === 'scheduled'));
        after = page.next;
      }
      waiting.sort((a, b) => a.datePublished.localeCompare(b.datePublished));
      if (waiting.length === 0) return console.log('Nothing is scheduled.');
      for (const { slug, datePublished } of waiting) {
        const story = await api.findStory(slug);
        console.log(
          `${formatLocalTime(datePublished)}  ${slug}  ${escapeInvisible(story?.record.headline ?? '')}`,
        );
      }
    });
}
