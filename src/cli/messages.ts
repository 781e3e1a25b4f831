import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { LANGUAGES } from '../language/words.ts';
import { formatFault } from '../site/story/parse/fault.ts';
import { CommandError, InvalidFiles } from './command-error.ts';
import { exportMessages, formatMessages, parseMessages } from './translation.ts';

// `npm run messages -- export` and `import`: hands the messages of a language to translators, and takes them back.

const fileOf = (language: string) =>
  fileURLToPath(new URL(`../language/messages/${language}.ts`, import.meta.url));

function readLanguage(language: string): string {
  const isKnown =
    /^[a-z]{2,3}(-[A-Z][a-z]{3})?$/.test(language) &&
    Intl.PluralRules.supportedLocalesOf(language).length > 0;
  if (isKnown) return language;
  throw new InvalidArgumentError('It must be a language, perhaps with a script, like nl or zh-Hant.');
}

async function importFile(language: string, from: string): Promise<void> {
  const parsed = parseMessages(language, await readFile(from, 'utf8'));
  if (!parsed.ok) throw new InvalidFiles(parsed.faults.map((fault) => formatFault(fault, from)));
  const file = fileOf(language);
  const before = await readFile(existsSync(file) ? file : fileOf('en'), 'utf8');
  await writeFile(file, formatMessages(language, parsed.value, before));
  console.log(`Wrote ${relative('.', file)}.`);
  if (!LANGUAGES[language]) console.log('The language is new: add a line for it in src/language/words.ts.');
}

const program = new Command('npm run messages --').description(
  'Hand the words of pages and feeds to translators as i18next JSON v4, and take them back.',
);

program
  .command('export')
  .argument('<language>', 'such as de; of a new language, the file has the words in English', readLanguage)
  .argument('<file>', 'file to write')
  .description('write the messages of a language')
  .action(async (language: string, file: string) => {
    await writeFile(file, exportMessages(language));
    console.log(`Wrote ${file}.`);
  });

program
  .command('import')
  .argument('<language>', 'such as de', readLanguage)
  .argument('<file>', 'file that was exported, with the translations')
  .description('check the messages in a file, and write src/language/messages/<language>.ts')
  .action(importFile);

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof CommandError ? error.message : `Failed: ${(error as Error).message}`);
  process.exitCode = 1;
}
