import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// `npm run audit` asks the registry for advisories about the installed packages. It fails for any advisory about a part of the
// Worker, and for a high or critical one about a package that only builds or tests it. If the registry has no advisories or
// does not answer, the audit says so and does not fail.

interface Vulnerability {
  name: string;
  severity: 'info' | 'low' | 'moderate' | 'high' | 'critical';
  via: (string | { title: string; url: string })[];
  /** The package's paths in the lockfile. */
  nodes: string[];
}

interface Report {
  auditReportVersion?: number;
  vulnerabilities?: Record<string, Vulnerability>;
  message?: string;
}

/** In milliseconds. */
const AUDIT_TIMEOUT = 60_000;

/** Runs `npm audit` for the lockfile of a folder, and returns its report. */
const runAudit = (cwd: string): Promise<Report> =>
  new Promise((resolve) => {
    const flags = ['audit', '--json', '--package-lock-only', '--fetch-retries=0', '--fetch-timeout=20000'];
    execFile('npm', flags, { cwd, timeout: AUDIT_TIMEOUT, maxBuffer: 100_000_000 }, (error, printed) => {
      try {
        resolve(JSON.parse(printed) as Report);
      } catch {
        resolve({ message: String(error?.message ?? 'npm printed no JSON') });
      }
    });
  });

/** Prints the advisories about the packages of a folder's lockfile, and returns how many must be fixed now. */
async function audit(folder: string): Promise<number> {
  const lockfile = join(folder, 'package-lock.json');
  const { packages } = JSON.parse(readFileSync(lockfile, 'utf8')) as {
    packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
  };
  const isOfWorker = ({ nodes }: Vulnerability) =>
    nodes.some((path) => !packages[path]?.dev && !packages[path]?.devOptional);
  const mustFail = (each: Vulnerability) => isOfWorker(each) || /^(high|critical)$/.test(each.severity);
  const { auditReportVersion, vulnerabilities = {}, message } = await runAudit(folder);
  const found = Object.values(vulnerabilities);
  for (const each of found) {
    const where = isOfWorker(each) ? 'a part of the Worker' : 'only for building and testing';
    const why = each.via.map((via) => (typeof via === 'string' ? `by ${via}` : `${via.title} ${via.url}`));
    console.log(`${each.name} (${each.severity}, ${where}): ${why.join('; ')}`);
  }
  const grave = found.filter(mustFail);
  if (auditReportVersion === undefined)
    console.log(`Not audited: the registry returned no advisories for ${lockfile} (${message}).`);
  else
    console.log(
      `${found.length} packages with advisories in ${lockfile}; ${grave.length} must be fixed now.`,
    );
  return grave.length;
}

const counts = await Promise.all(['.', 'test'].map(audit));
if (counts.some((count) => count > 0)) process.exitCode = 1;
