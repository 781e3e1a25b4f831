import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { TOKEN } from './server.ts';

/** The project's folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs `npm run story -- …` against a server and gives all that it printed, and its exit code. */
export function runStory(
  args: readonly string[],
  options: { url?: string; token?: string; env?: Record<string, string> } = {},
): Promise<{ output: string; code: number }> {
  const env = {
    ...process.env,
    ...(options.url === undefined ? {} : { EDGEWIRE_SERVER: options.url }),
    PUBLISH_TOKEN: `me:${options.token ?? TOKEN}`,
    ...options.env,
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['src/cli/story.ts', ...args],
      { cwd: root, env, maxBuffer: 1e8 },
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
