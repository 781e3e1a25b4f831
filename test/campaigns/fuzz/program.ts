// The parts of the program that the campaign calls. browser/render.ts bundles this file and loads it in Node.

export { app } from '../../../src/app.ts';
export { toPrintable } from '../../../src/lib/characters.ts';
export { compactJson } from '../../../src/lib/compact-json.ts';
export { fingerprint } from '../../../src/lib/fingerprint.ts';
export { gunzip, gzip } from '../../../src/lib/gzip.ts';
export { readLines } from '../../../src/newsroom/api/body.ts';
export { problemSchema } from '../../../src/newsroom/api/problem-schema.ts';
export {
  serializeArchive,
  serializeArticle,
  serializeDirectory,
  serializeEdition,
  serializeRedirect,
  serializeTombstone,
} from '../../../src/newsroom/desk/publish/entries.ts';
export { changeBetween } from '../../../src/newsroom/drafts/desk/text-change.ts';
export { checkDraft } from '../../../src/newsroom/drafts/views/editor/check/check.ts';
export { showDraft, writeDraft } from '../../../src/newsroom/drafts/views/editor/form/draft-form.ts';
export { readableStory } from '../../../src/newsroom/drafts/views/editor/readable-story.ts';
export { findOnly, followPassages } from '../../../src/newsroom/reviews/desk/follow-passage.ts';
export { splitText } from '../../../src/newsroom/reviews/views/text-blocks.ts';
export { importStories } from '../../../src/newsroom/transfer/api/transfer.ts';
export { exportedSchema } from '../../../src/newsroom/transfer/desk/export-line.ts';
export { inEnglish } from '../../../src/newsroom/words/words.ts';
export { brokenCallbackRule } from '../../../src/push/callback.ts';
export { InvalidRequest, parseSubscriptionRequest } from '../../../src/push/subscription-request.ts';
export { parseTopic } from '../../../src/push/topic.ts';
export { evaluatePreconditions, parseEntityTags } from '../../../src/readers/conditional.ts';
export { parseAgent } from '../../../src/readers/metrics.ts';
export { prefersMarkdown } from '../../../src/readers/rendered/negotiation.ts';
export { slugOfStoryUrl } from '../../../src/settings/site.ts';
export { parseSite } from '../../../src/settings/site-schema.ts';
export { openContainer, packContainer, storedBytes } from '../../../src/site/document/container.ts';
export {
  BrokenValue,
  parseArchivePage,
  parseDirectory,
  parseEdition,
  parseStoredStory,
  readRecord,
} from '../../../src/site/document/stored-record.ts';
export { makeDirectory } from '../../../src/site/edition/directory.ts';
export { toEntry } from '../../../src/site/edition/edition.ts';
export { renderAtom } from '../../../src/site/edition/formats/atom.ts';
export { renderJsonFeed } from '../../../src/site/edition/formats/json-feed.ts';
export { renderRss } from '../../../src/site/edition/formats/rss.ts';
export { renderNewsSitemap } from '../../../src/site/edition/news-sitemap.ts';
export { renderOpml } from '../../../src/site/edition/opml.ts';
export { makeStorableArticle } from '../../../src/site/edition/storable-article.ts';
export { scopesOf } from '../../../src/site/edition/story-scopes.ts';
export { feedItems, isWithdrawalNotice } from '../../../src/site/edition/withdrawal.ts';
export { renderBibtex } from '../../../src/site/export/bibtex.ts';
export { renderCsl } from '../../../src/site/export/csl.ts';
export { renderJson } from '../../../src/site/export/json.ts';
export { articleToMarkdown } from '../../../src/site/export/markdown.ts';
export { renderOembed } from '../../../src/site/export/oembed.ts';
export { sourceReferences, storyReference } from '../../../src/site/export/reference.ts';
export { renderRis } from '../../../src/site/export/ris.ts';
export { renderArchivePage } from '../../../src/site/page/archive.tsx';
export { renderDraftFeedPage, renderDraftStoryPage } from '../../../src/site/page/draft-preview.tsx';
export { renderErrorPage } from '../../../src/site/page/error.tsx';
export { renderFeedPreviewPage } from '../../../src/site/page/feed-preview.tsx';
export { compareTexts } from '../../../src/site/page/history/difference.ts';
export { renderListingPage } from '../../../src/site/page/listing.tsx';
export { shareScript } from '../../../src/site/page/story/share.tsx';
export { renderStoryPage } from '../../../src/site/page/story/story.tsx';
export { copyScript, renderSubscribePage } from '../../../src/site/page/subscribe.tsx';
export { renderWithdrawnPage } from '../../../src/site/page/withdrawn.tsx';
export { cleanPicture } from '../../../src/site/pictures/clean.ts';
export { redirectKey } from '../../../src/site/redirects/address.ts';
export { withArticleDefaults } from '../../../src/site/story/article.ts';
export { canonicalUrl, storyIdentifier, webUrl } from '../../../src/site/story/fields.ts';
export { makeArticle } from '../../../src/site/story/make-article.ts';
export { parseMarkdown } from '../../../src/site/story/markdown.ts';
export { formatFault } from '../../../src/site/story/parse/fault.ts';
export { readAuthorFile } from '../../../src/site/story/parse/front-matter.ts';
export { parseStoryFile, parseStoryJson } from '../../../src/site/story/parse/parse.ts';
export { readableUrl, sentenceUrl } from '../../../src/site/story/sources/source-link.ts';
export { withDate } from '../../../src/site/story/story.ts';
