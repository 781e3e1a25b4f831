import { closeSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { LossKind } from '../loss-kinds.ts';
import type { WorkFolder } from '../work/work-folder.ts';
import type { ReportFacts } from './facts.ts';
import { reportJson, reportMarkdown } from './markdown.ts';

function writeParts(file: string, parts: Iterable<string>): void {
  const part = `${file}.part`;
  const descriptor = openSync(part, 'w');
  try {
    for (const text of parts) writeSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
  renameSync(part, file);
}

/** Writes `report.md`, `report.json` and `site-additions.json` into the work folder. */
export function writeReport({ path, losses }: WorkFolder, facts: ReportFacts): void {
  const lossesOf = (kind: LossKind) => losses.ofKind(kind);
  writeParts(join(path, 'report.md'), reportMarkdown(facts, lossesOf));
  writeParts(join(path, 'report.json'), reportJson(facts, lossesOf));
  writeFileSync(join(path, 'site-additions.json'), `${JSON.stringify(facts.additions, null, 2)}\n`);
}
