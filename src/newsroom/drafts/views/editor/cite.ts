import { readSettings } from '../../../../settings/settings.ts';
import { webUrl } from '../../../../site/story/fields.ts';
import { deskOf } from '../../../desk/desk-stub.ts';
import { REFUSAL_STATUS } from '../../../desk/refusal-status.ts';
import { brokenSourceRule } from '../../../drafting/wire/draft-request.ts';
import { requireCapability } from '../../../frame/access.ts';
import { type NewsroomContext, NewsroomError, readForm, textField, zoneOf } from '../../../frame/context.ts';
import { wireOf } from '../../../wire/wire-stub.ts';
import { sentence } from '../../../words/translate.ts';
import type { Translate } from '../../../words/words.ts';
import type { KnownFields } from '../../desk/known-sources.ts';
import type { ReadSource } from '../../desk/read-source.ts';
import { describeObservation, normalAddress } from './check/citations.ts';
import { proposeWords } from './check/propose-words.ts';
import { plainRule, sayRule } from './check/rule-words.ts';
import { CITATION_FIELDS, SOURCE_FIELDS, showFields } from './form/field-list.ts';
import type { Values } from './form/values.ts';
import { openDraft, required } from './open-draft.ts';

// What the editor's page asks while somebody cites a source or marks its words. Answers are JSON, and what pages say in them is text.

/** The longest passage of a TL;DR, and the longest address. */
const [MAX_CLAIM, MAX_ADDRESS] = [1200, 10_000];
/** The most sources whose texts are compared with a claim. */
const MAX_ADDRESSES = 40;
/** The most bytes of a request that names an address. */
const MAX_BYTES = 50_000;

/** Returns what a row of the form shows of a source, without fields of which nothing is known. */
const fieldsOf = (source: object): Values =>
  Object.fromEntries(
    Object.entries(showFields({ ...SOURCE_FIELDS, ...CITATION_FIELDS }, source)).filter(
      ([name, value]) => value !== '' && !name.startsWith('quote.'),
    ),
  );

/** Opens the draft for somebody who may write it. */
async function openToWrite(c: NewsroomContext) {
  requireCapability(c, 'write');
  return openDraft(c);
}

/** `GET …/cite?q=`: sources that the newsroom has used before. */
export async function findSources(c: NewsroomContext): Promise<Response> {
  await openToWrite(c);
  const found = required(await deskOf(c.env).knownSources.search(c.req.query('q') ?? '', c.get('actor')));
  const sources = found.sources.map(({ source, stories, observation }) => ({
    fields: fieldsOf(source satisfies KnownFields),
    stories,
    state: observation?.kind ?? null,
    words: observation === null ? null : describeObservation(c.get('t'), observation, zoneOf(c)),
  }));
  return c.json({ sources });
}

/** Says which rule an address breaks, so that its page is not read. */
const whyNotRead = (t: Translate, broken: string) =>
  t('The page is not read. {why}', { why: sayRule(t, plainRule(broken), t('Its address')) });

/** `POST …/source`: reads the page of an address, keeps its text, and answers what the page says of itself. */
export async function readPage(c: NewsroomContext): Promise<Response> {
  const { id } = await openToWrite(c);
  const url = textField(await readForm(c, MAX_BYTES), 'url').trim();
  if (url.length > MAX_ADDRESS || !webUrl.safeParse(url).success)
    throw new NewsroomError(
      422,
      'No address',
      'This is no web address, like https://publisher.example/article.',
    );
  const broken = brokenSourceRule(url, readSettings(c.env));
  if (broken !== undefined)
    return c.json({ fields: {}, hasText: false, detail: whyNotRead(c.get('t'), broken) });
  const actor = c.get('actor');
  const done = await wireOf(c.env).sourceReader.read(url, actor);
  if (!done.ok) throw new NewsroomError(REFUSAL_STATUS[done.why], 'Not read', done);
  const { citation, source } = done;
  // The draft has the source by the address that was given.
  const hasText = source !== null && source.text !== '';
  if (hasText) required(await deskOf(c.env).draftSources.add(id, source, actor));
  const watched = await deskOf(c.env).observations.find(normalAddress(url));
  const { url: _, ...fields } = fieldsOf({ ...citation, archivedAt: watched?.archivedAt ?? null });
  return c.json({ fields, hasText, detail: hasText ? done.detail : c.get('t')(done) });
}

/** Whether a page was read at an address, or is there by its publisher's word. */
const isAt = ({ url, finalUrl }: ReadSource, address: string): boolean =>
  [url, finalUrl].some((each) => normalAddress(each) === normalAddress(address));

/**
 * `GET …/words?claim=&source=`: the text of a source as the wire read it, and the sentence in it that a claim may rest on. Of several
 * sources, the one that has the most likely sentence.
 */
export async function showWords(c: NewsroomContext): Promise<Response> {
  const { id } = await openToWrite(c);
  const claim = (c.req.query('claim') ?? '').slice(0, MAX_CLAIM);
  const addresses = (c.req.queries('source') ?? []).slice(0, MAX_ADDRESSES);
  const { sources } = required(await deskOf(c.env).draftSources.list(id, c.get('actor')));
  const wanted = addresses.flatMap((address) =>
    sources.filter((each) => isAt(each, address)).map((kept) => ({ address, kept })),
  );
  const [best] = wanted
    .filter(({ kept }) => kept.text !== '')
    .map(({ address, kept }) => ({ address, kept, found: proposeWords(claim, kept.text, kept.inLanguage) }))
    .toSorted((a, b) => (b.found?.likeness ?? 0) - (a.found?.likeness ?? 0));
  if (!best) {
    const { said, whyNoText } = wanted[0]?.kept ?? {};
    const detail = c.get('t')(said ?? whyNoText ?? sentence('The wire has not read this page.'));
    return c.json({ text: null, detail });
  }
  const { address, kept, found } = best;
  const { name, inLanguage, text } = kept;
  const proposal = found ? { start: found.start, end: found.end } : null;
  return c.json({ source: address, name, inLanguage, text, proposal });
}
