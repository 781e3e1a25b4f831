import { relative } from 'node:path';
import { Command } from 'commander';
import { endAtBrokenPipe } from './broken-pipe.ts';
import { ApiClient } from './client/api-client.ts';
import { CommandError } from './command-error.ts';
import { addCheck } from './commands/check.ts';
import { addDraft } from './commands/draft.ts';
import { addFeeds } from './commands/feeds.ts';
import { addInvite } from './commands/invite.ts';
import { addKeys } from './commands/keys.ts';
import { addMedia } from './commands/media.ts';
import { addNew } from './commands/new.ts';
import { addPreview } from './commands/preview.ts';
import { addPublish } from './commands/publish.ts';
import { addPull } from './commands/pull.ts';
import { addRebuild } from './commands/rebuild.ts';
import { addRename } from './commands/rename.ts';
import { addRevert } from './commands/revert.ts';
import { addReview } from './commands/review.ts';
import { addSchedule } from './commands/schedule.ts';
import { addStatus } from './commands/status.ts';
import { addTransfer } from './commands/transfer.ts';
import { addWatch } from './commands/watch.ts';
import { addWire } from './commands/wire.ts';
import { addWithdraw } from './commands/withdraw.ts';
import { addMoveIn } from './move-in/command.ts';

import { addPages } from './pages/command.ts';
import { addRedirects } from './redirects/command.ts';

// `npm run story -- <command>`. Each file in commands/ adds a command, and those that are like it; pages/ has those for pages, redirects/ those for old addresses.

endAtBrokenPipe();

const program = new Command('npm run story --')
  .description('Publish, correct and manage the stories of an Edgewire server.')
  .option(
    '--server <address>',
    'address of the server (or EDGEWIRE_SERVER; default: the running `npm start`)',
  )
  .option('--token <token>', 'token to publish with (or PUBLISH_TOKEN, also in .dev.vars)')
  .showHelpAfterError();

const createClient = () => ApiClient.create(program.opts());

addNew(program);
addCheck(program);
addPublish(program, createClient);
addPull(program, createClient);
addDraft(program, createClient);
addReview(program, createClient);
addMedia(program, createClient);
addPages(program, createClient);
addRedirects(program, createClient);
addRevert(program, createClient);
addRename(program, createClient);
addWithdraw(program, createClient);
addSchedule(program, createClient);
addWatch(program, createClient);
addTransfer(program, createClient);
addMoveIn(program, createClient);
addStatus(program, createClient);
addRebuild(program, createClient);
addPreview(program, createClient);
addFeeds(program, createClient);
addWire(program, createClient);
addInvite(program, createClient);
addKeys(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommandError) console.error(error.message);
  else {
    const { code, path, message } = error as NodeJS.ErrnoException;
    console.error(
      code === 'ENOENT' && path !== undefined
        ? `File not found: ${relative('.', path) || path}`
        : code === 'EISDIR'
          ? 'A file is needed, not a folder. Give the path of one file.'
          : `Failed: ${message}`,
    );
  }
  process.exitCode = 1;
}
