import { CommandError } from '../../cli/command-error.ts';

/** What to do if a server publishes nothing without a review. */
export const REVIEW_ADVICE =
  'This newsroom publishes nothing that nobody has reviewed (the setting "review"), and old stories have no review here. In the newsroom, under Settings, Review, choose that nobody must approve. Or set "review" to "none" in data/site.json and deploy, or restart npm start, if nothing was saved there. Move in, and set it back: moved stories stay as they are.';

/** Says that a newsroom asks for reviews before anything is sent: throws, or only warns in a dry run. */
export function checkReviewPolicy(review: 'none' | 'one' | 'two', isDryRun: boolean): void {
  if (review === 'none') return;
  if (!isDryRun) throw new CommandError(REVIEW_ADVICE);
  console.error(REVIEW_ADVICE);
}
