import type { Audience } from './audience.ts';
import { ask, type Campaign, HEADERS, pause } from './campaign.ts';

/** How long recovery may take, in milliseconds of the machine's clock, with room for a slow machine. */
const RECOVERY_TIMEOUT = 900_000;
/** How far the program's clock jumps ahead, in milliseconds. The program looks for lost messages after 15 minutes. */
const RECOVERY_STEP = 1_200_000;
/** The clock jumps ahead by no more than a day in all: after two days, the news sitemap would be empty. */
const MAX_RECOVERY = 86_400_000;

/**
 * Stops all faults and moves the clock ahead until everything is in KV and delivered. Reports what is not by the deadline.
 * Calls `last` once, after the faults have stopped. Returns the final offset of the program's clock, in milliseconds.
 */
export async function recover(
  campaign: Campaign,
  audience: Audience,
  last: () => Promise<unknown>,
): Promise<number> {
  const deadline = Date.now() + RECOVERY_TIMEOUT;
  for (let passed = RECOVERY_STEP; ; passed = Math.min(passed + RECOVERY_STEP, MAX_RECOVERY)) {
    await campaign.command({ do: 'steer', odds: {}, seed: 0, clockOffset: passed });
    // After the clock has moved, so that these requests are later than any before.
    if (passed === RECOVERY_STEP) await last();
    // Fires only alarms that the program has set. If one is missing, the scheduled job has to make up for it, as in production.
    await campaign.command({ do: 'alarms', topics: audience.topics });
    await campaign.command({ do: 'schedule' });
    await pause(2000);
    const depth = await countPendingKeys(campaign);
    const behind = await audience.outdatedCallbacks();
    if (depth === 0 && behind.length === 0) return passed;
    if (Date.now() > deadline) {
      audience.outdated = behind.length;
      if (depth > 0) campaign.tally.breach('kept', `${depth} keys still have to be written`);
      for (const callback of behind)
        campaign.tally.breach('delivered', `${callback} does not have the newest document`);
      return passed;
    }
  }
}

/** Returns how many KV keys the Desk still has to write. */
async function countPendingKeys(campaign: Campaign): Promise<number> {
  const answer = await ask(campaign, '/api/status', { headers: HEADERS });
  const { outbox } = JSON.parse(answer?.body.toString() ?? '{}');
  return outbox.depth + outbox.cards;
}
