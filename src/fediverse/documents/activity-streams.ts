// What all documents of the fediverse have in common: https://www.w3.org/TR/activitystreams-core/

export const ACTIVITY_JSON = 'application/activity+json';

/** The context that every document has. */
export const ACTIVITY_STREAMS = 'https://www.w3.org/ns/activitystreams';

/** Whom everything is addressed to. */
export const PUBLIC = `${ACTIVITY_STREAMS}#Public`;

/** The terms of documents besides those of Activity Streams. */
const CONTEXT = [
  ACTIVITY_STREAMS,
  'https://w3id.org/security/v1',
  {
    toot: 'http://joinmastodon.org/ns#',
    schema: 'http://schema.org#',
    gts: 'https://gotosocial.org/ns#',
    alsoKnownAs: { '@id': 'as:alsoKnownAs', '@type': '@id' },
    movedTo: { '@id': 'as:movedTo', '@type': '@id' },
    manuallyApprovesFollowers: 'as:manuallyApprovesFollowers',
    Hashtag: 'as:Hashtag',
    sensitive: 'as:sensitive',
    discoverable: 'toot:discoverable',
    indexable: 'toot:indexable',
    attributionDomains: { '@id': 'toot:attributionDomains', '@type': '@id' },
    focalPoint: { '@container': '@list', '@id': 'toot:focalPoint' },
    PropertyValue: 'schema:PropertyValue',
    value: 'schema:value',
    interactionPolicy: { '@id': 'gts:interactionPolicy', '@type': '@id' },
    canQuote: { '@id': 'gts:canQuote', '@type': '@id' },
    automaticApproval: { '@id': 'gts:automaticApproval', '@type': '@id' },
  },
] as const;

/** An object, actor or collection. */
export interface ActivityObject {
  '@context'?: typeof CONTEXT;
  id: string;
  type: string;
  published?: string;
  updated?: string;
  [property: string]: unknown;
}

/** Something that an account does. */
export interface Activity extends ActivityObject {
  actor: string;
  object: string | ActivityObject;
}

/** Returns a document as it is served or sent, with the context. */
export const withContext = (object: ActivityObject): ActivityObject => ({ '@context': CONTEXT, ...object });

/** Prints a document. */
export const printActivity = (object: ActivityObject): string => JSON.stringify(withContext(object));
