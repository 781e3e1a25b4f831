import { rename, writeFile } from 'node:fs/promises';

/** Replaces a file atomically: a reader, or a run after a crash, finds the old text or the new one. */
export async function replaceFile(file: string, text: string): Promise<void> {
  await writeFile(`${file}.part`, text);
  await rename(`${file}.part`, file);
}
