// The words by which a page says, in six languages, that it is not what was asked for. Each list is matched in lower case.

/** The titles of pages that do not exist: whole, or a part of them between signs such as `|`. */
const NOT_FOUND_NAME = new RegExp(
  `^(?:(?:http |server )?(?:error|fehler|erreur|خطأ)? ?(?:404|410)(?: ?(?:error|fehler|错误|錯誤|not found|gone))?|${[
    '(?:sorry,? )?(?:the |this |that )?(?:page|article|story|document|content|url|file)(?: you (?:requested|were looking for))? (?:was |is |could |can )?(?:not|no longer|isn t|doesn t|cannot|can t)(?: be)? (?:found|exist|available|here)(?: anymore)?',
    '(?:this )?(?:page|article|story|document|content) (?:has been |was )?(?:removed|deleted)',
    'not found',
    'nothing found',
    '(?:diese |die )?(?:seite|artikel|inhalt|dokument)(?: wurde| konnte| existiert| ist)?(?: leider)? (?:nicht|nicht mehr) (?:gefunden|vorhanden|verfügbar|existiert)(?: werden)?',
    '(?:diese )?seite existiert nicht(?: mehr)?',
    'nicht gefunden',
    '(?:la |esta )?(?:página|pagina|noticia) (?:solicitada )?(?:no|ya no) (?:encontrada|existe|se encuentra|se ha encontrado|disponible|está disponible)',
    '(?:contenido )?no encontrado',
    '(?:la |cette )?page (?:introuvable|non trouvée|inexistante|n existe (?:pas|plus)|demandée est introuvable)',
    '(?:contenu |article )?introuvable',
    '(?:页面|网页|頁面|網頁|您访问的页面|文章|内容)(?:不存在|未找到|找不到|没有找到|已删除|已被删除|已下线)',
    '找不到(?:页面|网页|頁面|網頁|该页面)',
    '(?:الصفحة|المقال|المحتوى)(?: المطلوبة| المطلوب)? (?:غير موجودة|غير موجود|غير متوفرة|غير متاحة)',
    'لم يتم العثور على الصفحة',
  ].join('|')})$`,
  'u',
);

/** The words of a domain that is for sale. */
const FOR_SALE =
  /\bdomain(?: name)? (?:is|may be) for sale\b|\bbuy this domain\b|\bdiese domain steht zum verkauf\b|该域名(?:正在)?出售/u;

/** The words of pages that ask whether a person reads them. */
const CAPTCHA = new RegExp(
  [
    'just a moment',
    'attention required',
    'are you (?:a )?(?:human|robot)',
    '(?:robot|bot) or human',
    'pardon our interruption',
    '(?:verify|confirm|prove)(?: that)? (?:you are|you re) (?:a )?(?:human|not a robot)',
    'checking (?:if the site connection is secure|your browser)',
    'access (?:to this page )?(?:has been )?denied',
    'unusual traffic',
    'captcha',
    'ray id',
    'sicherheitsüberprüfung',
    'ein mensch sind',
    'kein roboter',
    'ein roboter',
    'ungewöhnliche(?:r|n)? (?:daten)?(?:verkehr|zugriff)',
    '(?:eres|es usted|soy) (?:un )?(?:humano|robot)',
    'no (?:eres|soy) un robot',
    'tráfico inusual',
    'vous êtes (?:un )?(?:humain|robot)',
    'êtes vous un (?:robot|humain)',
    'pas un robot',
    'trafic inhabituel',
    '安全验证',
    '验证码',
    '不是机器人',
    '是机器人',
    '人机验证',
    'أنك إنسان',
    'لست روبوت',
    'أنت روبوت',
    'رمز التحقق',
  ].join('|'),
  'u',
);

/** The words of pages that ask for consent before they show anything. */
const CONSENT =
  /cookies?|consent\w*|privacy|vendors?|partners?|personal(?:ised|ized)? (?:data|ads)|advertising|accept\w*|reject\w*|refuse\w*|agree\w*|einwillig\w*|zustimm\w*|datenschutz\w*|werbung|tracking|ablehnen|akzeptier\w*|drittanbieter\w*|partner\w*|personenbezogen\w*|consent\w*|privacidad|acept\w*|rechaz\w*|socios|proveedores|publicidad|datos personales|anuncios|partenaires|fournisseurs|confidentialité|vie privée|publicit\w*|données personnelles|refus\w*|隐私|同意|接受|拒绝|合作伙伴|供应商|广告|个人数据|ملفات تعريف الارتباط|الخصوصية|خصوصية\p{L}*|موافق\p{L}*|قبول|رفض|شركا\p{L}*|مورد\p{L}*|إعلانات|الإعلانات|البيانات الشخصية/gu;

/** The words at which an article stops for readers who have not paid. */
const PAYWALL = new RegExp(
  [
    '(?:to|and) (?:continue|keep|finish) reading',
    'continue reading (?:this|with|for)',
    'subscribe (?:now )?to (?:read|unlock|continue|keep)',
    '(?:this (?:article|content|story) is )?(?:for|only for|exclusive (?:to|for)) subscribers',
    'already a subscriber',
    'limit of free articles',
    'become a (?:member|subscriber) to',
    'jetzt weiterlesen',
    'weiterlesen mit',
    'nur für abonnenten',
    'bereits abonnent',
    'um (?:ihn|sie|es|den artikel) vollständig (?:zu )?lesen',
    '(?:para|y) seguir leyendo',
    'ya eres suscriptor',
    '(?:exclusivo|solo) para suscriptores',
    'para leer (?:el artículo|la noticia) complet',
    'pour lire la suite',
    'réservé aux abonnés',
    'déjà abonné',
    'l intégralité de (?:cet|l) article',
    '(?:订阅|登录|购买|会员)[后即可 ]{0,4}继续阅读',
    '(?:仅供|仅限)(?:订阅|会员)',
    '如需阅读全文',
    'لمتابعة القراءة',
    'للمشتركين فقط',
    'لقراءة المقال كاملا',
  ].join('|'),
  'u',
);

/** Where one signs in, or is asked for consent: the path or the host of an address. */
const GATE =
  /(?:^|[./_-])(?:log-?in|sign-?in|anmelden|auth|sso|oauth2?|consent|privacy-?gate|cookie-?wall|captcha|challenge|paywall|subscribe)(?:[./_-]|$)/;

/** Returns a text in lower case, with single spaces and without punctuation, so that one pattern matches each way of writing. */
export const plainWords = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

/** Whether a page calls itself missing: one of its names, or a part of one. */
export const isNameOfMissingPage = (name: string): boolean =>
  name.split(/\s[-–—|·•»:]\s|[|»:!?！？：。.]/u).some((part) => NOT_FOUND_NAME.test(plainWords(part)));

export const saysForSale = (words: string): boolean => FOR_SALE.test(words);
export const saysCaptcha = (words: string): boolean => CAPTCHA.test(words);
export const saysPaywall = (words: string): boolean => PAYWALL.test(words);

/** Returns how much of a text is about consent: the share of its letters that belong to such words. */
export function consentShare(words: string): number {
  const letters = Array.from(words.matchAll(CONSENT), ([match]) => match.length);
  return letters.reduce((sum, length) => sum + length, 0) / Math.max(1, words.length);
}

/** Whether an address is one where readers are asked to sign in or to consent. */
export const isGate = ({ hostname, pathname }: URL): boolean =>
  GATE.test(hostname) || GATE.test(pathname.toLowerCase());
