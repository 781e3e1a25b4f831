import * as z from 'zod';
import { wordsOf } from '../language/words.ts';
import { storyUrl } from '../settings/site.ts';
import { compareAll } from '../site/page/history/page.tsx';
import { readStory } from './read.ts';
import { versionAsData } from './story-data.ts';
import { linkTo, noHistory, storyName, tool, version, withdrawal, withdrawalAsData } from './tool.ts';

/** About how many characters of changed words one answer has. */
const MAX_CHANGED_CHARACTERS = 40_000;
const MAX_VERSIONS = 20;

export const getVersions = tool({
  name: 'get_versions',
  title: 'Versions of a story',
  description: `Lists the versions of a story that readers have had, the newest first: when, why, the chain of hashes with signatures, and the words that changed. At most ${MAX_VERSIONS}; "before" asks for those before a version.`,
  input: z.strictObject({
    story: storyName,
    before: z.int().min(2).optional().describe('The number of a version'),
  }),
  output: z.object({
    url: z.string(),
    withdrawn: withdrawal,
    isMore: z.boolean().describe('Whether there are versions before these'),
    versions: z.array(
      z.looseObject({
        ...version.unwrap().shape,
        changes: z
          .array(
            z.object({
              part: z.string().describe('In the language of the story'),
              words: z
                .array(z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() }))
                .nullable()
                .describe('Null if there was no room for more'),
            }),
          )
          .nullable()
          .describe('What changed since the version before; null if a text was left out'),
      }),
    ),
  }),
  answer: async (asking, { story, before }) => {
    const { site } = asking;
    const found = await readStory(asking, story);
    const url = storyUrl(site, found.slug);
    if ('withdrawn' in found)
      return { data: { url, withdrawn: withdrawalAsData(found), isMore: false, versions: [] }, links: [] };
    const { article, history } = found;
    if (!history) throw noHistory(site);
    const words = wordsOf(article.inLanguage, site.language, site.timeZone);
    const asked = history.revisions.filter(
      ({ statement }) => before === undefined || statement.revision < before,
    );
    // One more, with which the oldest is compared.
    const compared = compareAll(asked.slice(-MAX_VERSIONS - 1), words, MAX_CHANGED_CHARACTERS);
    return {
      data: {
        url,
        withdrawn: null,
        isMore: asked.length > MAX_VERSIONS || history.omitted > 0,
        versions: compared.slice(0, MAX_VERSIONS).map((each) => ({
          ...versionAsData(each, article, site),
          changes: each.changes?.map(({ name, runs }) => ({ part: name, words: runs })) ?? null,
        })),
      },
      links: [linkTo(article, site)],
    };
  },
});
