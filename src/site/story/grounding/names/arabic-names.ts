import type { Language } from '../languages/language.ts';
import type { Token } from '../text/tokens.ts';
import { COMMON_NOUNS, GIVEN_NAMES } from './arabic-words.ts';
import { contextAt, contextBefore } from './name-match.ts';

// Finds names in Arabic, which has no capitals: by titles and verbs of speech, which come before a name; by prepositions and nouns
// such as city and company; by lists; by letters that no Arabic root has; by a short list of places. A name has no article, or
// it is one of those places.

/** Nouns before a person's name. */
const PERSON_HEADS = new Set(
  'عهد مقتل اغتيال اعتقال وفاه رحيل نجل زوجه محامي حياه سيره سواحل ساحل اقتصاد حكومه جيش شعب برلمان'.split(
    ' ',
  ),
);
const NAME_HEADS = new Set(
  'مدينه محافظه بنك اقليم ولايه جزيره قريه بلده منظمه وزاره مجلس حزب جامعه هييه نهر بحر مقاطعه جمهوريه مملكه دوله معهد متحف مطار ميناء نادي منتخب سكان عاصمه سجن مخيم قطاع مهرجان معرض مسرح مسجد كنيسه شارع ميدان جبل سد مضيق خليج معبر قصر حي'.split(
    ' ',
  ),
);
/** Nouns that may as well come before a common noun. */
const LOOSE_HEADS = new Set(
  'شركه صحيفه وكاله فريق مجموعه موسسه قناه موقع هاتف منصه بطوله كاس شبكه'.split(' '),
);
/** First names, and words that begin names. */
const FIRST_NAMES = new Set(
  'محمد احمد محمود حسن حسين خالد سعيد يوسف ابراهيم عمر فاطمه مريم صالح ناصر سلمان طارق مصطفي عبد ابو بن ابن'.split(
    ' ',
  ),
);
const PREPOSITIONS = new Set(
  'في من الي قباله امام خلف تجاه علي بين مع ضد عن لدي قرب شمال جنوب شرق غرب عبر منها ومنها بينها مثل ان بحسب وفق حسب'.split(
    ' ',
  ),
);
/** Common nouns that stand without an article after verbs and prepositions. */
const COMMON = new Set(
  'حياه سيره قصه مدير مديره قايد قاده نايب ممثل ممثلو سفير عضو زعيم مندوب مبعوث مفتي امين روساء محام صاحب مالك موسس شيخ اهالي بيان خلال اجل جانب مجال مستوي اطار ظل وقت حين سياق نهايه بدايه مختلف نحو مسافه عمق طريق طريقه حاله حالات شان صدد قبل بعد اساس شكل دعم زياده نسبه قيمه معدل حجم عدد مدي مدار مدد كل بعض جميع اكثر اقل اعلي ادني اول اخر اهم ابرز احد احدي عدم غير ذات نفس مسوول مسوولون مسوولين متحدث متحدثه متحدثا خبراء خبير باحثون باحثين علماء عالم مصدر مصادر تقرير تقارير دراسه وزراء رييس وزير شخص اشخاص ضابط شرطه شهود سكان مواطنون جنود قوات جيش حكومه سلطات شركات دول بنوك رجال نساء اطفال طلاب ناشطون محللون مراقبون دبلوماسي دبلوماسيون قاده زعماء نواب قضاه محكمه محاكم محامون فريق لجنه بعثه وفد طايره سفينه سياره قطار زلزال اعصار حريق انفجار هجوم هجمات قتال حرب سلام اتفاق اتفاقيه قانون قرار قرارات مشروع مشاريع خطه خطط برنامج برامج اجتماع موتمر لقاء جلسه مفاوضات محادثات مباحثات انتخابات نتايج بيانات ارقام ارباح خساير ايرادات مبيعات صادرات واردات انتاج استثمار استثمارات تمويل ميزانيه عجز فايض ديون قروض اسعار اسهم سوق اسواق تجاره نمو تضخم بطاله فقر جوع مرض وباء لقاح علاج مستشفي مستشفيات مدارس جامعات تعليم صحه غذاء مياه كهرباء طاقه نفط غاز ذهب بيءه مناخ موقت رقم يوم ايام شهر اشهر سنه سنوات عام اعوام ساعه ساعات دقيقه مره مرات جديد جديده كبير كبيره صغير قديم حديث خاص عام محلي دولي وطني رسمي سياسي امني عسكري مدني اقتصادي مالي تجاري اجتماعي طبي علمي تقني حوالي تقريبا فقط ايضا جدا معا دايما مجددا مءه ضحايا قتلي جرحي مصابين لاجين نازحين مهاجرين عمال موظفين صحفيين منازل مبان مناطق منطقه اراضي حدود ساحل شمالي جنوبي شرقي غربي وسط داخل خارج فوق تحت تكلفه كلفه سعر دخل ربح اجمالي صافي ثلث ثلثا ثلثي ربع نصف معظم غالبيه اغلبيه عشرات ميات الاف ملايين هناك حيث سبيل ضوء راس يد وجه حق حقوق اطلاق تحقيق تعزيز تطوير تنفيذ توقيع تقديم تحسين توسيع تقليل خفض رفع وقف منع فتح اغلاق بناء انشاء تشكيل تعيين انتخاب استقاله اعتقال محاكمه وفاه مقتل اصابه نزوح فرار هروب وصول عوده سفر زياره انسحاب دخول خروج توزيع اعاده اداره تطبيق استخدام استعمال شراء بيع تصدير استيراد تصنيع معالجه مواجهه مكافحه حمايه حفظ دراسات ابحاث نتيجه اثر تاثير سبب اسباب هدف اهداف حل حلول ازمه ازمات مشكله مشاكل تحد تحديات خطر مخاطر فرصه فرص دور جهود خطوه خطوات مرحله مراحل فتره مده موعد تاريخ مكان موقف راي اراء سوال اسيله جواب رد ردود طلب عرض شرط شروط ضغوط عقوبات رسوم ضرايب صيغه نظام انظمه نوع انواع طبيعه صوره صور كتاب مقال خبر اخبار رساله كلمه حديثه مقابله حوار خطاب تصريح تصريحات منتصف اواخر اوايل مطلع بلاد بلد بلدان مدن قوه قدره جهه جهات امر امور شيء اشياء مجتمع شعب جمهور رياسه عمل اعمال خدمه خدمات منتج منتجات جهاز اجهزه اداه ادوات نقطه نقاط مستثمر مستثمرون مستثمرين عميل عملاء مستهلك مستهلكون مستهلكين مستخدم مستخدمون مستخدمين موظف عامل امراه رجل طفل مواطن مواطنين سايح سياح زوار مشجع مشجعون مشجعين لاعب لاعبون لاعبين جمهورا مباراه مباريات دوري جايزه جوايز لقب القاب ميداليه منافسه منافسات فوز هزيمه تعادل شوط دقايق ثوان رحله رحلات طرق جسر شارع شوارع مبني مبان مصنع مصانع مزرعه مزارع حقل حقول مدرسه جامعه كليه طالب معلم طبيب اطباء مريض مرضي دواء ادويه جرعه فيروس اصابات وفيات حاله موجه درجه درجات حراره امطار فيضان فيضانات عاصفه جفاف بحار نهر جبال صحراء غابه حيوان حيوانات نبات وجود بقاء حصول حدوث تاكيد نفي اتهام ادانه تاجيل الغاء تمديد ترحيب تنديد استمرار عدول تراجع ارتفاع انخفاض تحسن تدهور اثار افق انباء صعيد تنظيم عقد قتل كتل اصطدام مقياس تصادم تفجير تفجيرات اختراق تسريب كشف بحث بحوث مسح اكبر اصغر ابدا حسم جدل خلاف خلافات نقاش اثناء وسايل ملف ملفات سلاح اسلحه صاروخ صواريخ قصف غارات معركه معارك هدنه مليشيات فصايل متمردين متمردون معارضون معارضين مرشح مرشحون مرشحين ناخب ناخبين صوت اصوات مقعد مقاعد حملات احتجاجات مظاهرات اضراب تظاهرات انتهاكات جرايم مجرمين سجناء رهاين عايلات عايله اسر بيوت معاملات ودايع سندات عملات دولار يورو دينار درهم ريال جنيه ليره برميل متر كيلومتر طن كيلوغرام هكتار نسخه اصدار تحديث تطبيقات هواتف سيارات طايرات سفن قطارات متجر متاجر قافله قوافل مساعدات تطعيم اشتباكات انهيار سوء اقتصاد قارب قوارب شاطي شواطي فيلم افلام هاتف متمرد مزارع مزارعون مزارعين ناجون ناجين ناج حدودي حدوديه سد سدود جسم اجسام ارض سماء هواء نار دم قلب عين جلد لغه ثقافه فن فنون موسيقي اغنيه البوم روايه قصه صفحه ورق قلم باب نافذه غرفه مطبخ حديقه شجره اشجار زهور فاكهه خضار قمح ارز سكر ملح زيت لحوم دجاج سمك خبز حليب قهوه شاي ماء ثلج جليد ريح رياح مطر صيف شتاء ربيع خريف صباح مساء ليل نهار فجر ظهر سفراء تجار صناع خبره مهاره موهبه شهره سمعه ثقه امل خوف قلق غضب حزن فرح حب كراهيه احترام كرامه حريه عداله مساواه ديمقراطيه دستور سياده استقلال وحده انقسام تمرد ثوره انقلاب اغتيال اختطاف تهريب فساد رشوه احتيال سرقه عنف ارهاب تطرف كراهيه تمييز عنصريه صالح لصالح نازحين لاجيين مهاجر'.split(
    ' ',
  ),
);
/** Letters without those that vowels and Arabic word formation add. */
const strong = (word: string): string => word.replace(/[اويهء]/g, '');
/** A verb follows أن after these. */
const BEFORE_CLAUSES = new Set(
  'قبل بعد علي الي دون بدون منذ يجب يمكن ممكن ينبغي يتوقع المتوقع المقرر يستطيع يريد تريد يرفض ترفض يود'.split(
    ' ',
  ),
);
/** Nouns that end as surnames do. */
const NO_SURNAMES = new Set(
  'النادي الدوري النهايي الثاني الماضي الحالي التالي الاتي المالي الرسمي المحلي الكرسي القاضي المباني الاراضي النواحي الباقي الوادي الراعي الجاني الاهالي الليالي المعاني الموازي الاولي الاعلي الكبري العظمي الصغري الذي التي الاساسي الثنايي المغربي السعودي الاهلي الراجحي العربي الغربي الشرقي الاسرايلي الفلسطيني الامريكي الاميركي الروسي الصيني الفرنسي الالماني البريطاني الايراني التركي المصري الوطني الدولي العالمي المركزي الاوروبي الاوربي السياسي الاقتصادي العسكري الامني التجاري الصناعي الزراعي الصحي العلمي الطبي الاجتماعي الجوي البحري البري الداخلي الخارجي الاجنبي الشمالي الجنوبي'.split(
    ' ',
  ),
);
/** A verb follows these. */
const RELATIVE = new Set('الذي التي الذين اللذين قد سوف لقد'.split(' '));
const FOREIGN = /[^ت]كو$|..نز$|وفت$|فيت$|[گپڤچژ]|ستان$|لاند$|وفيتش$|ريكا$|سون$|نغ|تش[يو]|ينيو$|ويل$/;

