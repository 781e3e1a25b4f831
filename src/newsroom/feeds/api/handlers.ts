import { readJson, readText } from '../../api/body.ts';
import type { ApiContext } from '../../api/context.ts';
import type { Handlers } from '../../api/operation.ts';
import { idSchema } from '../../api/parameters.ts';
import { ProblemError, refusalProblem } from '../../api/problem.ts';
import { requireType } from '../../api/request.ts';
import { currentSettings } from '../../settings/desk/current-settings.ts';
import { wireOf } from '../../wire/wire-stub.ts';
import { type Feed, type FeedResult, MAX_OPML_BYTES } from '../wire/feed.ts';
import { countResults } from '../wire/import-report.ts';
import { type feedOperations, OPML_TYPES } from './operations.ts';
import { newFeedSchema } from './schemas.ts';

const feedsOf = (c: ApiContext) => wireOf(c.env).feeds;
const byWhom = (c: ApiContext) => ({ actor: c.get('actor'), now: Date.now() });

function readId(c: ApiContext): string {
  const parsed = idSchema.safeParse(c.req.param('id'));
  if (parsed.success) return parsed.data;
  throw new ProblemError(404, 'There is no such feed. GET /api/feeds lists them.', { why: 'missing' });
}

function feedIn(result: FeedResult): Feed {
  if (!result.ok) throw refusalProblem(result);
  return result.feed;
}

export const feedHandlers: Handlers<typeof feedOperations> = {
  async listFeeds(c, send) {
    return send(200, { feeds: await feedsOf(c).list(Date.now()) });
  },

  async addFeed(c, send) {
    const { url, title = null } = await readJson(c, newFeedSchema);
    const added = await feedsOf(c).add({ url, title }, byWhom(c));
    if (!added.ok) throw refusalProblem(added);
    return send(added.isNew ? 201 : 200, added.feed);
  },

  async muteFeed(c, send) {
    return send(200, feedIn(await feedsOf(c).mute(readId(c), byWhom(c))));
  },

  async unmuteFeed(c, send) {
    return send(200, feedIn(await feedsOf(c).unmute(readId(c), byWhom(c))));
  },

  async removeFeed(c, send) {
    return send(200, feedIn(await feedsOf(c).remove(readId(c), byWhom(c))));
  },

  async exportFeeds(c, send) {
    const { title } = (await currentSettings(c.env)).site;
    return send(200, await feedsOf(c).exportOpml(`Feeds that ${title} follows`, Date.now()));
  },

  async importFeeds(c, send) {
    requireType(c, ...OPML_TYPES);
    const opml = await readText(c.req.raw, 'A subscription list', MAX_OPML_BYTES);
    const done = await feedsOf(c).importOpml(opml, byWhom(c));
    if (!done.ok) throw refusalProblem(done);
    return send(200, { ...countResults(done.lines), lines: done.lines });
  },
};
