import { machineSeconds } from './clock.ts';
import { countFault, happens, isDue, randomUpTo } from './odds.ts';

// Cloudflare Queues promises delivery at least once and in no particular order. Sometimes it cannot be reached.

/** Makes a queue that fails by the odds when the program sends. */
export function faultyQueue<T>(queue: Queue<T>): Queue<T> {
  const send = async (messages: MessageSendRequest<T>[]) => {
    if (happens('queue-refused')) throw new Error('Queue sendBatch failed: 503 Service Unavailable');
    await queue.sendBatch(
      messages.map((message) => ({ ...message, ...delay(message.delaySeconds) })) as MessageSendRequest<T>[],
    );
    if (happens('queue-unanswered')) throw new Error('Network connection lost.');
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

/** Wraps a message: converts delays from the program's clock to the machine's. `ack` and `retry` of a copy do nothing. */
const wrap = <T>(message: Message<T>, isCopy: boolean): Message<T> => ({
  id: message.id,
  timestamp: message.timestamp,
  body: message.body,
  attempts: message.attempts,
  ack: () => (isCopy ? undefined : message.ack()),
  retry: (options) => (isCopy ? undefined : message.retry(delay(options?.delaySeconds))),
});

/** Delivers the batch to the program, late, shuffled or twice by the odds. */
export async function receive<T>(
  batch: MessageBatch<T>,
  consume: (batch: MessageBatch<T>) => Promise<void>,
): Promise<void> {
  let messages = batch.messages.filter((message) => {
    if (!happens('queue-late')) return true;
    message.retry({ delaySeconds: 1 });
    return false;
  });
  if (isDue('queue-shuffled')) {
    const places = new Map(messages.map((message) => [message, randomUpTo(1)]));
    const shuffled = messages.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
    if (shuffled.some((message, index) => message !== messages[index])) countFault('queue-shuffled');
    messages = shuffled;
  }
  const deliver = (isCopy: boolean) =>
    consume({ queue: batch.queue, messages: messages.map((message) => wrap(message, isCopy)) } as never);
  await deliver(false);
  if (messages.length > 0 && happens('queue-twice')) await deliver(true);
}
