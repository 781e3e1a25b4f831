import * as z from 'zod';
import { DESK, json, type Operations, text } from '../../api/operation.ts';
import { feedSchema } from '../wire/feed.ts';
import { feedListSchema, importReportSchema, newFeedSchema } from './schemas.ts';

// The feeds of sources that the newsroom follows.

export const OPML_TYPES = ['text/x-opml', 'application/xml', 'text/xml'];
const opml = z.string().meta({ description: 'A subscription list in OPML, of at most 1 MB' });

export const feedOperations = {
  listFeeds: {
    route: 'GET /feeds',
    summary: 'List the feeds that the newsroom follows, with what the last request to each found',
    answers: { 200: json('The feeds, by address', feedListSchema) },
    problems: DESK,
  },
  addFeed: {
    route: 'POST /feeds',
    needs: 'curate',
    summary: 'Follow a feed. It is asked at once; a page is refused with the feeds that it names',
    body: { 'application/json': newFeedSchema },
    answers: {
      200: json('The feed is followed already', feedSchema),
      201: json('The feed is new', feedSchema),
    },
    problems: [...DESK, 400, 409, 413, 415, 422],
  },
  muteFeed: {
    route: 'POST /feeds/{id}/mute',
    needs: 'curate',
    summary: 'Silence a feed: it is not asked until somebody wants it again',
    answers: { 200: json('The feed', feedSchema) },
    problems: [...DESK, 404],
  },
  unmuteFeed: {
    route: 'POST /feeds/{id}/unmute',
    needs: 'curate',
    summary: 'Ask a feed again that was muted or has stopped',
    answers: { 200: json('The feed', feedSchema) },
    problems: [...DESK, 404],
  },
  removeFeed: {
    route: 'DELETE /feeds/{id}',
    needs: 'curate',
    summary: 'Follow a feed no longer. What it reported stays for its 30 days',
    answers: { 200: json('The feed, as it was', feedSchema) },
    problems: [...DESK, 404, 409],
  },
  exportFeeds: {
    route: 'GET /feeds.opml',
    summary: 'Get the feeds as a subscription list for feed readers (OPML)',
    answers: { 200: text('The list', 'text/x-opml') },
    problems: DESK,
  },
  importFeeds: {
    route: 'POST /feeds.opml',
    needs: 'curate',
    summary: 'Follow the feeds of a subscription list (OPML)',
    body: Object.fromEntries(OPML_TYPES.map((type) => [type, opml])),
    answers: { 200: json('What came of each', importReportSchema) },
    problems: [...DESK, 400, 413, 415, 422],
  },
} as const satisfies Operations;
