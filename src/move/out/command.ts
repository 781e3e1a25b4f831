import { Readable } from 'node:stream';
import type { ApiClient } from '../../cli/client/api-client.ts';
import { splitLines } from '../../cli/client/lines.ts';
import { CommandError } from '../../cli/command-error.ts';
import { readSiteFile } from '../../cli/worker/site-file.ts';
import { FORMATS, type Format } from './losses.ts';
import { moveOut, SYSTEMS } from './move-out.ts';
import { describeCounts, describeLosses } from './report.ts';

const isFormat = (text: string): text is Format => (FORMATS as readonly string[]).includes(text);

/** Finds out at which address readers find the site. Its feed says it. */
async function findSiteUrl(api: ApiClient): Promise<string> {
  const response = await fetch(`${api.url}/feed.json`);
  if (!response.ok)
    throw new CommandError(`${api.url}/feed.json did not answer (${response.status}). Try again.`);
  const { home_page_url: home } = (await response.json()) as { home_page_url: string };
  return new URL(home).origin;
}

/** `export --format`: writes the stories for another system, and says what that does not hold. */
export async function exportAs(api: ApiClient, format: string, file: string | undefined): Promise<void> {
  if (!isFormat(format))
    throw new CommandError(`--format must be one of ${FORMATS.join(', ')} (is ${format}).`);
  const { name, target: usual } = SYSTEMS[format];
  const target = file ?? usual;
  const site = await readSiteFile(await findSiteUrl(api));
  const { body } = await api.request('GET', '/export');
  if (!body) throw new CommandError('The server sent no export. Try again.');
  const content = Readable.fromWeb(body as never);
  content.setEncoding('utf8');
  const lines = splitLines(content);
  const { report, reportFile } = await moveOut({
    format,
    target,
    site,
    lines,
    findPicture: (path) => api.findPicture(path),
  });
  console.log(`${describeCounts(report.counts)} are in ${target}, for ${name}.`);
  console.log(`\nChanged or left out, by kind:\n${describeLosses(report)}\n\nLine by line: ${reportFile}`);
}
