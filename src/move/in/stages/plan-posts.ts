import { foldName } from '../../../site/story/author-name.ts';
import type { Move } from '../move.ts';
import type { OldPost } from '../old-site.ts';
import type { ConvertText, PictureAt, PlanContext } from '../plan/context.ts';
import { planPage } from '../plan/plan-page.ts';
import { type PlannedPost, planPost } from '../plan/plan-post.ts';
import { slugChooser } from '../plan/slug.ts';
import { isTooLong, MAX_OLD_TEXT } from '../plan/too-long.ts';
import { inBatches } from './in-batches.ts';

/** How many posts are planned between two commits. */
const BATCH = 20;

/** Leaves a post out, and says why. */
const leaveOut = ({ key, place }: OldPost, was: string, now: string): PlannedPost => ({
  plan: { key, kind: 'none', slug: null, abstract: null, body: null },
  topics: new Map(),
  losses: [{ place, kind: 'refused', was, now }],
});

/** Plans a post, whatever it does to the program: one that cannot be read must not stop the others. */
function attempt(post: OldPost, plan: () => PlannedPost): PlannedPost {
  if (isTooLong(post.content.text)) {
    const rule = `a text of at most ${MAX_OLD_TEXT.toLocaleString('en')} characters can move in, and this one has ${post.content.text.length.toLocaleString('en')}`;
    return leaveOut(post, `the post ${post.key}`, `left out: ${rule}`);
  }
  try {
    return plan();
  } catch (error) {
    const why = (error as Error).message;
    return leaveOut(post, `the post ${post.key}`, `left out: the program failed on it (${why})`);
  }
}

/** Plans what becomes of each post, oldest first, unless that was planned for the same source, server and options. */
export async function planPosts(
  move: Move,
  options: { language: string; oldUrl: string | null; pictureAt: PictureAt; convert: ConvertText },
): Promise<void> {
  const { work, site, now, progress } = move;
  const { plans, losses, entries } = work;
  const context: PlanContext = { ...options, site, now, chooseSlug: slugChooser(work, site.taggingEntity) };
  const store = (post: OldPost) => {
    if (plans.has(post.key)) return;
    const planned = attempt(post, () =>
      post.type === 'page' && post.unpublished === null
        ? planPage(post, context, (slug) => plans.hasSlug('page', slug))
        : planPost(post, context),
    );
    plans.add(planned.plan);
    losses.forget('plan', post.key);
    for (const loss of planned.losses) losses.add('plan', loss, post.key);
    for (const [slug, name] of planned.topics) {
      const first = plans.addTopic(slug, name);
      if (foldName(first) === foldName(name)) continue;
      const now = `the topic ${slug}, which is that of "${first}", too`;
      losses.add('plan', { place: post.place, kind: 'topic', was: `the term "${name}"`, now }, post.key);
    }
  };
  progress.begin('Planning', entries.countPosts());
  await inBatches(move, entries.posts(), BATCH, store);
  progress.end();
}
