import type { Messages } from '../messages.ts';

export const de: Messages<'one'> = {
  summary: 'Kurzfassung',
  summaryLabelled: 'Kurzfassung ({disclosure}):',
  summaryUnlabelled: 'Kurzfassung:',
  analysis: 'Analyse',
  sources: 'Quellen',
  aiGenerated: 'KI-generiert',
  partlyAiGenerated: 'teilweise KI-generiert',
  reviewed: 'von einem Menschen geprüft',
  notReviewed: 'nicht von einem Menschen geprüft',
  model: 'Modell: {model}',
  provider: 'Anbieter: {provider}',
  betweenDetails: '; ',
  analysisDisclosure: 'Die Analyse ist {disclosure}.',
  noticeReporting: {
    one: 'Dieser Artikel fasst die Berichterstattung von {count} Nachrichtenquelle zusammen.',
    other: 'Dieser Artikel fasst die Berichterstattung von {count} Nachrichtenquellen zusammen.',
  },
  noticeSummary: 'Die Kurzfassung wurde von KI aus der Originalberichterstattung erzeugt.',
  noticeAnalysis: 'Die Analyse von {site} bietet redaktionelle Einordnung zu {subject}.',
  between: ' ',
  correction: 'Korrektur, {date}:',
  withdrawnOn: 'Dieser Artikel wurde am {date} zurückgezogen.',
  withdrawalReason: 'Grund:',

  subscriptionNeeded: 'nur mit Abonnement',
  read: 'gelesen {date}',
  archivedCopy: 'Archivierte Kopie',
  gone: 'nicht mehr online',
  originalAddress: 'Ursprüngliche Adresse',

  by: 'Von {authors}',
  updated: 'aktualisiert {date}',
  newsSources: { one: '{count} Nachrichtenquelle: {names}', other: '{count} Nachrichtenquellen: {names}' },
  singleSource: 'Beruht auf einer einzigen Quelle',
  backToCitation: 'zurück zur Stelle, die {source} zitiert',
  topicsOfStory: 'Themen: {topics}',
  licence: 'Lizenz dieses Artikels: {licence}',
  cite: 'Artikel zitieren',
  citation: '{authors}: „{headline}“. {site}, {date}. {url}',
  share: 'Teilen',
  copyLink: 'Link kopieren',
  copied: 'Kopiert',
  shareSheet: 'Mit einer App teilen',
  email: 'E-Mail',
  related: 'Verwandte Artikel',

  skip: 'Zum Inhalt springen',
  latest: 'Aktuell',
  latestStories: 'Neueste Artikel',
  topics: 'Themen',
  subscribe: 'Abonnieren',
  follow: 'Folgen: {feeds}',
  allFeeds: 'alle Feeds',

  storiesCiting: 'Artikel, die {publisher} zitieren',
  stories: { one: '{count} Artikel', other: '{count} Artikel' },
  nothingYet: 'Hier ist noch nichts erschienen.',
  earlier: 'Frühere Artikel',
  topicClosed: 'Dieses Thema ist abgeschlossen: Es kommen keine Artikel mehr.',
  history: 'Ältere und neuere Artikel',
  older: 'Ältere Artikel',
  newer: 'Neuere Artikel',
  archive: 'Archiv von {title}',
  archivePage: 'Seite {page}, von der ältesten an gezählt',
  allWithdrawn: 'Alle Artikel dieser Seite wurden zurückgezogen.',
  webFeed:
    'Dies ist ein Web-Feed ({format}). Er ist für einen Feedreader bestimmt: Kopieren Sie seine Adresse dorthin, und neue Artikel kommen zu Ihnen.',
  howToSubscribe: 'So wird abonniert',
  storiesInFull: {
    one: '{count} Artikel im vollen Wortlaut, wie ein Feedreader ihn erhält:',
    other: '{count} Artikel im vollen Wortlaut. Die neuesten, wie ein Feedreader sie erhält:',
  },

  feedsOf: 'Die Feeds von {site}: alles, jedes Thema, jede Quelle.',
  feedReader:
    'Ein Feedreader sammelt die Websites, denen Sie folgen, und zeigt Ihnen, was neu ist. Hier gibt es kein Konto und kein Tracking: Ihr Feedreader fragt diese Website, und die Artikel kommen im vollen Wortlaut.',
  getReader: 'Holen Sie sich einen Feedreader, zum Beispiel {readers}.',
  copyAddress:
    'Kopieren Sie die Adresse eines Feeds von unten dorthin, oder folgen Sie dem Link zu Ihrem Feedreader. Die Adresse dieser Website genügt auch: {address}',
  anyFormat: 'Jedes Format ist recht. Haben Sie die Wahl, nehmen Sie Atom.',
  importList: '{opml}: alle Feeds in einer Liste, die Ihr Feedreader importieren kann.',
  everything: 'Alles',
  citingFeeds: 'Jeder dieser Feeds enthält alle Artikel, die den Herausgeber zitieren.',
  addTo: 'Hinzufügen zu: {readers}',
  appOnDevice: 'einer App auf diesem Gerät',
  forPrograms: 'Für Programme',
  feedsForPrograms:
    'Jeder Feed enthält seine Artikel im vollen Wortlaut, beantwortet bedingte Anfragen und darf von jeder Website gelesen werden (CORS). JSON Feed führt die Quellenangaben und die KI-Kennzeichnung jedes Artikels als Daten: {extensions}.',

  draft: 'Entwurf: {headline}',
  draftExplained: 'Ein Entwurf, nicht veröffentlicht: seine Seite, und was Feedreader erhalten.',
  inFeedReader: 'Im Feedreader',
  withdrawn: 'Dieser Artikel wurde zurückgezogen',
  withdrawnExplained:
    'Die Redaktion hat ihn zurückgenommen; er gehört nicht mehr zu dieser Website und ihren Feeds.',
  publishedTwice: 'Er wurde zweimal veröffentlicht. Siehe „{headline}“.',
  notFound: {
    title: 'Nicht gefunden',
    reason:
      'Unter dieser Adresse gibt es keine Seite. Kein Artikel, der hier erschienen ist, wurde je ohne Hinweis entfernt; vielleicht ist die Adresse vertippt.',
    next: 'Prüfen Sie die Adresse, oder suchen Sie den Artikel unter den neuesten.',
  },
  methodNotAllowed: {
    title: 'Methode nicht erlaubt',
    reason: 'Diese Adresse kann gelesen werden, aber die Methode {method} nimmt sie nicht an.',
    next: 'Verwenden Sie eine von {allowed}.',
  },
  unavailable: {
    title: 'Zurzeit nicht verfügbar',
    reason:
      'Der Speicher mit dieser Seite konnte nicht gelesen werden, oder sein Inhalt ist beschädigt. Es ist nichts verloren.',
    next: 'Versuchen Sie es in {seconds} Sekunden erneut.',
  },
  serverError: {
    title: 'Etwas ist schiefgegangen',
    reason:
      'Die Seite konnte nicht erstellt werden. Der Fehler liegt auf unserer Seite und wurde protokolliert.',
    next: 'Versuchen Sie es später erneut; bleibt es dabei, sagen Sie den Betreibern Bescheid.',
  },
};
