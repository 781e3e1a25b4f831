import type { Newsroom } from '../../frame/context.ts';
import { askToMerge, askToRestore, askToWithdraw, merge, restore, withdraw } from './actions.tsx';
import { compareRevisions } from './compare.tsx';
import { askToCorrect, correct } from './correct.tsx';
import { showStories } from './list.tsx';
import { askToRename, askToRevert, rename, revert } from './new-revisions.tsx';
import { askToMove, move } from './schedule/move.tsx';
import { showStory } from './story.tsx';

/** Adds the pages of stories that were published, scheduled or withdrawn, and what may be done with them. */
export function addStoryRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/stories', showStories);
  newsroom.get('/newsroom/stories/:slug', showStory);
  newsroom.get('/newsroom/stories/:slug/compare', compareRevisions);
  newsroom.get('/newsroom/stories/:slug/correct', askToCorrect).post(correct);
  newsroom.get('/newsroom/stories/:slug/withdraw', askToWithdraw).post(withdraw);
  newsroom.get('/newsroom/stories/:slug/restore', askToRestore).post(restore);
  newsroom.get('/newsroom/stories/:slug/merge', askToMerge).post(merge);
  newsroom.get('/newsroom/stories/:slug/move', askToMove).post(move);
  newsroom.get('/newsroom/stories/:slug/rename', askToRename).post(rename);
  newsroom.get('/newsroom/stories/:slug/revert', askToRevert).post(revert);
}
