import { pictureUrls } from '../../../../settings/site.ts';
import { cardFormat, cardOfStory } from '../../../../site/card/card.ts';
import { makeStorableArticle } from '../../../../site/edition/storable-article.ts';
import {
  renderDraftFeedPage,
  renderDraftStoryPage,
  type Unfinished,
} from '../../../../site/page/draft-preview.tsx';
import { securityHeaders } from '../../../../site/page/security.ts';
import type { Article } from '../../../../site/story/article.ts';
import { mintIdentifier } from '../../../../site/story/identifier.ts';
import { cardRendererOf } from '../../../desk/publish/card-renderer.ts';
import { type NewsroomContext, NewsroomError } from '../../../frame/context.ts';
import { framedPolicy } from '../../../frame/security.ts';
import { withKnownPictures } from '../../../pictures/desk/picture-source.ts';
import type { Translate } from '../../../words/words.ts';
import type { FormFault } from './check/check.ts';
import { checkText, openVersion, readableFile } from './open-draft.ts';
import { readableStory } from './readable-story.ts';

/** A draft as readers would get it. */
interface Preview {
  /** Without what breaks a rule; undefined if the text cannot be read at all. */
  article: Article | undefined;
  /** What is left out, or missing. */
  faults: FormFault[];
}

async function openPreview(c: NewsroomContext): Promise<Preview> {
  const { draft, text } = await openVersion(c);
  const site = c.get('site');
  const { faults } = await checkText(c, draft, text);
  const file = readableFile(text);
  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  const story = file && readableStory(c.get('t'), file.record, file.parts.body, draft.name, now);
  const made =
    story && makeStorableArticle(story, story.identifier ?? mintIdentifier(site.taggingEntity, story.slug));
  return { article: made?.ok ? await withKnownPictures(c.env, made.value) : undefined, faults };
}

/** Says what is missing, for whoever looks at a draft that is not finished. */
const missingIn = (t: Translate, { faults }: Preview): Unfinished => ({
  language: t.tag,
  title: t('This draft is not finished. What breaks a rule is left out here:'),
  faults: faults.map(({ words }) => words),
});

/** Lets only the newsroom's own pages show a preview, which runs and sends nothing. */
async function framed(c: NewsroomContext, article: Article | undefined): Promise<void> {
  const headers = await securityHeaders(c.get('site'), article ? pictureUrls([article], c.get('site')) : []);
  c.header('Content-Security-Policy', framedPolicy(headers['Content-Security-Policy']));
}

/** Shows a draft as its page. */
export async function showPage(c: NewsroomContext): Promise<Response> {
  const preview = await openPreview(c);
  await framed(c, preview.article);
  return c.html(renderDraftStoryPage(preview.article, missingIn(c.get('t'), preview), c.get('site')));
}

/** Shows a draft as feed readers show it. */
export async function showFeed(c: NewsroomContext): Promise<Response> {
  const preview = await openPreview(c);
  await framed(c, preview.article);
  return c.html(renderDraftFeedPage(preview.article, missingIn(c.get('t'), preview), c.get('site')));
}

/** Draws the card of a draft. */
export async function showCard(c: NewsroomContext): Promise<Response> {
  const { article } = await openPreview(c);
  if (!article)
    throw new NewsroomError(
      422,
      'No card',
      'The text cannot be read, so it has no card yet. Correct it first.',
    );
  const card = cardOfStory(article, c.get('site'));
  const file = await cardRendererOf(c.env).draw(card);
  c.header('Content-Type', `image/${cardFormat(card)}`);
  return c.body(file as Uint8Array<ArrayBuffer>);
}
