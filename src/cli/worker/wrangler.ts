import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Serving } from './serve.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const script = fileURLToPath(new URL('../../../node_modules/wrangler/bin/wrangler.js', import.meta.url));

const serve = fileURLToPath(new URL('./serve.ts', import.meta.url));

/** Where Node keeps the compiled code of wrangler, which is large, for its next start. */
const COMPILE_CACHE = fileURLToPath(new URL('../../../node_modules/.cache/node', import.meta.url));

/** Keeps wrangler from contacting servers for updates, locations and statistics. */
const QUIET = {
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
};

/**
 * wrangler's explorer lets everybody on the machine read and change the local KV and Desk, without a token. Whoever wants it sets
 * `X_LOCAL_EXPLORER=true`.
 */
const CLOSED = { X_LOCAL_EXPLORER: 'false' };

/** Starts a program in the project's folder. */
function start(args: string[], stdio: StdioOptions): ChildProcess {
  const env = { NODE_COMPILE_CACHE: COMPILE_CACHE, ...CLOSED, ...process.env, ...QUIET };
  return spawn(process.execPath, args, { cwd: root, env, stdio });
}

/** Starts a process that serves the Worker on this machine, and shows what it prints. */
export const startServing = (serving: Serving): ChildProcess =>
  start([serve, JSON.stringify(serving)], ['ignore', 'inherit', 'inherit']);

/** Where wrangler's input and output go: `interactive` can answer questions, `pipe` is captured. */
export type Stdio = 'interactive' | 'pipe';

/** Runs wrangler and waits for it to exit; throws the captured output if it fails. */
export function runWrangler(args: string[], mode: Stdio): Promise<void> {
  // Without standard input, wrangler does not ask for a login.
  const child = start([script, ...args], mode === 'pipe' ? ['ignore', 'pipe', 'pipe'] : 'inherit');
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => printed.push(String(part)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`wrangler ${args[0]} failed (exit code ${code}).\n${printed.join('')}`.trim()));
    });
  });
}