/** A noun of female form, a plural or a verb. */
const isInflected = (key: string) => /ه$|..ات$|^ي.+ون$/.test(key);

/** Broken plurals of nouns of place: مساكن, مصابيح. */
const BROKEN_PLURAL = /^م.ا.ي?.$/;

/** Words that begin with the letters of the article, but have none. */
const NO_ARTICLE = new Set('الي الذي التي الذين اللذين اللتين الا الان الف الاف الي'.split(' '));
const hasArticle = (key: string) => /^[وفبك]?ال|^[وف]?لل/.test(key) && !NO_ARTICLE.has(key);
const hasPronoun = (key: string) => /(?:ته|اءه|ايه|هم|ها|هما|نا|اتي)$/.test(key);

/** Returns the forms a word may have without the conjunctions, prepositions and article that are written together with it. */
export function bareForms(key: string): string[] {
  const forms = [key];
  let form = key;
  for (const prefix of [/^[وف](?=...)/, /^[بكل](?=...)/, /^(?:ال|ل)(?=...)/]) {
    form = form.replace(prefix, '');
    if (form !== forms.at(-1)) forms.push(form);
  }
  return forms;
}

/** Returns a word without the endings of inflection. */
const stem = (key: string): string =>
  key.replace(/(?<=...)(?:يين|يون|يات|يه|يا|ين|ون|ات|ان|ها|هم|ه|ي|ا)$/, '');
