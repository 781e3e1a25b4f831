import { topicSlug } from '../fields.ts';
import { fieldLines } from './headline.ts';

/** The most topics of a story. */
const MAX_TOPICS = 30;

/** Returns the topics in an author's file, for lists, as `readHeadline` does the headline. What is no topic is left out. */
export function readTopics(text: string): string[] {
  const [value, following] = fieldLines(text, 'keywords') ?? ['', []];
  const words = [value, ...following].flatMap((line) => line.replace(/(^|\s)#.*$/, '').split(/[\s,[\]'"]+/));
  const topics = words.filter((word) => topicSlug.safeParse(word).success);
  return [...new Set(topics)].slice(0, MAX_TOPICS);
}
