import type { Actor } from '../../../src/newsroom/people/desk/roles.ts';
import { seededChoices } from '../faults/campaign.ts';
import type { Subject } from './editor.ts';
import { type Newsroom, pause } from './newsroom.ts';
import type { Record } from './record.ts';

/** The longest pause between two reviews, in milliseconds. */
const PAUSE = 400;

/** Reads the newest version of a story and approves it, unless somebody saves another one meanwhile. */
export async function approve(newsroom: Newsroom, { id }: Subject, actor: Actor, record: Record) {
  const found = await newsroom.find(id, actor);
  if (!found) return;
  if (!found.ok) throw new Error(found.detail);
  const { version, text } = found.draft;
  record.noteApproval(id, { name: actor.name, version, text });
  await newsroom.approve(id, version, actor);
}

/** A reviewer, who approves stories as they are, and publishes some. */
export async function review(
  newsroom: Newsroom,
  stories: readonly Subject[],
  actor: Actor,
  seed: number,
  record: Record,
) {
  const { pick, upTo, chance } = seededChoices(seed);
  while (!newsroom.isOver) {
    await pause(upTo(PAUSE));
    const story = pick(stories);
    await approve(newsroom, story, actor, record);
    if (!chance(0.3)) continue;
    const found = await newsroom.find(story.id, actor);
    if (!found?.ok) continue;
    const status = await newsroom.publish(story.id, found.draft.version);
    if (status === 200) record.published++;
    // 412: somebody has saved another version. 422: it is no story at the moment.
    else if (![undefined, 412, 422].includes(status))
      throw new Error(`Publishing was answered with ${status}.`);
  }
}
