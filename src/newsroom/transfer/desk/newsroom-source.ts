import type { DeskClient } from '../../desk/desk-stub.ts';
import type { NewsroomCursor } from './backup-state.ts';
import type { NewsroomPage } from './newsroom-line.ts';

/** Where full exports and backups get the newsroom's own lines from. */
export interface NewsroomSource {
  /** Returns lines about the cited sources behind this URL; undefined at their end. Before stories, whose pages show what is known. */
  watchedPage: (after: string) => Promise<NewsroomPage<string> | undefined>;
  /** Returns the next lines of settings, the front page, drafts, people and feeds; undefined at their end. After stories: whoever can sign in finds all. */
  page: (from: NewsroomCursor) => Promise<NewsroomPage<NewsroomCursor> | undefined>;
}

/** Where the feeds come from: the wire, which the Desk never calls by itself. */
export interface FeedSource {
  exportPage: (after: string) => Promise<NewsroomPage<string> | undefined>;
}

export const NEWSROOM_START: NewsroomCursor = { stage: 'settings', after: 0 };

/** Returns the lines of a stage with the place behind them; at its end those of the next stage. */
export function newsroomSourceOf(desk: DeskClient, feeds: FeedSource): NewsroomSource {
  const { settings, front, draftTransfer: drafts, pageDrafts, people, observations } = desk;
  const page: NewsroomSource['page'] = async (from) => {
    if (from.stage === 'settings') {
      const found = await settings.exportPage(from.after);
      if (found) return { text: found.text, next: { stage: 'settings', after: found.next } };
      return page({ stage: 'front', after: 0 });
    }
    if (from.stage === 'front') {
      const found = await front.exportPage(from.after);
      if (found) return { text: found.text, next: { stage: 'front', after: found.next } };
      return page({ stage: 'drafts', after: null });
    }
    if (from.stage === 'drafts') {
      const found = await drafts.exportPage(from.after);
      if (found) return { text: found.text, next: { stage: 'drafts', after: found.next } };
      return page({ stage: 'page drafts', after: '' });
    }
    if (from.stage === 'page drafts') {
      const found = await pageDrafts.exportPage(from.after);
      if (found) return { text: found.text, next: { stage: 'page drafts', after: found.next } };
      return page({ stage: 'people', after: '' });
    }
    if (from.stage === 'people') {
      const found = await people.exportPage(from.after);
      if (found) return { text: found.text, next: { stage: 'people', after: found.next } };
      return page({ stage: 'feeds', after: '' });
    }
    const found = await feeds.exportPage(from.after);
    return found && { text: found.text, next: { stage: 'feeds', after: found.next } };
  };
  return { watchedPage: (after) => observations.exportPage(after), page };
}
