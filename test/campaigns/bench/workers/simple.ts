import { Feed } from 'feed';
import type { PlainStory } from '../stories.ts';

// The simple implementation: for each request it lists KV, reads 50 records, and renders them with `feed`.

export default {
  async fetch(_request: Request, { RECORDS }: { RECORDS: KVNamespace }): Promise<Response> {
    const { keys } = await RECORDS.list({ prefix: 'story:', limit: 50 });
    const stories = await Promise.all(keys.map(({ name }) => RECORDS.get<PlainStory>(name, 'json')));
    const feed = new Feed({
      id: 'https://news.example/',
      title: 'News',
      link: 'https://news.example/',
      copyright: '',
    });
    for (const story of stories) if (story) feed.addItem({ ...story, date: new Date(story.date) });
    return new Response(feed.rss2(), { headers: { 'Content-Type': 'application/rss+xml' } });
  },
};
