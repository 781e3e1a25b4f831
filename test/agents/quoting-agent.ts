// An agent without a model: it finds the claim that has most words of a question, and answers with it and the words of its source.

/** Calls a tool and returns its data. */
// biome-ignore lint/suspicious/noExplicitAny: each tool answers something else, which the agent looks at as JSON
export type CallTool = (name: string, given: Record<string, unknown>) => Promise<any>;

/** An answer: a claim of a story, with the words that it rests on and where they are. */
export interface QuotedAnswer {
  story: string;
  claim: string;
  quote: string;
  link: string;
  /** How the claim was made, which the agent has to say. */
  madeBy: string | null;
  revision: number;
}

const wordsIn = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);

/** How many stories that the search finds are read for an answer. */
const READ = 3;

/** Answers a question from the stories that the search finds for it; undefined if no claim of them has evidence. */
export async function answer(call: CallTool, question: string): Promise<QuotedAnswer | undefined> {
  const { stories } = await call('search_stories', { query: question });
  const asked = wordsIn(question);
  let most = 0;
  let best: QuotedAnswer | undefined;
  for (const { url } of stories.slice(0, READ)) {
    const { story } = await call('get_story', { story: url });
    for (const { claim, evidence, links } of story.claims) {
      const [{ number, quote }] = evidence;
      const said = wordsIn(`${claim} ${quote.exact} ${story.record.headline}`);
      const shared = [...asked].filter((word) => said.has(word)).length;
      if (shared <= most) continue;
      most = shared;
      const { url: link } = links.find((each: { number: number }) => each.number === number);
      const { summaryMadeBy: madeBy, version } = story;
      best = { story: url, claim, quote: quote.exact, link, madeBy, revision: version.revision };
    }
  }
  return best;
}

/** Questions about the sample stories, each with what a right answer has. */
export const QUESTIONS: readonly (readonly [string, RegExp])[] = [
  ['When did the W3C make HTML5 a Recommendation?', /28 October 2014/],
  ['Which RFC is the current definition of problem details?', /RFC 9457/],
  ['In which year was the Robots Exclusion Protocol published as an RFC?', /2022/],
  ['What says what a cache does with its stored copy?', /RFC 9111/],
  ['As what was WebSub known before?', /PubSubHubbub/],
  ['Who has written RFC 2119?', /Bradner/],
  ['In which file do feed readers exchange subscription lists?', /OPML/],
  ['When was RFC 4287 published, which defines Atom?', /December 2005/],
  ['Which RFC builds a tag URI from a domain or an email address?', /RFC 4151/],
  ['When did RSS begin at Netscape?', /March 1999/],
];
