import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import packageJson from '../../../package.json' with { type: 'json' };
import { TOKEN } from '../../cli/server.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** The arguments of Node in `npm run story`: some of them keep the memory small. */
const [, ...story] = packageJson.scripts.story.split(' ');

/** What a run of `move-in` looked like from outside, at a time in seconds. */
export interface Sample {
  at: number;
  /** Megabytes that the process has in memory. */
  memory: number;
  planned: number;
  stories: number;
  redirects: number;
}

/** How far a move has come, by its work folder. */
function readState(work: string): Pick<Sample, 'planned' | 'stories' | 'redirects'> {
  const file = join(work, 'work.sqlite');
  if (!existsSync(file)) return { planned: 0, stories: 0, redirects: 0 };
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const count = (query: string) => Number(database.prepare(query).get()?.n ?? 0);
    const sent = (kind: string) =>
      count(`SELECT count(*) AS n FROM sent WHERE kind = '${kind}' AND outcome <> 'sending'`);
    return {
      planned: count('SELECT count(*) AS n FROM plan'),
      stories: sent('story'),
      redirects: sent('redirect'),
    };
  } catch {
    // The move is just making its tables, or has the file locked.
    return { planned: 0, stories: 0, redirects: 0 };
  } finally {
    database.close();
  }
}

/** The most memory that a process has had, in megabytes. */
function peakOf(pid: number): number {
  try {
    const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1000;
  } catch {
    return 0;
  }
}

/** Runs `move-in` until it ends, or kills it as a power cut would as soon as `isTime` says so. Returns its samples and what it printed. */
export async function runMove(options: {
  server: string;
  args: readonly string[];
  work: string;
  begun: number;
  isTime?: (sample: Sample) => boolean;
}): Promise<{ samples: Sample[]; output: string; code: number | null }> {
  const { server, args, work, begun, isTime } = options;
  const child = spawn(
    process.execPath,
    [...story, '--server', server, '--token', TOKEN, 'move-in', ...args, '--work', work],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part) => {
      output += String(part);
    });
  const samples: Sample[] = [];
  const timer = setInterval(() => {
    const sample = { at: (Date.now() - begun) / 1000, memory: peakOf(child.pid ?? 0), ...readState(work) };
    if (sample.memory > 0) samples.push(sample);
    if (isTime?.(sample)) child.kill('SIGKILL');
  }, 250);
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  clearInterval(timer);
  return { samples, output, code };
}
