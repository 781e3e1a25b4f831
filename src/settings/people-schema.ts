import * as z from 'zod';
import { foldName, personalNames } from '../site/story/author-name.ts';
import { oneLine, pictureAddress, shownLine, topicSlug, webUrl } from '../site/story/fields.ts';

/** The most people, because each has a section on `/subscribe`. */
const MAX_PEOPLE = 500;

const person = z.strictObject(
  {
    slug: topicSlug.describe("The name in the address of the person's page"),
    name: shownLine(200).describe('The name as stories state it'),
    ...personalNames,
    role: oneLine(200).optional().describe('What the person does here: "Managing editor"'),
    about: oneLine(500).optional().describe('A line about the person'),
    url: webUrl.optional().describe('A page of their own elsewhere'),
    picture: z
      .strictObject(
        {
          url: pictureAddress,
          width: z.int({ error: 'must be a whole number of pixels' }).min(1).max(20_000),
          height: z.int({ error: 'must be a whole number of pixels' }).min(1).max(20_000),
        },
        { error: 'must have url, width and height' },
      )
      .optional(),
  },
  { error: 'must have slug and name, and may have givenName, familyName, role, about, url and picture' },
);

/** A person of the newsroom, who has a page and feeds of their own. */
export type Person = z.output<typeof person>;

/** `people` of data/site.json: those whose stories have a page and feeds. Slugs and names are unique. */
export const peopleSchema = z
  .array(person, { error: 'must be a list of people' })
  .max(MAX_PEOPLE, { error: `must have at most ${MAX_PEOPLE} people`, abort: true })
  .superRefine((people, context) => {
    const keyOf = { slug: (text: string) => text, name: foldName };
    for (const field of ['slug', 'name'] as const) {
      const first = new Map<string, number>();
      for (const [index, { [field]: text }] of people.entries()) {
        const before = first.get(keyOf[field](text));
        if (before === undefined) first.set(keyOf[field](text), index);
        else {
          const message = `must not be given twice (people[${before}] has it already)`;
          context.addIssue({ code: 'custom', path: [index, field], input: text, message });
        }
      }
    }
  })
  .default([])
  .describe('The authors who have a page and feeds: their stories are those that name them');
