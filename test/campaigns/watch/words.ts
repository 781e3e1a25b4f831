// What the pages of the watch's campaign say, in six languages. The judge was tuned on the first set alone; the second was written
// before the judge, and its words are others.

export const LANGUAGES = ['en', 'de', 'es', 'fr', 'zh', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

/** An article: its third paragraph begins with the quoted words. `edited` are the quoted words after an edit. */
export interface Article {
  site: string;
  headline: string;
  paragraphs: string[];
  quote: string;
  /** The quote with another word, and with another number. */
  edited: [string, string];
  rest: string;
}

/** What the pages say that are no article. */
export interface Phrases {
  /** The title and the text of a page that does not exist. */
  notFound: [string, string];
  /** Of a page that asks whether one is human. */
  captcha: [string, string];
  /** Of a page that asks for consent before it shows anything. */
  consent: [string, string];
  /** What ends the beginning of an article that has to be paid for. */
  paywall: string;
  /** A notice of cookies, above an article. */
  banner: string;
}

export const TUNED: Record<Language, { article: Article; phrases: Phrases }> = {
  en: {
    article: {
      site: 'The Harbour Gazette',
      headline: 'Council votes to reopen the old ferry line',
      paragraphs: [
        'The city council voted on Tuesday night to reopen the ferry line between the harbour and Gull Island, which closed nine years ago after a storm damaged the pier.',
        'Residents of the island have asked for the line since then. Many of them drive an hour around the bay to reach a doctor or a school.',
      ],
      quote:
        '“We expect 1,400 passengers a day, and we won’t raise the fare before 2028,” said Dana Whitlock, who chairs the transport committee.',
      edited: [
        '“We hope for 1,400 passengers a day, and we won’t raise the fare before 2028,” said Dana Whitlock, who chairs the transport committee.',
        '“We expect 1,700 passengers a day, and we won’t raise the fare before 2028,” said Dana Whitlock, who chairs the transport committee.',
      ],
      rest: 'The first boat is to sail in April. Two of the three bidders withdrew last month, and the third wants the city to pay for a new landing stage.',
    },
    phrases: {
      notFound: [
        'Page not found',
        'Sorry, we couldn’t find the page you were looking for. It may have been moved or deleted. Try our search.',
      ],
      captcha: [
        'Just a moment...',
        'Checking your browser before accessing the site. Verify you are human by completing the action below. Ray ID: 8f2a.',
      ],
      consent: [
        'Before you continue',
        'We and our 812 partners use cookies and process personal data, such as IP addresses, for advertising and measurement. Accept all Reject all Manage your privacy choices. See our cookie policy and privacy policy.',
      ],
      paywall: 'Subscribe to continue reading. Already a subscriber? Log in.',
      banner:
        'We use cookies to make this site work and to measure how it is used. Accept all. Reject. Cookie settings. Privacy policy.',
    },
  },
  de: {
    article: {
      site: 'Hafenbote',
      headline: 'Stadtrat beschließt Neubau der Brücke',
      paragraphs: [
        'Der Stadtrat hat am Dienstagabend den Neubau der Eisenbrücke beschlossen. Sie ist seit acht Jahren für Lastwagen gesperrt, weil die Pfeiler unterspült sind.',
        'Die Anwohner hatten lange darauf gedrängt. Der Umweg über die Autobahn kostet die Betriebe im Hafen nach eigenen Angaben viel Zeit und Geld.',
      ],
      quote:
        '„Wir rechnen mit 48 Millionen Euro und einer Bauzeit von drei Jahren“, sagte Baudezernentin Jutta Krämer in der Sitzung.',
      edited: [
        '„Wir hoffen auf 48 Millionen Euro und eine Bauzeit von drei Jahren“, sagte Baudezernentin Jutta Krämer in der Sitzung.',
        '„Wir rechnen mit 61 Millionen Euro und einer Bauzeit von drei Jahren“, sagte Baudezernentin Jutta Krämer in der Sitzung.',
      ],
      rest: 'Baubeginn soll im Frühjahr sein. Der Bund übernimmt die Hälfte der Kosten, wenn die Brücke auch für Radfahrer breit genug wird.',
    },
    phrases: {
      notFound: [
        'Seite nicht gefunden',
        'Die gewünschte Seite konnte leider nicht gefunden werden. Möglicherweise wurde sie gelöscht oder verschoben.',
      ],
      captcha: [
        'Sicherheitsüberprüfung',
        'Bitte bestätigen Sie, dass Sie ein Mensch sind. Ihr Browser wird überprüft, bevor Sie weitergeleitet werden.',
      ],
      consent: [
        'Ihre Einwilligung',
        'Wir und unsere 240 Partner verwenden Cookies und verarbeiten personenbezogene Daten für Werbung und Messung. Alle akzeptieren Ablehnen Einstellungen. Datenschutz Impressum. Oder lesen Sie mit einem Pur-Abo ohne Tracking und Cookies.',
      ],
      paywall:
        'Jetzt weiterlesen mit einem Abo: Testen Sie einen Monat für 1 Euro. Bereits Abonnent? Anmelden.',
      banner:
        'Wir verwenden Cookies, damit diese Seite funktioniert. Alle akzeptieren. Ablehnen. Datenschutz.',
    },
  },
  es: {
    article: {
      site: 'El Faro del Sur',
      headline: 'El puerto amplía el muelle pesquero',
      paragraphs: [
        'La autoridad portuaria aprobó el martes la ampliación del muelle pesquero, una obra que los pescadores piden desde hace más de diez años.',
        'El muelle actual solo admite barcos pequeños. Los demás descargan en otra ciudad, a dos horas por carretera.',
      ],
      quote:
        '«La obra costará 27 millones y creará 350 empleos», afirmó la directora del puerto, Lucía Ferrer, al término de la reunión.',
      edited: [
        '«La obra costará 27 millones y podría crear 350 empleos», afirmó la directora del puerto, Lucía Ferrer, al término de la reunión.',
        '«La obra costará 32 millones y creará 350 empleos», afirmó la directora del puerto, Lucía Ferrer, al término de la reunión.',
      ],
      rest: 'Las obras empezarán en otoño. Los vecinos temen el ruido, y han pedido que los camiones no pasen por el centro durante la noche.',
    },
    phrases: {
      notFound: [
        'Página no encontrada',
        'Lo sentimos, la página que buscas no existe o ha cambiado de dirección. Vuelve a la portada.',
      ],
      captcha: [
        'Verificación de seguridad',
        'Comprueba que eres humano. Estamos verificando tu navegador antes de acceder al sitio.',
      ],
      consent: [
        'Tu privacidad',
        'Nosotros y nuestros 630 socios utilizamos cookies y tratamos datos personales para publicidad y medición. Aceptar todo Rechazar Configurar cookies. Política de privacidad. Acepta las cookies o suscríbete para leer sin publicidad.',
      ],
      paywall: 'Suscríbete para seguir leyendo. ¿Ya eres suscriptor? Inicia sesión.',
      banner: 'Usamos cookies para que el sitio funcione. Aceptar. Rechazar. Política de cookies.',
    },
  },
  fr: {
    article: {
      site: 'Le Courrier du Lac',
      headline: 'La ville rachète les anciens moulins',
      paragraphs: [
        'Le conseil municipal a décidé mardi soir de racheter les anciens moulins, fermés depuis l’incendie qui en avait détruit une partie il y a six ans.',
        'Plusieurs associations demandaient ce rachat. Elles veulent y installer des ateliers et une petite salle de concert.',
      ],
      quote:
        '« Nous investirons 12 millions d’euros, et le site ouvrira avant l’été 2028 », a déclaré la maire, Hélène Roussel.',
      edited: [
        '« Nous investirons 12 millions d’euros, et le site pourrait ouvrir avant l’été 2028 », a déclaré la maire, Hélène Roussel.',
        '« Nous investirons 15 millions d’euros, et le site ouvrira avant l’été 2028 », a déclaré la maire, Hélène Roussel.',
      ],
      rest: 'L’opposition trouve le prix trop élevé. Une partie du terrain reste polluée, et personne ne sait encore qui paiera le nettoyage.',
    },
    phrases: {
      notFound: [
        'Page introuvable',
        'Désolé, la page que vous cherchez n’existe pas ou a été déplacée. Retournez à l’accueil.',
      ],
      captcha: [
        'Vérification en cours',
        'Veuillez confirmer que vous êtes humain. Nous vérifions votre navigateur avant d’accéder au site.',
      ],
      consent: [
        'Gérer vos préférences',
        'Avec votre accord, nos 540 partenaires et nous utilisons des cookies pour traiter des données personnelles, à des fins de publicité et de mesure. Tout accepter Continuer sans accepter Paramétrer les cookies. Politique de confidentialité. Ou abonnez-vous pour lire sans cookies.',
      ],
      paywall: 'Pour lire la suite, abonnez-vous. Déjà abonné ? Connectez-vous.',
      banner: 'Ce site utilise des cookies. Accepter. Refuser. En savoir plus.',
    },
  },
  zh: {
    article: {
      site: '海港晚报',
      headline: '市政府决定重开渡轮航线',
      paragraphs: [
        '市政府周二晚间决定，重新开通港口与海鸥岛之间的渡轮航线。九年前一场风暴损坏了码头，航线随后停运。',
        '岛上居民一直要求恢复航线，许多人看病上学要绕行海湾一个小时。',
      ],
      quote: '交通委员会主席林晓梅表示：“我们预计每天有1400名乘客，2028年以前不会涨价。”',
      edited: [
        '交通委员会主席林晓梅表示：“我们希望每天有1400名乘客，2028年以前不会涨价。”',
        '交通委员会主席林晓梅表示：“我们预计每天有1700名乘客，2028年以前不会涨价。”',
      ],
      rest: '首班渡轮将于四月启航。三家投标公司中有两家上月退出，第三家要求市政府出资修建新的栈桥。',
    },
    phrases: {
      notFound: ['页面不存在', '抱歉，您访问的页面不存在或已被删除，请返回首页。'],
      captcha: ['安全验证', '请完成安全验证后继续访问。请拖动滑块，证明您不是机器人。'],
      consent: [
        '隐私设置',
        '我们和我们的合作伙伴使用Cookie处理个人数据，用于广告和统计。全部接受 拒绝 管理Cookie 隐私政策。',
      ],
      paywall: '订阅后继续阅读全文。已经是订阅用户？请登录。',
      banner: '本网站使用Cookie。接受 拒绝 隐私政策',
    },
  },
  ar: {
    article: {
      site: 'جريدة المرفأ',
      headline: 'المجلس البلدي يقرر إعادة فتح خط العبّارات',
      paragraphs: [
        'قرر المجلس البلدي مساء الثلاثاء إعادة فتح خط العبّارات بين الميناء وجزيرة النورس بعد تسع سنوات من إغلاقه إثر عاصفة أضرت بالرصيف.',
        'ويطالب سكان الجزيرة بعودة الخط منذ ذلك الحين، إذ يقطع كثيرون منهم ساعة حول الخليج للوصول إلى طبيب أو مدرسة.',
      ],
      quote: 'وقالت رئيسة لجنة النقل دانا حداد: «نتوقع 1400 راكب في اليوم، ولن نرفع الأجرة قبل عام 2028».',
      edited: [
        'وقالت رئيسة لجنة النقل دانا حداد: «نأمل في 1400 راكب في اليوم، ولن نرفع الأجرة قبل عام 2028».',
        'وقالت رئيسة لجنة النقل دانا حداد: «نتوقع 1700 راكب في اليوم، ولن نرفع الأجرة قبل عام 2028».',
      ],
      rest: 'ومن المقرر أن تبحر العبّارة الأولى في أبريل. وقد انسحب اثنان من المتقدمين الثلاثة الشهر الماضي.',
    },
    phrases: {
      notFound: [
        'الصفحة غير موجودة',
        'عذرا، الصفحة التي تبحث عنها غير موجودة أو تم حذفها. عد إلى الصفحة الرئيسية.',
      ],
      captcha: ['التحقق من الأمان', 'يرجى التحقق من أنك إنسان. نتحقق من متصفحك قبل الدخول إلى الموقع.'],
      consent: [
        'خصوصيتك',
        'نستخدم نحن وشركاؤنا ملفات تعريف الارتباط ونعالج البيانات الشخصية لأغراض الإعلانات والقياس. قبول الكل رفض إدارة ملفات تعريف الارتباط. سياسة الخصوصية.',
      ],
      paywall: 'اشترك لمتابعة القراءة. هل أنت مشترك؟ سجل الدخول.',
      banner: 'يستخدم هذا الموقع ملفات تعريف الارتباط. قبول. رفض. سياسة الخصوصية.',
    },
  },
};

export const FROZEN: Record<Language, { article: Article; phrases: Phrases }> = {
  en: {
    article: {
      site: 'Northfield Ledger',
      headline: 'Hospital to close its night clinic, director says',
      paragraphs: [
        'Northfield General will close its night clinic at the end of March, the hospital announced on Friday after weeks of rumours among its staff.',
        'The clinic treats people who are not sick enough for the emergency room. Nurses said that it has been short of doctors since the summer.',
      ],
      quote:
        'Director Paul Ames said the clinic had lost $3.2 million since 2024, and that "nobody will be sent away at the door".',
      edited: [
        'Director Paul Ames said the clinic had lost $3.2 million since 2024, and that "few people will be sent away at the door".',
        'Director Paul Ames said the clinic had lost $2.3 million since 2024, and that "nobody will be sent away at the door".',
      ],
      rest: 'The union called the plan reckless. It wants the county to pay for two more doctors, and has asked for a meeting before Christmas.',
    },
    phrases: {
      notFound: [
        'Error 404: this page isn’t here',
        'Oops! The page you requested could not be found. Check the address, or go back to the homepage.',
      ],
      captcha: [
        'Access to this page has been denied',
        'Please confirm that you are a human and not a robot. Press & Hold to confirm. Reference ID 71ac.',
      ],
      consent: [
        'Your privacy, your choice',
        'Northfield Ledger and its 1,403 vendors store and access information on your device, such as cookies, to show personalised ads. You can consent to all, or refuse. Agree and continue. Do not agree. Manage preferences. Privacy notice.',
      ],
      paywall:
        'You’ve reached your limit of free articles. To keep reading, choose a subscription. Sign in if you have one.',
      banner:
        'By using this website you agree to our use of cookies. OK. Learn more about cookies and your privacy.',
    },
  },
  de: {
    article: {
      site: 'Talzeitung',
      headline: 'Klinik schließt ihre Nachtambulanz',
      paragraphs: [
        'Das Kreiskrankenhaus schließt Ende März seine Nachtambulanz. Das teilte die Leitung am Freitag mit, nachdem unter den Beschäftigten wochenlang darüber geredet worden war.',
        'In der Ambulanz werden Kranke behandelt, die kein Fall für die Notaufnahme sind. Seit dem Sommer fehlen dort Ärzte.',
      ],
      quote:
        'Direktor Paul Ameis sprach von 3,2 Millionen Euro Verlust seit 2024 und versicherte, es werde „niemand an der Tür abgewiesen“.',
      edited: [
        'Direktor Paul Ameis sprach von 3,2 Millionen Euro Verlust seit 2024 und versicherte, es werde „kaum jemand an der Tür abgewiesen“.',
        'Direktor Paul Ameis sprach von 2,3 Millionen Euro Verlust seit 2024 und versicherte, es werde „niemand an der Tür abgewiesen“.',
      ],
      rest: 'Die Gewerkschaft nennt den Plan leichtsinnig. Sie verlangt, dass der Landkreis zwei weitere Stellen bezahlt, und will noch vor Weihnachten reden.',
    },
    phrases: {
      notFound: ['Fehler 404', 'Hoppla! Diese Seite existiert nicht oder nicht mehr. Zur Startseite.'],
      captcha: [
        'Sind Sie ein Roboter?',
        'Ungewöhnlicher Datenverkehr aus Ihrem Netzwerk. Lösen Sie das Captcha, um fortzufahren.',
      ],
      consent: [
        'Weiter mit Werbung oder Abo',
        'Besuchen Sie uns wie gewohnt mit Werbung und Tracking. Dafür brauchen wir Ihre Zustimmung: Wir speichern Cookies und geben Daten an Drittanbieter weiter. Zustimmen und weiter. Mehr Optionen. Datenschutzerklärung.',
      ],
      paywall: 'Dieser Artikel ist nur für Abonnenten. Um ihn vollständig zu lesen, wählen Sie ein Angebot.',
      banner: 'Diese Website nutzt Cookies. OK. Mehr erfahren in der Datenschutzerklärung.',
    },
  },
  es: {
    article: {
      site: 'Diario del Valle',
      headline: 'El hospital cerrará su consulta nocturna',
      paragraphs: [
        'El hospital comarcal cerrará a finales de marzo su consulta nocturna, según anunció el viernes tras semanas de rumores entre la plantilla.',
        'La consulta atiende a quienes no están tan graves como para ir a urgencias. Desde el verano faltan médicos.',
      ],
      quote:
        'El director, Pablo Ames, habló de pérdidas de 3,2 millones desde 2024 y aseguró que «nadie se quedará en la puerta».',
      edited: [
        'El director, Pablo Ames, habló de pérdidas de 3,2 millones desde 2024 y aseguró que «casi nadie se quedará en la puerta».',
        'El director, Pablo Ames, habló de pérdidas de 2,3 millones desde 2024 y aseguró que «nadie se quedará en la puerta».',
      ],
      rest: 'El sindicato considera temerario el plan. Pide que la comarca pague dos médicos más y quiere reunirse antes de Navidad.',
    },
    phrases: {
      notFound: [
        'Error 404',
        '¡Vaya! El contenido solicitado ya no está disponible o no se ha encontrado. Ir al inicio.',
      ],
      captcha: ['¿Eres un robot?', 'Hemos detectado tráfico inusual. Resuelve el captcha para continuar.'],
      consent: [
        'Elige cómo quieres leernos',
        'Para leer gratis necesitamos tu consentimiento: nuestros proveedores guardan cookies en tu dispositivo y muestran anuncios personalizados. Consentir y continuar. No consentir. Gestionar preferencias. Aviso de privacidad.',
      ],
      paywall:
        'Contenido exclusivo para suscriptores. Para leer el artículo completo, elige una suscripción.',
      banner: 'Al navegar aceptas el uso de cookies. Vale. Más información sobre cookies y privacidad.',
    },
  },
  fr: {
    article: {
      site: 'La Voix de la Vallée',
      headline: 'L’hôpital ferme sa consultation de nuit',
      paragraphs: [
        'L’hôpital fermera fin mars sa consultation de nuit, a-t-il annoncé vendredi après des semaines de rumeurs parmi le personnel.',
        'On y soigne ceux qui ne relèvent pas des urgences. Depuis l’été, les médecins manquent.',
      ],
      quote:
        'Le directeur, Paul Amès, parle de 3,2 millions d’euros de pertes depuis 2024 et assure que « personne ne sera renvoyé à la porte ».',
      edited: [
        'Le directeur, Paul Amès, parle de 3,2 millions d’euros de pertes depuis 2024 et assure que « presque personne ne sera renvoyé à la porte ».',
        'Le directeur, Paul Amès, parle de 2,3 millions d’euros de pertes depuis 2024 et assure que « personne ne sera renvoyé à la porte ».',
      ],
      rest: 'Le syndicat juge le projet imprudent. Il demande au département de payer deux médecins de plus et souhaite une réunion avant Noël.',
    },
    phrases: {
      notFound: [
        'Erreur 404',
        'Oups ! Cette page n’existe plus ou n’a jamais existé. Revenir à la page d’accueil.',
      ],
      captcha: [
        'Êtes-vous un robot ?',
        'Un trafic inhabituel provient de votre réseau. Résolvez le captcha pour continuer.',
      ],
      consent: [
        'Vos choix de confidentialité',
        'Pour lire gratuitement, donnez votre consentement : nos fournisseurs déposent des cookies sur votre appareil et affichent des publicités personnalisées. Accepter et continuer. Refuser et s’abonner. Gérer les choix. Vie privée.',
      ],
      paywall: 'Article réservé aux abonnés. Pour lire l’intégralité de cet article, choisissez une offre.',
      banner: 'En poursuivant, vous acceptez nos cookies. OK. Plus d’informations sur la vie privée.',
    },
  },
  zh: {
    article: {
      site: '河谷日报',
      headline: '医院将关闭夜间门诊',
      paragraphs: [
        '县医院周五宣布，将于三月底关闭夜间门诊。此前数周，员工中一直有传言。',
        '夜间门诊接待病情不足以去急诊室的病人。自夏季以来，这里一直缺少医生。',
      ],
      quote: '院长艾保罗说，门诊自2024年以来亏损320万元，并保证“不会有人被拒之门外”。',
      edited: [
        '院长艾保罗说，门诊自2024年以来亏损320万元，并保证“很少有人会被拒之门外”。',
        '院长艾保罗说，门诊自2024年以来亏损230万元，并保证“不会有人被拒之门外”。',
      ],
      rest: '工会认为这一计划过于草率，要求县里再出资聘请两名医生，并希望在圣诞节前会谈。',
    },
    phrases: {
      notFound: ['404错误', '哎呀，找不到您要的网页。该内容可能已下线，请检查网址。'],
      captcha: ['您是机器人吗？', '检测到您的网络流量异常。请输入验证码以继续。'],
      consent: [
        '您的隐私选择',
        '为了免费阅读，需要您同意：我们的供应商在您的设备上存储Cookie并展示个性化广告。同意并继续 不同意 更多选项 隐私声明。',
      ],
      paywall: '本文仅供订阅用户阅读。如需阅读全文，请选择订阅方案。',
      banner: '继续浏览即表示您同意使用Cookie。好 了解更多隐私信息',
    },
  },
  ar: {
    article: {
      site: 'صحيفة الوادي',
      headline: 'المستشفى يغلق عيادته الليلية',
      paragraphs: [
        'يغلق المستشفى في نهاية مارس عيادته الليلية، كما أعلن يوم الجمعة بعد أسابيع من الشائعات بين العاملين.',
        'وتعالج العيادة من لا تستدعي حالتهم قسم الطوارئ. ويعاني القسم نقصا في الأطباء منذ الصيف.',
      ],
      quote: 'وتحدث المدير بولس عامر عن خسائر بلغت 3.2 مليون منذ عام 2024، وأكد أن «أحدا لن يرد عند الباب».',
      edited: [
        'وتحدث المدير بولس عامر عن خسائر بلغت 3.2 مليون منذ عام 2024، وأكد أن «قليلين سيردون عند الباب».',
        'وتحدث المدير بولس عامر عن خسائر بلغت 2.3 مليون منذ عام 2024، وأكد أن «أحدا لن يرد عند الباب».',
      ],
      rest: 'وتصف النقابة الخطة بأنها متهورة، وتطالب بتمويل طبيبين آخرين، وتريد اجتماعا قبل نهاية العام.',
    },
    phrases: {
      notFound: ['خطأ 404', 'عفوا! لم نتمكن من العثور على الصفحة المطلوبة. العودة إلى الرئيسية.'],
      captcha: ['هل أنت روبوت؟', 'رصدنا حركة غير معتادة من شبكتك. أدخل رمز التحقق للمتابعة.'],
      consent: [
        'خيارات الخصوصية',
        'للقراءة مجانا نحتاج إلى موافقتك: يخزن موردونا ملفات تعريف الارتباط على جهازك ويعرضون إعلانات مخصصة. الموافقة والمتابعة. عدم الموافقة. إدارة الخيارات. إشعار الخصوصية.',
      ],
      paywall: 'هذا المقال للمشتركين فقط. لقراءة المقال كاملا اختر اشتراكا.',
      banner: 'باستخدامك هذا الموقع فإنك توافق على ملفات تعريف الارتباط. حسنا. المزيد عن الخصوصية.',
    },
  },
};
