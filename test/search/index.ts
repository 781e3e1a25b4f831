import { desk, drain, turn } from '../newsroom.ts';

/** Writes what is pending to KV, and waits until the index of the search has it. */
export async function fillIndex(): Promise<void> {
  await drain();
  for (let round = 0; round < 50; round++) {
    const { mirrors } = await desk().status(Date.now());
    const mirror = mirrors.find(({ name }) => name === 'search');
    if (mirror && mirror.waiting === 0 && !mirror.isFilling) return;
    await turn('no cards');
  }
  throw new Error('The index does not follow.');
}
