import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

// Asks the registry for advisories about what is installed. Any about a part of the Worker is a failure; of what only builds
// and tests it, one that is high or critical. A registry that keeps no advisories, or does not answer, is told of and no
// failure: it says nothing about the packages.

interface Vulnerability {
  name: string;
  severity: 'info' | 'low' | 'moderate' | 'high' | 'critical';
  via: (string | { title: string; url: string })[];
  /** Where it is installed, as the lockfile has it. */
  nodes: string[];
}

interface Report {
  auditReportVersion?: number;
  vulnerabilities?: Record<string, Vulnerability>;
  message?: string;
}

/** Milliseconds for which the registry is waited for. */
const PATIENCE = 60_000;

/** What npm says of the packages in the lockfile, as JSON; its exit code says no more. */
const ask = (): Promise<Report> =>
  new Promise((resolve) => {
    const flags = ['audit', '--json', '--package-lock-only', '--fetch-retries=0', '--fetch-timeout=20000'];
    execFile('npm', flags, { timeout: PATIENCE, maxBuffer: 100_000_000 }, (error, printed) => {
      try {
        resolve(JSON.parse(printed) as Report);
      } catch {
        resolve({ message: String(error?.message ?? 'npm printed no JSON') });
      }
    });
  });

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
};
const isOfWorker = ({ nodes }: Vulnerability) =>
  nodes.some((path) => !packages[path]?.dev && !packages[path]?.devOptional);
const isGrave = (each: Vulnerability) => isOfWorker(each) || /^(high|critical)$/.test(each.severity);

const { auditReportVersion, vulnerabilities = {}, message } = await ask();
const found = Object.values(vulnerabilities);
for (const each of found) {
  const where = isOfWorker(each) ? 'a part of the Worker' : 'for building and testing alone';
  const why = each.via.map((via) => (typeof via === 'string' ? `by ${via}` : `${via.title} ${via.url}`));
  console.log(`${each.name} (${each.severity}, ${where}): ${why.join('; ')}`);
}
const grave = found.filter(isGrave);
if (auditReportVersion === undefined)
  console.log(`Not audited: the registry gave no advisories (${message}).`);
else console.log(`${found.length} packages with advisories, ${grave.length} of them to be mended now.`);
if (grave.length > 0) process.exitCode = 1;
