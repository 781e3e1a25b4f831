import { CommandError } from '../../../cli/command-error.ts';

/** Result codes of SQLite (https://www.sqlite.org/rescode.html). */
const [BUSY, CORRUPT, FULL, NO_DATABASE] = [5, 11, 13, 26];

/** Explains an error that the work folder causes, not the program: its disk is full, or another run uses it. Returns any other as it is. */
export function explainWorkFolderFault(error: unknown, path: string): unknown {
  if (!(error instanceof Error)) return error;
  const { errcode, code } = error as Error & { errcode?: number; code?: string };
  if (errcode === BUSY)
    return new CommandError(
      `Another move is running in ${path}. Wait until it has ended, or name another folder with --work.`,
    );
  if (errcode === FULL || code === 'ENOSPC')
    return new CommandError(
      `The disk of ${path} is full. Make room and run the same command again: it continues from here.`,
    );
  if (errcode === CORRUPT || errcode === NO_DATABASE)
    return new CommandError(
      `${path}/work.sqlite is damaged. Delete the folder and run the same command again: nothing is duplicated on the server.`,
    );
  if (['EEXIST', 'ENOTDIR', 'EACCES', 'EROFS'].includes(code ?? '') && error.message.includes(path))
    return new CommandError(
      `The move cannot keep its state in ${path} (${error.message}). Name another folder with --work.`,
    );
  return error;
}
