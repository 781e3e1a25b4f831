import { ApiClient, ServerError } from '../../../cli/client/api-client.ts';
import { CommandError } from '../../../cli/command-error.ts';
import { formatCount } from '../../../cli/format.ts';
import { readTokens } from '../../../cli/local/token.ts';
import { findDeadLinks, type SiteLinks } from './dead-links.ts';
import type { PageFile } from './page-files.ts';
import { findForgottenPages, type PageOutcome, publishPages } from './publish-pages.ts';

/** How often the new version is asked, and the pause between, in milliseconds: a deploy reaches every location within seconds. */
const ATTEMPTS = 10;
const PAUSE = 3000;

/** Whether the version before may have answered, or none. */
const isEarly = (error: unknown) =>
  error instanceof ServerError && (!error.problem || [404, 500, 503].includes(error.problem.status));

/** Says in a line what became of the pages; and, below it, what needs somebody's decision. */
export function describePages(outcomes: readonly PageOutcome[]): string {
  const done = outcomes.filter(({ kind }) => kind === 'new' || kind === 'changed').length;
  const open = outcomes.filter(({ kind }) => kind === 'refused');
  const kept = outcomes.length - done - open.length;
  const parts = [
    ...(done > 0 ? [`Published ${formatCount(done, 'page')} from data/pages.`] : []),
    ...(kept > 0
      ? [`Kept ${formatCount(kept, 'page')} as the server has ${kept === 1 ? 'it' : 'them'}.`]
      : []),
  ];
  return [parts.join(' '), ...open.map(({ message }) => message)].filter(Boolean).join('\n');
}

/**
 * Publishes the pages of data/pages to the server that was just deployed. Returns what to say of that, of pages without a file, and of
 * links to pages that are not there. A failure is part of the answer, because the deploy is done.
 */
export async function publishAfterDeploy(
  server: string,
  pages: readonly PageFile[],
  { attempts = ATTEMPTS, pause = PAUSE, links = { nav: [], footer: [] } as SiteLinks } = {},
): Promise<string> {
  if (pages.length === 0) return '';
  const byHand = `npm run story -- --server ${server} pages publish`;
  if (!(await readTokens()))
    return `No token is set here, so the pages in data/pages were not published. Set PUBLISH_TOKEN, then: ${byHand}`;
  for (let attempt = 1; ; attempt++) {
    try {
      const api = await ApiClient.create({ server });
      const said = describePages(await publishPages(api, pages));
      const open = [...(await findForgottenPages(api, pages)), ...(await findDeadLinks(api, links))];
      return [said, ...open].join('\n');
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      if (!isEarly(error) || attempt === attempts)
        return `The pages in data/pages were not published: ${error.message}\nOnce that is fixed: ${byHand}`;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
