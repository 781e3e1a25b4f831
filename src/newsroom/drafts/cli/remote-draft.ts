import type * as z from 'zod';
import { type ApiClient, ignoreNotFound } from '../../../cli/client/api-client.ts';
import { CommandError } from '../../../cli/command-error.ts';
import { formatLocalTime } from '../../../cli/format.ts';
import { escapeInvisible } from '../../../site/story/parse/fault.ts';
import type { draftSchema, savedDraftSchema } from '../api/schemas.ts';

// Drafts as a server has them.

export type Draft = z.output<typeof draftSchema>;
type SavedDraft = z.output<typeof savedDraftSchema>;

/** A version of a draft. */
export interface DraftText {
  id: string;
  version: number;
  text: string;
}

const decode = async (response: Response) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());

export const listDrafts = async (api: ApiClient, state?: string): Promise<Draft[]> => {
  const query = state === undefined ? '' : `?state=${encodeURIComponent(state)}`;
  return (await api.json<{ drafts: Draft[] }>('GET', `/drafts${query}`)).drafts;
};

/** Fetches the newest version of a draft. */
export async function fetchDraft(api: ApiClient, id: string): Promise<DraftText> {
  const response = await api.request('GET', `/drafts/${id}/text`);
  const version = Number(response.headers.get('ETag')?.replaceAll(/\D/g, ''));
  return { id, version, text: await decode(response) };
}

/** Fetches the text of a version; undefined if the server does not have it any more. */
export async function fetchVersion(api: ApiClient, id: string, version: number): Promise<string | undefined> {
  const response = await api.request('GET', `/drafts/${id}/versions/${version}`).catch(ignoreNotFound);
  return response && decode(response);
}

const markdown = (text: string, headers?: Record<string, string>): RequestInit => ({
  headers: { 'Content-Type': 'text/markdown', ...headers },
  body: text,
});

/** Saves a text in place of a version. The server refuses it (412) if there is a newer one. */
export const saveDraft = (api: ApiClient, { id, version, text }: DraftText): Promise<SavedDraft> =>
  api.json('PUT', `/drafts/${id}/text`, markdown(text, { 'If-Match': `"${version}"` }));

/**
 * Begins a draft, of a story that is published already if it has a base. If the server has a draft with this `id`, 32 hexadecimal digits,
 * it returns that one as it is.
 */
export function createDraft(
  api: ApiClient,
  { name, text, base, id }: Pick<Draft, 'name' | 'base'> & { text: string; id?: string },
): Promise<Draft> {
  const query = new URLSearchParams({ name, ...(id === undefined ? {} : { id }) });
  if (base)
    for (const [key, value] of [
      ['story', base.slug],
      ['revision', `${base.revision}`],
    ] as const)
      query.set(key, value);
  return api.json('POST', `/drafts?${query}`, markdown(text));
}

/** Describes a draft in a line. */
export const describeDraft = ({ id, name, state, headline, version, by, saved }: Draft): string =>
  `${id.slice(0, 8)}  ${name}  ${state}  ${escapeInvisible(headline ?? '(no headline)')} (version ${version}, saved by ${escapeInvisible(by)}, ${formatLocalTime(saved)})`;

/** Finds a draft by its name, its id, or the beginning of its id. */
export async function findDraft(api: ApiClient, named: string): Promise<Draft> {
  const drafts = await listDrafts(api);
  const isNamed = ({ id, name }: Draft) =>
    name === named || id === named || (named.length >= 6 && id.startsWith(named));
  const [found, ...others] = drafts.filter(isNamed);
  if (found === undefined) {
    throw new CommandError(
      `There is no draft "${named}" that you may open. To list the drafts: npm run story -- draft list`,
    );
  }
  if (others.length === 0) return found;
  throw new CommandError(
    `Several drafts are called "${named}". Name one by its id:\n${[found, ...others].map((draft) => `  ${describeDraft(draft)}`).join('\n')}`,
  );
}
