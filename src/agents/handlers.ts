import type { EdgeHandler } from '../readers/context.ts';
import { handleNotFound } from '../readers/errors.ts';
import { siteOf } from '../readers/site.ts';
import { isOpenToAgents } from '../site/edition/usage.ts';
import { answerQuestion } from './ask.ts';
import type { Asking } from './read.ts';

/** Returns the handler of an address for agents, which is there only as long as the newsroom wants them to ask. */
const forAgents =
  (answer: (asking: Asking) => Promise<Response>): EdgeHandler =>
  async (c) => {
    const site = await siteOf(c);
    return isOpenToAgents(site) ? answer({ c, site }) : handleNotFound(c);
  };

/** Handles the Model Context Protocol, whose program is loaded here alone. */
export const handleMcp = forAgents(async (asking) => (await import('./mcp.ts')).handleMcp(asking));

/** Handles NLWeb's questions. */
export const handleAsk = forAgents(answerQuestion);