/** Levels how foreign sounds are transcribed: سامسونج and سامسونغ. */
const sound = (key: string): string =>
  strong(key).replace(/[غقك]/g, 'ج').replace(/ث/g, 'ت').replace(/ذ/g, 'د').replace(/[ڤ]/g, 'ف');

/** The words of a quote, without what is written together with them. */
export class ArabicIndex {
  readonly #stems = new Set<string>();
  readonly #sounds = new Set<string>();

  constructor(list: readonly Token[]) {
    for (const { kind, key } of list) {
      if (kind !== 'word') continue;
      for (const form of bareForms(key)) {
        this.#stems.add(stem(form));
        this.#sounds.add(sound(form));
      }
    }
  }

  has(key: string): boolean {
    return bareForms(key).some((form) => {
      const sounds = sound(form);
      return this.#stems.has(stem(form)) || (sounds.length > 2 && this.#sounds.has(sounds));
    });
  }
}

/** Returns whether a word is a name, for one Arabic text. */
export function arabicNames(
  list: readonly Token[],
  language: Language,
  isContext: (context: string) => boolean,
): (at: number) => boolean {
  const keyAt = (at: number) => (list[at]?.kind === 'word' ? (list[at]?.key ?? '') : '');
  const isFirst = (at: number) => at < 1 || '.!؟:؛'.includes(list[at - 1]?.text ?? '');
  const isFunction = (key: string) =>
    [...bareForms(key).slice(0, 2), key.replace(/^[وف](?=..)/, '')].some(
      (form) => language.functionWords.has(form) || language.negations.has(form),
    );
  const isSpeech = (key: string) => language.verbs.has(key) || language.verbs.has(key.replace(/^[وف]/, ''));
  const isVerb = (at: number): boolean => {
    const key = keyAt(at);
    if (key === '') return false;
    return (
      isSpeech(key) ||
      ((isFirst(at) || language.negations.has(keyAt(at - 1).replace(/^[وف](?=..)/, ''))) &&
        !isFunction(key) &&
        !hasArticle(key))
    );
  };
  const known = new Map<number, boolean>();
  /** Whether a word is the second of a name after a verb of speech: قال حيدر العبادي. */
  const isSurname = (at: number) =>
    /^ال.*ي$/.test(keyAt(at)) && !hasArticle(keyAt(at - 1)) && isSpeech(keyAt(at - 2));
  /** Whether a word is a first name: another name follows, and it is no end of a noun with an article. */
  const isGivenName = (at: number) => {
    const keys = [keyAt(at), keyAt(at).replace(/^و(?=...)/, '')];
    const next = keyAt(at + 1);
    return (
      keys.some((key) => GIVEN_NAMES.has(key) || FIRST_NAMES.has(key)) &&
      next !== '' &&
      !isFunction(next) &&
      !COMMON_NOUNS.has(next)
    );
  };
  /** Whether a word without an article stands before a surname in ـي that has one: a noun would make it no adjective. */
  const isWithSurname = (at: number) =>
    /^ال..+ي$/.test(keyAt(at + 1)) &&
    !NO_SURNAMES.has(keyAt(at + 1)) &&
    !hasArticle(keyAt(at)) &&
    !/^[يتن]|^.{3}ت$|ه$|..ات$/.test(keyAt(at)) &&
    !isFunction(keyAt(at)) &&
    !language.titles.has(keyAt(at)) &&
    !bareForms(keyAt(at)).some((form) => NAME_HEADS.has(form) || LOOSE_HEADS.has(form) || isCommon(form));
  const isCommon = (form: string) =>
    [form, form.replace(/ا$/, '')].some((each) => COMMON.has(each) || COMMON_NOUNS.has(each));
  const isPlace = (key: string) => bareForms(key).some((form) => language.places.has(form));
  const decide = (at: number): boolean => {
    const key = keyAt(at);
    if (key.length < 2 || isVerb(at) || isFunction(key) || language.titles.has(key)) return false;
    if (isPlace(key) || FIRST_NAMES.has(key) || isGivenName(at)) return true;
    // A verb follows a person's two names, unless the second is part of a longer one.
    const isThird =
      known.get(at - 1) === true && known.get(at - 2) === true && !/^(?:عبد|ابو|بن|ابن)$/.test(keyAt(at - 1));
    if (!isThird && (FIRST_NAMES.has(keyAt(at - 1)) || isGivenName(at - 1)) && !/^[وفبل](?!ال)/.test(key))
      return true;
    const [before, next] = [keyAt(at - 1), keyAt(at + 1)];
    const forms = bareForms(key);
    if (forms.some((form) => NAME_HEADS.has(form) || LOOSE_HEADS.has(form))) return false;
    if (bareForms(before).some((form) => NAME_HEADS.has(form)))
      return hasArticle(key) || !forms.some((form) => COMMON.has(form));
    if (hasPronoun(key) || forms.some(isCommon) || forms.some((form) => BROKEN_PLURAL.test(form)))
      return false;
    if (RELATIVE.has(before)) return false;
    if (isWithSurname(at) || (isWithSurname(at - 1) && known.get(at - 1) === true)) return true;
    const isReplaced =
      !/وا$|^[وف][يتن]|^.{3}ت$|^ا..ي$/.test(key) &&
      (isContext(contextAt(list, at, at + 1)) ||
        (before !== '' && keyAt(at - 2) !== '' && !/^[وف]/.test(key) && isContext(contextBefore(list, at))));
    if (hasArticle(key)) return isReplaced || isSurname(at);
    if (
      FOREIGN.test(key) ||
      forms.every((form) => strong(form).length > 4 && !/^(?:است|مست|مت|[تان]|س[يتن])|ات$|ين$|ون$/.test(form))
    )
      return true;
    if (isSpeech(before) || bareForms(before).some((form) => PERSON_HEADS.has(form))) return true;
    const isConstruct = hasArticle(next) && /^[وفبكل]/.test(next) === false;
    // Attributes with the article may stand between: وزير الخارجية القطري.
    let title = at - 1;
    while (title > at - 4 && hasArticle(keyAt(title)) && !language.titles.has(keyAt(title))) title--;
    const afterTitle = language.titles.has(keyAt(title));
    if (afterTitle) return true;
    if (
      known.get(at - 1) === true &&
      !isThird &&
      !/^ا..ي$/.test(key) &&
      !isPlace(before) &&
      !isSurname(at - 1) &&
      !/^[وفبلسيت]/.test(key)
    )
      return true;
    const isListed = key.startsWith('و') && (known.get(at - 1) === true || list[at - 1]?.text === ')');
    if (isListed || isConstruct) return isListed;
    if (isInflected(key)) return false;
    if (before === 'ان' && (BEFORE_CLAUSES.has(keyAt(at - 2)) ? /^[يتن]/ : /^ي/).test(key)) return false;
    // A common noun after a noun makes that one common too: حصيلة حادث السير.
    if (isVerb(at - 1) && (/ات$/.test(key) || bareForms(next).some(isCommon))) return false;
    if (isVerb(at - 1) || PREPOSITIONS.has(before) || bareForms(before).some((form) => LOOSE_HEADS.has(form)))
      return true;
    return isReplaced && !/^[يتن]/.test(key);
  };
  return (at) => {
    const isName = decide(at);
    known.set(at, isName);
    return isName;
  };
}
