import type { IndexedStory } from '../../../src/newsroom/desk/publish/mirrors/indexed-story.ts';
import type { IndexQuery } from '../../../src/search/index-query.ts';
import { Search as ProgramSearch } from '../../../src/search/search.ts';

/** The index, with a method that tells its size. */
export class Search extends ProgramSearch {
  async bytes(): Promise<number> {
    return this.ctx.storage.sql.databaseSize;
  }
}

interface HostEnv {
  SEARCH: DurableObjectNamespace<Search>;
}

export default {
  async fetch(request: Request, { SEARCH }: HostEnv): Promise<Response> {
    const index = SEARCH.getByName('main');
    const asked = (await request.json()) as { put: IndexedStory[] } | { find: IndexQuery } | { bytes: true };
    if ('put' in asked) await index.put(asked.put, true);
    if ('bytes' in asked) return Response.json(await index.bytes());
    return Response.json('find' in asked ? await index.find(asked.find) : null);
  },
};
