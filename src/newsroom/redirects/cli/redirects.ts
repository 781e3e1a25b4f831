import { type ApiClient, ServerError } from '../../../cli/client/api-client.ts';
import type { RedirectLineResult } from '../api/schemas.ts';
import type { ListedRedirect, NewRedirect, RedirectPage } from '../desk/redirect.ts';

/** The server takes a second or two for so many. */
const MAX_REDIRECTS_PER_REQUEST = 5000;
/** The most redirects in a part of the list. */
const LIST_LIMIT = 1000;

/**
 * Adds redirects, and returns what became of each, in their order. The same ones again change nothing. `replace`: an old address that
 * leads elsewhere already is changed; without it, it is refused. `progress` is called with how many were sent.
 */
export async function sendRedirects(
  api: ApiClient,
  redirects: readonly NewRedirect[],
  { replace = false, progress }: { replace?: boolean; progress?: (sent: number) => void } = {},
): Promise<RedirectLineResult[]> {
  const results: RedirectLineResult[] = [];
  for (let at = 0; at < redirects.length; at += MAX_REDIRECTS_PER_REQUEST) {
    const batch = redirects.slice(at, at + MAX_REDIRECTS_PER_REQUEST);
    results.push(...(await sendBatch(api, batch, replace)));
    progress?.(results.length);
  }
  return results;
}

async function sendBatch(
  api: ApiClient,
  batch: readonly NewRedirect[],
  replace: boolean,
): Promise<RedirectLineResult[]> {
  const response = await api.request('POST', `/redirects${replace ? '?replace=true' : ''}`, {
    headers: { 'Content-Type': 'application/x-ndjson' },
    body: batch.map(({ from, to }) => `${JSON.stringify({ from, to })}\n`).join(''),
  });
  const text = await response.text().catch(() => '');
  const answers = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as RedirectLineResult);
  if (answers.length !== batch.length)
    throw new ServerError(
      `The server answered for only ${answers.length} of ${batch.length} redirects. Run the same command again: nothing is done twice.`,
    );
  return answers.map((answer, index) => ({ ...answer, from: batch[index]?.from ?? '' }));
}

/** Yields the redirects of the server, in the order of their old addresses: all, or those that begin with `prefix` or lead to `to`. */
export async function* listRedirects(
  api: ApiClient,
  { prefix, to }: { prefix?: string | undefined; to?: string | undefined } = {},
): AsyncGenerator<ListedRedirect, void> {
  for (let after: string | null = ''; after !== null; ) {
    const query = new URLSearchParams({ limit: String(LIST_LIMIT), after });
    if (prefix !== undefined) query.set('prefix', prefix);
    if (to !== undefined) query.set('to', to);
    const page: RedirectPage = await api.json<RedirectPage>('GET', `/redirects?${query}`);
    yield* page.redirects;
    after = page.next;
  }
}

/** Removes a redirect. Throws `ServerError` with status 404 if there is none. */
export const removeRedirect = (api: ApiClient, from: string): Promise<{ removed: ListedRedirect }> =>
  api.json('DELETE', `/redirects?${new URLSearchParams({ from })}`);
