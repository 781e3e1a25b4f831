import { DurableObject } from 'cloudflare:workers';
import identity from '../../../data/site.json' with { type: 'json' };
import { migrate } from '../../../src/lib/migrations.ts';
import type { PageRequest } from '../../../src/newsroom/wire/fetching/fetched.ts';
import { Fetcher } from '../../../src/newsroom/wire/fetching/fetcher.ts';
import { MIGRATIONS } from '../../../src/newsroom/wire/migrations.ts';
import { parseSite } from '../../../src/settings/site-schema.ts';

interface TestEnv {
  WIRE: DurableObjectNamespace<FetchingWire>;
  SITE_URL: string;
}

/** A wire that does nothing but fetch. */
export class FetchingWire extends DurableObject<TestEnv> {
  readonly #fetcher: Fetcher;

  constructor(ctx: DurableObjectState, env: TestEnv) {
    super(ctx, env);
    migrate(ctx.storage, MIGRATIONS, 'host');
    const site = parseSite(identity, env.SITE_URL);
    this.#fetcher = new Fetcher({ sql: ctx.storage.sql, settings: { site, isLoopbackAllowed: true } });
  }

  /** Fetches a page. Returns the length of the body and how it begins in its place. */
  async fetchPage(request: PageRequest) {
    const fetched = await this.#fetcher.fetchPage(request);
    if (!fetched.ok) return fetched;
    const { body, ...rest } = fetched;
    return { ...rest, length: body.byteLength, text: new TextDecoder().decode(body.subarray(0, 200)) };
  }
}

export default {
  /** Takes a `PageRequest` as JSON, for the wire that the path names. */
  async fetch(request, env): Promise<Response> {
    const wire = env.WIRE.getByName(new URL(request.url).pathname);
    return Response.json(await wire.fetchPage(await request.json<PageRequest>()));
  },
} satisfies ExportedHandler<TestEnv>;
