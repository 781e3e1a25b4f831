import type { Audience } from './audience.ts';
import { ask, type Campaign, HEADERS, pause } from './campaign.ts';

/** How long everything may take to come right, in milliseconds of the machine; a slow one needs some of it. */
const PATIENCE = 180_000;
/** Program time that passes when nothing fails any more, in milliseconds: lost messages are looked for after 15 minutes. */
const PASSES = 1_200_000;

/**
 * Lets time pass without faults until everything has been printed and delivered; says what has not. `last` happens when
 * nothing fails any more. Gives how far the program's clock is ahead by then, in milliseconds.
 */
export async function recover(
  campaign: Campaign,
  audience: Audience,
  last: () => Promise<unknown>,
): Promise<number> {
  const deadline = Date.now() + PATIENCE;
  for (let passed = PASSES; ; passed += PASSES) {
    await campaign.order({ do: 'steer', odds: {}, seed: 0, clockOffset: passed });
    // After the clock, so that no request of before is later than these.
    if (passed === PASSES) await last();
    // Only what the program has set goes off: what it has to be woken for, the scheduled job does, as it does in earnest.
    await campaign.order({ do: 'alarms', topics: audience.topics });
    await campaign.order({ do: 'schedule' });
    await pause(2000);
    const depth = await waiting(campaign);
    const behind = await audience.behind();
    if (depth === 0 && behind.length === 0) return passed;
    if (Date.now() > deadline) {
      audience.lost = behind.length;
      if (depth > 0) campaign.tally.breach('kept', `${depth} keys are still to be printed`);
      for (const who of behind)
        campaign.tally.breach('delivered', `${who} does not have the newest document`);
      return passed;
    }
  }
}

/** Keys that are still to be printed. */
async function waiting(campaign: Campaign): Promise<number> {
  const answer = await ask(campaign, '/api/status', { headers: HEADERS });
  const { outbox } = JSON.parse(answer?.body.toString() ?? '{}');
  return outbox.depth + outbox.cards;
}
