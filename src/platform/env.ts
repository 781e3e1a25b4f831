import type { Variables } from '../settings/settings.ts';
import type { FederateMessage, PushMessage, VerifyMessage } from './queue-messages.ts';

/** The variables, bindings and secrets of the Worker. */
export interface Env extends Variables {
  STORIES: KVNamespace;
  DESK: DurableObjectNamespace;
  SUBSCRIPTIONS: DurableObjectNamespace;
  WIRE: DurableObjectNamespace;
  SEARCH: DurableObjectNamespace;
  FOLLOWERS: DurableObjectNamespace;
  PUSH: Queue<PushMessage>;
  VERIFICATIONS: Queue<VerifyMessage>;
  FEDIVERSE: Queue<FederateMessage>;
  STUDIO: DurableObjectNamespace;
  /** The site's static files, such as the fonts of cards. */
  ASSETS?: Fetcher;
  API_RATE: RateLimit;
  HUB_RATE: RateLimit;
  CALLBACK_RATE: RateLimit;
  SIGN_IN_RATE: RateLimit;
  SEARCH_RATE: RateLimit;
  REPORT_RATE: RateLimit;
  INBOX_RATE: RateLimit;
  INBOX_HOST_RATE: RateLimit;
  /** The bucket for backups. If it is not bound, there are no backups. */
  BACKUPS?: R2Bucket;
  /** The bucket for uploaded pictures. If it is not bound, they are in KV. */
  MEDIA?: R2Bucket;
  /** Cloudflare Images, if it is bound: makes the smaller sizes of uploaded pictures. */
  IMAGES?: ImagesBinding;
  /** Workers AI, if it is bound: models that draft and compare reports, and what reads PDFs. */
  AI?: Ai;
  /** A secret: the key of the server in `wire.server`, which drafts. */
  DRAFTER_KEY?: string;
  /** A secret: the keys of an account at archive.org, as `access:secret`. With them, the watch has pages archived. */
  ARCHIVE_KEY?: string;
  /** The dataset that polls of feeds are recorded in, if it is bound. */
  METRICS?: AnalyticsEngineDataset;
  /** A secret: the tokens that may publish, as `name:token,name:token`. Without it, the API refuses every request that needs a token. */
  PUBLISH_TOKEN?: string;
  /** A secret: the private Ed25519 key that signs revisions, in PKCS #8 and base64url. Without it, they are not signed. */
  SIGNING_KEY?: string;
  /** A secret: the private Ed25519 key with which the wire signs its requests, in the same form. Without it, they are not signed. */
  FETCHER_KEY?: string;
  /** The team name of Cloudflare Access, as in `https://<team>.cloudflareaccess.com`, and the audience tag of its application. With both, Access signs people in. */
  ACCESS_TEAM?: string;
  ACCESS_AUD?: string;
  /** The handle of an account on ATProto, such as `news.example`, and its server; by default `https://bsky.social`. */
  ATPROTO_HANDLE?: string;
  ATPROTO_SERVICE?: string;
  /** A secret: an app password of that account. With it, the newsroom and its stories have records there. */
  ATPROTO_APP_PASSWORD?: string;
  /** A secret: where the newsroom is told of reviews and of scheduled stories, by a JSON POST. */
  NOTIFY_URL?: string;
  /** What sends people mail, if it is bound, and the address that it sends from. */
  EMAIL?: SendEmail;
  MAIL_FROM?: string;
  /** A secret: what is asked to send people mail where `EMAIL` is not bound, by a JSON POST. */
  MAIL_URL?: string;
}
