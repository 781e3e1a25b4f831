import { machineSeconds } from './clock.ts';
import { note, some, strikes, threatens } from './odds.ts';

// A queue as Queues promises it: at least once, in no order, and sometimes it cannot be reached.

/** The queue under faults, for who sends. */
export function faultyQueue<T>(queue: Queue<T>): Queue<T> {
  const send = async (messages: MessageSendRequest<T>[]) => {
    if (strikes('queue-refused')) throw new Error('Queue sendBatch failed: 503 Service Unavailable');
    await queue.sendBatch(
      messages.map((message) => ({ ...message, ...delay(message.delaySeconds) })) as MessageSendRequest<T>[],
    );
    if (strikes('queue-unanswered')) throw new Error('Network connection lost.');
  };
  return {
    send: (body: T, options: QueueSendOptions = {}) => send([{ body, ...options } as MessageSendRequest<T>]),
    sendBatch: (messages: Iterable<MessageSendRequest<T>>) => send([...messages]),
  } as unknown as Queue<T>;
}

const delay = (seconds: number | undefined) => {
  const delaySeconds = machineSeconds(seconds);
  return delaySeconds === undefined ? {} : { delaySeconds };
};

/** A message whose delays are of the program's time; one that `isCopy` cannot be acknowledged again. */
const view = <T>(message: Message<T>, isCopy: boolean): Message<T> => ({
  id: message.id,
  timestamp: message.timestamp,
  body: message.body,
  attempts: message.attempts,
  ack: () => (isCopy ? undefined : message.ack()),
  retry: (options) => (isCopy ? undefined : message.retry(delay(options?.delaySeconds))),
});

/** Gives the batch to the program as it may arrive. */
export async function receive<T>(
  batch: MessageBatch<T>,
  consume: (batch: MessageBatch<T>) => Promise<void>,
): Promise<void> {
  let messages = batch.messages.filter((message) => {
    if (!strikes('queue-late')) return true;
    message.retry({ delaySeconds: 1 });
    return false;
  });
  if (threatens('queue-shuffled')) {
    const places = new Map(messages.map((message) => [message, some(1)]));
    const shuffled = messages.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
    if (shuffled.some((message, index) => message !== messages[index])) note('queue-shuffled');
    messages = shuffled;
  }
  const give = (isCopy: boolean) =>
    consume({ queue: batch.queue, messages: messages.map((message) => view(message, isCopy)) } as never);
  await give(false);
  if (messages.length > 0 && strikes('queue-twice')) await give(true);
}
