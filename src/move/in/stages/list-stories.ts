import type { ApiClient } from '../../../cli/client/api-client.ts';
import type { StoryList } from '../../../newsroom/stories/api/schemas.ts';
import type { WorkFolder } from '../work/work-folder.ts';

/** Notes which stories the server has. */
export async function listStories(api: ApiClient, work: WorkFolder): Promise<void> {
  work.remote.clear();
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page: StoryList = await api.json('GET', `/stories?limit=1000&after=${after}`);
    work.transaction(() => {
      for (const { datePublished, ...story } of page.stories)
        work.remote.add({ ...story, published: datePublished });
    });
    after = page.next;
  }
}
