import * as z from 'zod';
import { type Site, storyUrl } from '../settings/site.ts';
import { exportUrl } from '../site/export/addresses.ts';
import { type Asking, type FoundStory, RefusedCall } from './read.ts';

// The tools that agents call. Each only reads, and answers from what readers get.

/** A story that a result leads to. */
interface StoryLink {
  url: string;
  headline: string;
  /** The address of the story as Markdown, which is a resource too. */
  markdown: string;
}

/** What a tool answers: data by its schema, and the stories that it leads to. */
interface Answered<Data> {
  data: Data;
  links: StoryLink[];
}

/** A tool: what it takes, what it answers, and how. */
interface Tool {
  name: string;
  title: string;
  description: string;
  input: z.ZodObject;
  output: z.ZodObject;
  answer: (asking: Asking, input: Record<string, unknown>) => Promise<Answered<object>>;
}

/** Makes a tool. Each says how to treat the texts in its results. */
export const tool = <Input extends z.ZodObject, Output extends z.ZodObject>({
  output,
  ...made
}: Omit<Tool, 'input' | 'output' | 'answer'> & {
  input: Input;
  output: Output;
  answer: (asking: Asking, input: z.output<Input>) => Promise<Answered<z.input<Output>>>;
}) => ({ ...made, output: output.extend({ untrusted: z.string() }) }) as unknown as Tool;

export const linkTo = ({ slug, headline }: { slug: string; headline: string }, site: Site): StoryLink => ({
  url: storyUrl(site, slug),
  headline,
  markdown: exportUrl(site, slug, 'md'),
});

export const storyName = z
  .string()
  .min(1)
  .max(2000)
  .describe('The address of a story, like https://news.example/stories/a-story, or the last part of that');
export const cursorFor = (inputs: string) =>
  z.string().max(300).optional().describe(`"next" of the answer before, with the same ${inputs}`);
export const nextCursor = z
  .string()
  .nullable()
  .describe(
    'The cursor for older ones; null if there are none. An answer may have few or none and still say where to go on',
  );
export const moment = z.string().describe('A time, RFC 3339');
const label = z
  .string()
  .nullable()
  .describe('As its page says it, in its language; null if the page says nothing');
export const correction = z.object({ text: z.string(), datePublished: moment });
export const labels = {
  summaryMadeBy: label.describe('Whether AI or another program made the TL;DR, and who reviewed it'),
  analysisMadeBy: label.describe('The same of the analysis'),
  notice: z.string().describe('The notice on its page: how many sources it has, and how the TL;DR was made'),
  singleSource: label.describe(
    'The warning if the story rests on one source; null if it rests on none or several',
  ),
};
export const summary = z.object({
  url: z.string(),
  headline: z.string(),
  summary: z.string().describe('The TL;DR'),
  ...labels,
  language: z.string(),
  published: moment,
  changed: moment,
  authors: z.array(z.string()),
  topics: z.array(z.string()),
  sources: z.int().describe('How many publishers it aggregates'),
  corrections: z.array(correction),
});
export const withdrawal = z
  .object({ at: moment, reason: z.string(), headline: z.string().nullable() })
  .nullable()
  .describe('If the newsroom has withdrawn the story: when and why. Do not repeat what it said');
export const version = z
  .looseObject({
    revision: z.int(),
    since: moment.describe('Since when readers have had it'),
    hash: z.string().describe('SHA-256 of the statement as canonical JSON (RFC 8785)'),
    previous: z.string().nullable().describe('The hash of the statement before'),
    signature: z.string().nullable().describe('Ed25519 over the statement, in base64url'),
    keyId: z.string().nullable(),
    history: z.string().describe('The address of all versions'),
    keys: z.string().describe('The address of the public keys'),
  })
  .nullable()
  .describe('Null if the newsroom does not publish the history of its stories');

type Withdrawn = Extract<FoundStory, { withdrawn: unknown }>;
export const withdrawalAsData = ({ withdrawn: { at, reason, story } }: Withdrawn) => ({
  at,
  reason,
  headline: story?.headline ?? null,
});

export const noHistory = (site: Site) => new RefusedCall(`${site.title} has no history of this story.`);
