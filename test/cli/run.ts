import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TOKEN } from './server.ts';

/** The project's folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Runs `npm run story -- …` against a server; returns its output and exit code. The tests' stories share a headline, so `publish`
 * gets `--as-new` unless `checksDuplicates`.
 */
export function runStory(
  args: readonly string[],
  options: {
    url?: string;
    token?: string;
    cwd?: string;
    env?: Record<string, string>;
    checksDuplicates?: boolean;
  } = {},
): Promise<{ output: string; code: number }> {
  const env = {
    ...process.env,
    ...(options.url === undefined ? {} : { EDGEWIRE_SERVER: options.url }),
    PUBLISH_TOKEN: `me:${options.token ?? TOKEN}`,
    ...options.env,
  };
  const asNew = args[0] === 'publish' && !options.checksDuplicates ? ['--as-new'] : [];
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

/** Makes the text of a story file: these fields and those that every story needs, and the analysis. */
export const storyText = (fields: string, body = 'What we think.') =>
  `---\nheadline: A headline\nabstract: What happened.\ninLanguage: en\n${fields}\n---\n\n${body}\n`;

/** A field with a time of publication. */
export const PUBLISHED = 'datePublished: 2026-03-04T09:30:00Z';

/** Calls the API like a colleague who has the token too. */
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

/** A story as the API returns it. */
export interface StoredStory {
  revision: number;
  record: {
    headline: string;
    articleBody: string;
    datePublished: string;
    correction: { text: string }[];
    isBasedOn: unknown;
  };
}

/** Fetches a story from the server. */
export const fetchStory = async (url: string, slug: string): Promise<StoredStory> =>
  (await (await callApi(url, 'GET', `/stories/${slug}`)).json()) as StoredStory;

/** Changes a story on the server, like a colleague would; returns the new revision. */
export async function changeOnServer(url: string, slug: string, fields: object): Promise<number> {
  const { revision, record } = await fetchStory(url, slug);
  const response = await callApi(url, 'PUT', `/stories/${slug}`, {
    revision,
    body: { ...record, ...fields },
  });
  if (!response.ok) throw new Error(await response.text());
  return revision + 1;
}
