import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TOKEN } from './server.ts';

/** The project's folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Runs `npm run story -- …` against a server and gives all that it printed, and its exit code. Stories of tests share a
 * headline, so `publish` is told that new ones are new, unless `looksForDoubles`.
 */
export function runStory(
  args: readonly string[],
  options: {
    url?: string;
    token?: string;
    cwd?: string;
    env?: Record<string, string>;
    looksForDoubles?: boolean;
  } = {},
): Promise<{ output: string; code: number }> {
  const env = {
    ...process.env,
    ...(options.url === undefined ? {} : { EDGEWIRE_SERVER: options.url }),
    PUBLISH_TOKEN: `me:${options.token ?? TOKEN}`,
    ...options.env,
  };
  const asNew = args[0] === 'publish' && !options.looksForDoubles ? ['--as-new'] : [];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'src/cli/story.ts'), ...args, ...asNew],
      { cwd: options.cwd ?? root, env, maxBuffer: 1e8 },
      (error, stdout, stderr) => {
        resolve({ output: `${stdout}${stderr}`, code: error ? Number(error.code ?? 1) : 0 });
      },
    );
  });
}

/** A story's file: its fields, but for those that every story needs, and its analysis. */
export const storyText = (fields: string, body = 'What we think.') =>
  `---\nheadline: A headline\nabstract: What happened.\ninLanguage: en\n${fields}\n---\n\n${body}\n`;

/** A time of publication, as a field. */
export const PUBLISHED = 'datePublished: 2026-03-04T09:30:00Z';

/** Calls the API as a colleague who has the server's token, too. */
export const callApi = (
  url: string,
  method: string,
  path: string,
  options: { body?: unknown; revision?: number } = {},
): Promise<Response> =>
  fetch(`${url}/api${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${TOKEN}`,
      'Content-Type': 'application/json',
      ...(options.revision === undefined ? {} : { 'If-Match': `"${options.revision}"` }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });

/** A story as the API has it. */
export interface Kept {
  revision: number;
  record: { headline: string; articleBody: string; correction: { text: string }[]; isBasedOn: unknown };
}

/** The story as the server has it. */
export const kept = async (url: string, slug: string): Promise<Kept> =>
  (await (await callApi(url, 'GET', `/stories/${slug}`)).json()) as Kept;

/** Changes a story behind the author's back; gives the new revision. */
export async function changeThere(url: string, slug: string, fields: object): Promise<number> {
  const { revision, record } = await kept(url, slug);
  const response = await callApi(url, 'PUT', `/stories/${slug}`, {
    revision,
    body: { ...record, ...fields },
  });
  if (!response.ok) throw new Error(await response.text());
  return revision + 1;
}
