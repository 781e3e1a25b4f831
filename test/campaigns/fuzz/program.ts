// The parts of the program that the campaign calls. browser/render.ts bundles this file and loads it in Node.

export { readLines } from '../../../src/api/body.ts';
export { problemSchema } from '../../../src/api/problem-schema.ts';
export { importStories } from '../../../src/api/transfer/transfer.ts';
export { app } from '../../../src/app.ts';
export { changeBetween } from '../../../src/desk/drafts/text-change.ts';
export {
  serializeArchive,
  serializeArticle,
  serializeDirectory,
  serializeEdition,
  serializeRedirect,
  serializeTombstone,
} from '../../../src/desk/publish/entries.ts';
export { findOnly, followPassages } from '../../../src/desk/reviews/follow-passage.ts';
export { exportedSchema } from '../../../src/desk/transfer/export-line.ts';
export { openContainer, packContainer, storedBytes } from '../../../src/document/container.ts';
export {
  BrokenValue,
  parseArchivePage,
  parseDirectory,
  parseEdition,
  parseStoredStory,
  readRecord,
} from '../../../src/document/stored-record.ts';
export { evaluatePreconditions, parseEntityTags } from '../../../src/edge/conditional.ts';
export { parseAgent } from '../../../src/edge/metrics.ts';
export { slugOfStoryUrl } from '../../../src/edge/rendered/exports.ts';
export { prefersMarkdown } from '../../../src/edge/rendered/negotiation.ts';
export { makeDirectory } from '../../../src/edition/directory.ts';
export { toEntry } from '../../../src/edition/edition.ts';
export { renderAtom } from '../../../src/edition/formats/atom.ts';
export { renderJsonFeed } from '../../../src/edition/formats/json-feed.ts';
export { renderRss } from '../../../src/edition/formats/rss.ts';
export { renderNewsSitemap } from '../../../src/edition/news-sitemap.ts';
export { renderOpml } from '../../../src/edition/opml.ts';
export { makeStorableArticle } from '../../../src/edition/storable-article.ts';
export { scopesOf } from '../../../src/edition/story-scopes.ts';
export { feedItems, isWithdrawalNotice } from '../../../src/edition/withdrawal.ts';
export { renderBibtex } from '../../../src/export/bibtex.ts';
export { renderCsl } from '../../../src/export/csl.ts';
export { renderJson } from '../../../src/export/json.ts';
export { articleToMarkdown } from '../../../src/export/markdown.ts';
export { renderOembed } from '../../../src/export/oembed.ts';
export { sourceReferences, storyReference } from '../../../src/export/reference.ts';
export { renderRis } from '../../../src/export/ris.ts';
export { toPrintable } from '../../../src/lib/characters.ts';
export { compactJson } from '../../../src/lib/compact-json.ts';
export { fingerprint } from '../../../src/lib/fingerprint.ts';
export { gunzip, gzip } from '../../../src/lib/gzip.ts';
export { checkDraft } from '../../../src/newsroom/editor/check/check.ts';
export { showDraft, writeDraft } from '../../../src/newsroom/editor/form/draft-form.ts';
export { readableStory } from '../../../src/newsroom/editor/readable-story.ts';
export { splitText } from '../../../src/newsroom/review/text-blocks.ts';
export { renderArchivePage } from '../../../src/page/archive.tsx';
export { renderDraftFeedPage, renderDraftStoryPage } from '../../../src/page/draft-preview.tsx';
export { renderErrorPage } from '../../../src/page/error.tsx';
export { renderFeedPreviewPage } from '../../../src/page/feed-preview.tsx';
export { compareTexts } from '../../../src/page/history/difference.ts';
export { renderListingPage } from '../../../src/page/listing.tsx';
export { shareScript } from '../../../src/page/story/share.tsx';
export { renderStoryPage } from '../../../src/page/story/story.tsx';
export { renderSubscribePage } from '../../../src/page/subscribe.tsx';
export { renderWithdrawnPage } from '../../../src/page/withdrawn.tsx';
export { cleanPicture } from '../../../src/pictures/clean.ts';
export { brokenCallbackRule } from '../../../src/push/callback.ts';
export { InvalidRequest, parseSubscriptionRequest } from '../../../src/push/subscription-request.ts';
export { parseTopic } from '../../../src/push/topic.ts';
export { redirectKey } from '../../../src/redirects/address.ts';
export { parseSite } from '../../../src/site-schema.ts';
export { withArticleDefaults } from '../../../src/story/article.ts';
export { canonicalUrl, storyIdentifier, webUrl } from '../../../src/story/fields.ts';
export { makeArticle } from '../../../src/story/make-article.ts';
export { parseMarkdown } from '../../../src/story/markdown.ts';
export { formatFault } from '../../../src/story/parse/fault.ts';
export { readAuthorFile } from '../../../src/story/parse/front-matter.ts';
export { parseStoryFile, parseStoryJson } from '../../../src/story/parse/parse.ts';
export { readableUrl, sentenceUrl } from '../../../src/story/sources/source-link.ts';
export { withDate } from '../../../src/story/story.ts';
