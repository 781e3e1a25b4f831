import { relative } from 'node:path';
import { Command } from 'commander';
import { addMoveIn } from '../move/in/command.ts';
import { addTransfer } from '../move/transfer.ts';
import { addDraft } from '../newsroom/drafts/cli/command.ts';
import { addWire } from '../newsroom/events/cli/command.ts';
import { addFeeds } from '../newsroom/feeds/cli/command.ts';
import { addFront } from '../newsroom/front/cli/command.ts';
import { addPages } from '../newsroom/pages/cli/command.ts';
import { addInvite } from '../newsroom/people/cli/command.ts';
import { addMedia } from '../newsroom/pictures/cli/command.ts';
import { addRedirects } from '../newsroom/redirects/cli/command.ts';
import { addReview } from '../newsroom/reviews/cli/command.ts';
import { addSettings } from '../newsroom/settings/cli/command.ts';
import { addStatus } from '../newsroom/status/cli/command.ts';
import { addCheck } from '../newsroom/stories/cli/check.ts';
import { addNew } from '../newsroom/stories/cli/new.ts';
import { addPreview } from '../newsroom/stories/cli/preview.ts';
import { addPublish } from '../newsroom/stories/cli/publish.ts';
import { addPull } from '../newsroom/stories/cli/pull.ts';
import { addRename } from '../newsroom/stories/cli/rename.ts';
import { addRevert } from '../newsroom/stories/cli/revert.ts';
import { addSchedule } from '../newsroom/stories/cli/schedule.ts';
import { addWithdraw } from '../newsroom/stories/cli/withdraw.ts';
import { addWatch } from '../newsroom/watch/cli/command.ts';
import { endAtBrokenPipe } from './broken-pipe.ts';
import { ApiClient } from './client/api-client.ts';
import { CommandError } from './command-error.ts';
import { addKeys } from './keys.ts';
import { addRebuild } from './rebuild.ts';

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
addFront(program, createClient);
addRevert(program, createClient);
addRename(program, createClient);
addWithdraw(program, createClient);
addSchedule(program, createClient);
addWatch(program, createClient);
addTransfer(program, createClient);
addMoveIn(program, createClient);
addSettings(program, createClient);
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
