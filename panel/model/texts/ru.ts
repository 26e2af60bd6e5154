import { pluralOf } from './plural.ts';
import { reasonsRu } from './reasons-ru/all.ts';
import type { Texts } from './texts.ts';
import { reasonTranslator } from './translate-reason.ts';

const plural = pluralOf('ru');
const translateReason = reasonTranslator('ru', reasonsRu);
const messages = (n: number): string =>
  plural(n, { one: 'сообщение', few: 'сообщения', other: 'сообщений' });
const sockets = (n: number): string => plural(n, { one: 'сокет', few: 'сокета', other: 'сокетов' });

export const ru: Texts = {
  toolbar: 'Сокеты',
  record: 'Запись',
  recordHint: 'Записывать сообщения (Ctrl+E)',
  clear: 'Очистить',
  clearHint: 'Забыть записанные сообщения и освободить память (Ctrl+L)',
  preserveLog: 'Сохранять журнал',
  preserveLogHint: 'Не очищать журнал при перезагрузке страницы и переходе на другую',
  filterMessages: 'Фильтр сообщений',
  filterPlaceholder: 'Фильтр: текст, /regex/, dir:sent, type:binary, size:>1kb, -не',
  clearFilter: 'Сбросить фильтр',
  import: 'Импорт',
  importHint: 'Открыть файл HAR или перетащить его на панель',
  exportHar: 'Экспорт HAR',
  exportHint: 'Сохранить сеанс как HAR, который открывает вкладка Network',
  settings: 'Настройки',
  language: 'Язык',
  languageOfBrowser: 'Как в браузере',
  timeFormat: 'Время',
  memoryBudget: 'Память для сообщений',
  memoryBudgetHint: 'Сверх неё самые старые переносятся на диск, пока журнал не очищен.',
  timeFormats: {
    clock: 'Часы',
    sinceStart: 'От начала сокета',
    sincePrevious: 'От предыдущей строки',
  },
  cancel: 'Отменить',
  close: 'Закрыть',

  socketsList: 'Список сокетов',
  socketsHeading: (count, n) => `${count} ${sockets(n)}`,
  showAllSockets: 'Показать все',
  selectedSockets: (count) => `выбрано: ${count}`,
  columnState: 'Состояние',
  columnUrl: 'URL',
  columnProtocol: 'Подпротокол',
  columnDocument: 'Документ',
  columnSent: 'Отправлено',
  columnReceived: 'Получено',
  columnDuration: 'Длилось',
  columnClose: 'Закрытие',
  states: {
    connecting: 'подключается',
    open: 'открыт',
    closing: 'закрывается',
    closed: 'закрыт',
    failed: 'сбой',
  },
  stateImported: 'из файла',
  stateUnloaded: 'Его документ выгружен',
  adopted: 'Этот сокет старше записи. Он замечен при первой отправке.',
  missingOfSocket: (count, n) => `${count} ${messages(n)} не записано`,
  unnamedSocket: 'сокет не описан',
  openedBy: (place) => `Открыт в ${place}`,
  closeSocket: 'Закрыть этот сокет',
  copied: 'Скопировано',
  copyFailed: 'Браузер не разрешил копирование. Выделите текст и нажмите Ctrl+C.',

  socketDetails: 'Сокет',
  handshake: 'Рукопожатие',
  handshakeStatus: 'Статус',
  noAnswer: 'нет ответа',
  remoteAddress: 'Адрес сервера',
  requestHeaders: 'Заголовки запроса',
  responseHeaders: 'Заголовки ответа',
  createdAt: 'Создан',
  openedAt: 'Открыт',
  closedAt: 'Закрыт',
  callSite: 'Место вызова',
  requestedProtocols: 'Запрошенные подпротоколы',
  negotiatedExtensions: 'Расширения',
  stateWorker: 'воркер',
  workerNote: 'Сокет воркера: записан из сетевого журнала браузера, отправлять через него нельзя.',
  workerInsideNote: 'Сокет воркера, записан внутри самого воркера: по нему можно отправлять.',
  workerNativeNote:
    'Этот воркер себя не записывает: он не самой страницы, его скрипт до этой загрузки не загружался просто на глазах журнала, или на странице было сомнение. Перезагрузите с записью внутри воркеров, чтобы попробовать снова.',
  stateUnrecorded: 'сетевой журнал',
  unrecordedNote:
    'Из сетевого журнала браузера: сама страница не записывается, поэтому сокет может быть и её, и воркера. Отправлять через него нельзя. Перезагрузите страницу, чтобы записать его.',
  stateStream: 'поток',
  stateUntold: 'неизвестно',
  streamNote:
    'WebSocketStream: сообщения, открытие и конец взяты из сетевого журнала браузера, с опозданием в секунду-две и без кодов закрытия. Отправлять через него нельзя.',
  streamUntoldNote:
    'WebSocketStream старше DevTools: известно лишь, что страница его создала, но не его сообщения и не его конец. Перезагрузите страницу, чтобы записать его.',
  closeCodeUntold: 'Код закрытия неизвестен',
  witnesses: 'Свидетели',
  witnessesAgree: (count, n) => `Страница и сеть согласны: ${count} ${messages(n)}`,
  witnessesDiffer: (page, network) =>
    `В записи страницы сообщений: ${page}, в сетевом журнале браузера: ${network}.`,
  witnessesCounting: 'Сообщения приходят, идёт сравнение…',
  witnessesAgreedAt: (count, n) =>
    `Страница и сеть были согласны: ${count} ${messages(n)}; с тех пор пришли новые`,
  noWitness: 'Сетевой журнал браузера видел этот сокет не с начала, сравнивать не с чем.',

  messages: 'Сообщения',
  columnDirection: 'Направление',
  columnTime: 'Время',
  columnSocket: 'Сокет',
  columnType: 'Тип',
  columnSize: 'Размер',
  columnContent: 'Содержимое',
  directions: { sent: 'отправлено', received: 'получено' },
  sentByUs: 'отправлено вами',
  types: { text: 'текст', binary: 'двоичное' },
  rowNotSent: 'не отправлено: сокет закрывался или был закрыт',
  rowTruncated: 'сохранена только первая часть',
  rowPending: 'читается…',
  rowForgotten: 'уступило место новым сообщениям',
  rowUnreadable: 'Blob страницы не удалось прочитать',
  eventOpened: 'открыт',
  eventClosed: 'закрыт',
  eventError: 'ошибка',
  eventCloseCalled: 'close()',
  eventSendFailed: 'send()',
  eventCloseFailed: 'close()',
  eventMissing: 'пропуск',
  openedText: (protocol) =>
    protocol === '' ? 'Соединение открыто' : `Соединение открыто, подпротокол ${protocol}`,
  closedUntold: 'Закрыт; сетевой журнал не сообщает, с каким кодом',
  closedText: (code, meaning, reason) =>
    `Закрыт с кодом ${code} (${meaning})${reason === '' ? '' : `: ${reason}`}`,
  errorText: 'Соединение не удалось. Сообщение браузера — в консоли.',
  closeCalledText: (code, reason) =>
    `Страница вызвала close(${[code, reason].filter((part) => part !== '').join(', ')})`,
  sendFailedText: (name, text) => `send выбросил ${name}: ${text}`,
  closeFailedText: (name, text) => `close выбросил ${name}: ${text}`,
  missingText: (count, n) =>
    `Здесь не хватает ${count} ${plural(n, { one: 'сообщения', few: 'сообщений', other: 'сообщений' })} этого сокета`,
  newMessages: (count, n) =>
    `${count} ${plural(n, { one: 'новая строка', few: 'новые строки', other: 'новых строк' })}`,
  jumpToEnd: 'К самому новому сообщению',
  hold: 'Удержать список',
  holdHint: 'Список не движется, пока приходят сообщения (пробел)',
  held: 'Список удержан',
  resume: 'Продолжить',

  columns: 'Столбцы',
  columnsHint: 'Выбрать столбцы списка',
  columnHint:
    'Перетащите, чтобы переставить. Shift со стрелкой переставляет, Alt со стрелкой меняет ширину.',
  moveLeft: 'Сдвинуть влево',
  moveRight: 'Сдвинуть вправо',
  resetColumns: 'Вернуть столбцы по умолчанию',

  messageMenu: 'Действия с сообщениями',
  selectAll: 'Выделить все',
  clearSelection: 'Снять выделение',
  goTo: 'Перейти к сообщению',
  goToLabel: 'Перейти к сообщению номер',
  go: 'Перейти',
  goToRange: (last) => `Введите номер от 1 до ${last}.`,
  goToNone: 'В списке нет сообщений.',
  selectedMessages: (count, n) => `Выделено ${count} ${messages(n)}`,
  selectedRows: (count, n) =>
    `${plural(n, { one: 'Выделена', other: 'Выделено' })} ${count} ${plural(n, { one: 'строка', few: 'строки', other: 'строк' })}`,
  selectedFacts: (sent, received, bytes) => `отправлено ${sent}, получено ${received}, ${bytes}`,

  copyAs: 'Копировать как',
  copyFormats: {
    text: 'Копировать как текст',
    json: 'Копировать как JSON',
    hex: 'Копировать как hex',
  },
  copying: 'Копирование',
  copiedMessages: (count, n, chars) => `Скопировано: ${count} ${messages(n)}, знаков: ${chars}`,
  copiedNothing: 'Ничего не скопировано: не выделено ни одного сообщения.',
  copyTooLong: (most) =>
    `Ничего не скопировано: в тексте было бы больше ${most} знаков, а столько буфер обмена держит плохо. Выделите меньше сообщений или сохраните сеанс кнопкой «Экспорт HAR».`,
  copyRefused: 'Текст готов, но браузер берёт его только сразу после нажатия клавиши или щелчка.',
  copyNow: 'Копировать сейчас',
  copyBroken: (reason) => `Не удалось скопировать: ${reason}`,

  message: 'Сообщение',
  tabDecoded: 'Разбор',
  tabHex: 'Hex',
  tabText: 'Текст',
  resend: 'Повторить',
  resendHint: 'Отправить это сообщение ещё раз как есть',
  edit: 'Изменить и отправить',
  editHint: 'Скопировать сообщение в редактор',
  copyMessage: 'Копировать',
  copyMessageHint: 'Скопировать содержимое: текст как есть, байты в hex',
  closeMessage: 'Закрыть сообщение',
  noMessageSelected: 'Выберите сообщение, чтобы прочитать его.',
  emptyPayload: 'Это сообщение пустое.',
  tree: 'Разобранное сообщение',
  notDecoded: (bytes) =>
    `Ни один декодер не узнал эти данные (${bytes}). Вкладка Hex показывает каждый байт.`,
  layers: 'Слои',
  layerPlainHint: 'Показать сообщение как есть',
  layerConfidence: (name: string, percent: string) => `${name}: распознано, уверенность ${percent}`,
  layerChosen: (name: string) => `${name}: выбрано вами`,
  changeLayer: (name: string) => `Изменить: ${name}`,
  addLayer: 'Добавить слой',
  findDecoder: 'Найти декодер',
  layerAutomatic: 'Распознавать автоматически',
  layerRemove: 'Убрать этот слой',
  layerAsType: (type: string) => `как ${type}`,
  moreTypes: (count: string) => `Ещё типов: ${count}. Введите часть имени.`,
  reach: 'Применять к',
  reaches: {
    message: () => 'этому сообщению',
    socketDirection: (direction: string) => `этому сокету, ${direction}`,
    socket: () => 'этому сокету',
    urlDirection: (direction: string) => `этому адресу, ${direction}`,
    url: () => 'этому адресу',
  },
  decodingWaits:
    'Смысл этого сообщения зависит от предыдущих, они ещё просматриваются. Оно появится, как только это закончится.',
  showBytes: 'Байты',
  showBytesHint: 'Показать байты под деревом; выбранное в одном отмечается в другом',
  resizeBytes: 'Изменить размер области байтов',
  findInMessage: 'Найти в сообщении',
  foundNothing: 'не найдено',
  foundOf: (at: string, of: string) => `${at} из ${of}`,
  findPrevious: 'Предыдущее совпадение',
  findNext: 'Следующее совпадение',
  expandedPart: (lines: string) =>
    `Раскрыты только первые ${lines} строк. Откройте нужное или воспользуйтесь поиском.`,
  picture: 'Изображение',
  heavyPicture: 'Это изображение займёт много памяти или будет долго рисоваться.',
  showPicture: 'Показать',
  brokenPicture: 'Браузер не может показать это изображение: данные повреждены или обрезаны.',
  decodeFailed: (name, reason) =>
    `Похоже на ${name}, но прочитать до конца нельзя: ${reason}. Показано то, что удалось прочитать.`,
  moreWarnings: (count) => `и ещё ${count}`,
  moreChildren: (count) => `ещё ${count}…`,
  copyValue: 'Скопировать значение',
  copyPath: 'Скопировать путь',
  expandAll: 'Раскрыть всё',
  copyJson: 'Копировать JSON',
  copyHex: 'Копировать hex',
  items: (count, n) =>
    `${count} ${plural(n, { one: 'элемент', few: 'элемента', other: 'элементов' })}`,
  keys: (count, n) => `${count} ${plural(n, { one: 'ключ', few: 'ключа', other: 'ключей' })}`,
  showMoreText: (bytes) => `Показать следующие ${bytes}`,
  truncatedPayload: (kept, size) => `Сохранено только начало: ${kept} из ${size}.`,
  pendingPayload: 'Содержимое ещё не получено.',
  hexRows: 'Байты',
  invalidBytes: 'байты не в UTF-8',

  compose: 'Редактор',
  foldComposeHint: 'Освободить место для чтения',
  unfoldComposeHint: 'Написать сообщение и отправить',
  payloadFormat: 'Формат содержимого',
  formats: { text: 'Текст', json: 'JSON', base64: 'Base64', hex: 'Hex' },
  payload: 'Содержимое',
  payloadPlaceholder: 'Что отправить. Ctrl+Enter отправляет.',
  sendOn: 'Отправить через',
  send: 'Отправить',
  sending: 'Отправка…',
  noOpenSocket: 'Нет открытых сокетов',
  sentBytes: (bytes) => `Отправлено: ${bytes}`,
  tooLargeToEdit: (bytes) =>
    `В этом сообщении ${bytes}. Править его здесь было бы медленно; «Повторить» отправит его как есть.`,
  errorIncomplete:
    'Сохранена только часть этого сообщения, поэтому оно не отправлено снова. «Изменить и отправить» возьмёт то, что есть.',
  errorNoSocket: 'Выберите открытый сокет. Если на странице их нет, перезагрузите её.',
  errorClosed:
    'Этот сокет закрыт, ничего не отправлено. Выберите открытый или перезагрузите страницу, чтобы она подключилась снова.',
  errorConnecting:
    'Этот сокет ещё подключается, ничего не отправлено. Повторите, когда он откроется.',
  errorGone: 'Страницы этого сокета больше нет, ничего не отправлено. Выберите открытый сокет.',
  errorRefused: (text) => `Браузер отказал: ${text}`,
  errorWorker:
    'Этот сокет принадлежит воркеру, где запись не может действовать. Выберите сокет страницы.',
  errorUnrecorded:
    'Этот сокет известен только из сетевого журнала браузера, отправлять через него нельзя. Перезагрузите страницу, чтобы записать его.',
  errorStream:
    'Этот сокет — WebSocketStream, через него нельзя отправить незаметно для страницы. Выберите другой сокет страницы.',
  errorImported: 'Этот сокет импортирован из файла. Выберите открытый сокет страницы.',
  errorJson: (reason, line, column) => `Это не JSON: ${reason} (строка ${line}, столбец ${column})`,
  errorAt: (reason: string, line: string, column: string) =>
    `${reason} (строка ${line}, столбец ${column})`,
  // What a browser or a library says of an error has no translation.
  reason: (text) => translateReason(text) ?? text,
  willSend: (bytes: string) => `Будет отправлено ${bytes}:`,
  notExact: 'байты отличаются',
  notExactHint:
    'Записанное заново, даже неизменённое сообщение имеет другие байты: то же значение в другой допустимой форме этого формата.',
  formatJson: 'Отформатировать',
  formatJsonHint: 'Разложить JSON с отступами',

  statusShown: (count, n) => `показано: ${count} ${messages(n)}`,
  statusRecorded: (count) => `записано: ${count}`,
  statusDropped: (count) => `пропущено: ${count}`,
  statusDroppedHint:
    'Страница обменялась ими, пока панель была закрыта или запись выключена, сверх хранимого запаса (2000 сообщений или 4 МиБ на документ)',
  statusFaults: (count) => `нечитаемых: ${count}`,
  statusCutOff: (count, n) =>
    `${count} ${plural(n, { one: 'документ прислал повреждённые записи и отключён', few: 'документа прислали повреждённые записи и отключены', other: 'документов прислали повреждённые записи и отключены' })}`,
  statusCutOffHint: (reason) => `Перезагрузите страницу, чтобы снова её записывать. ${reason}`,
  statusFiltering: (percent) => `фильтрация ${percent}`,
  statusPaused: 'Запись выключена',
  statusMemory: (bytes) => `занято ${bytes}`,
  statusDisk: (bytes) => `на диске ${bytes}`,
  statusForgotten: (count) => `без содержимого: ${count}`,
  statusForgottenHint:
    'Места не хватило: содержимое самых старых уступило место новым сообщениям. Сами строки остались. «Очистить» освобождает всё; сколько памяти можно занять, указано в настройках.',

  waitingTitle: 'Поиск страницы…',
  waitingText: 'Панель подключается к документам этой страницы.',
  emptyTitle: 'Сокетов пока нет',
  emptyText:
    'С момента загрузки страница не открыла ни одного WebSocket. Новые сразу появятся здесь.',
  emptyOffText: 'Запись выключена. Включите её, чтобы видеть новые сообщения.',
  unseenTitle: 'Эта страница не записывается',
  unseenText:
    'Она загружена до установки или обновления Sockets. Перезагрузите страницу, чтобы записывать её сокеты.',
  unseenNotice: 'Сама страница не записывается: она загружена до установки или обновления Sockets.',
  restrictedTitle: 'Эту страницу нельзя исследовать',
  restrictedText:
    'Браузер не пускает расширения на свои страницы и в магазин расширений. Откройте другую страницу, чтобы записывать её сокеты.',
  crashedTitle: 'Страница аварийно завершилась',
  crashedText:
    'Её процесса больше нет. Записанное можно читать и экспортировать, пока не загрузится следующая страница. Чтобы продолжить, перезагрузите страницу.',
  lostTitle: 'Связь с расширением потеряна',
  lostText:
    'Браузер остановил его; панель обращается к нему каждую секунду. Если это не помогает, Sockets обновлено или удалено: закройте инструменты разработчика, откройте их снова и перезагрузите страницу.',
  reloadPage: 'Перезагрузить страницу',
  insideWorkers: 'Запись внутри воркеров',
  insideStart: 'Записывать внутри воркеров этой страницы…',
  insideHint: 'Сначала покажет, что это делает, где кончается и возможно ли это на этой странице.',
  insideStop: 'Прекратить запись внутри воркеров (перезагрузит страницу)',
  insideTitle: (origin) => `Записывать внутри воркеров ${origin}?`,
  insideWhat:
    'Сокеты выделенных воркеров записываются тогда как сокеты страницы, и по ним можно отправлять. Для этого воркер начинает со скрипта Sockets, который затем загружает его собственный. Это делается для этой загрузки и для следующих, когда вы этого попросите.',
  insideLimits: [
    'Только воркеры самой страницы, не её фреймов; не общие и не сервис-воркеры. Их собственные воркеры видны из сетевого журнала.',
    'Только скрипты с источника самой страницы, которые на глазах сетевого журнала загрузились просто (без перенаправления, ошибки и политики), и Blob. Остальные воркеры начинают как всегда.',
    'Сервер видит запрос такого скрипта как запрос скрипта, а не воркера, и без Referer. Воркер, скрипта которого больше нет, падает с другими словами, в стеках одной строкой больше, а сервер, который решает по этим признакам, может отказать.',
    'Того, чем воркер обменялся в последний миг перед terminate, здесь может не быть.',
    'Если страница работает не так, как раньше, выключите это: после перезагрузки от него ничего не остаётся.',
  ],
  insideScripts: (count, n) =>
    `Пока сетевой журнал видел ${count} ${plural(n, { one: 'такой скрипт', few: 'таких скрипта', other: 'таких скриптов' })} этой страницы. Посмотрите снова, когда запустятся другие её воркеры.`,
  insideReload: 'Перезагрузить и записывать внутри воркеров',
  insideCancel: 'Отмена',
  insideTurnOff: 'Выключить для этого источника',
  insideLookAgain: 'Посмотреть снова',
  insideLooking: 'Смотрим на страницу…',
  insideMissed:
    'Воркеры этой загрузки видны только из сетевого журнала: запись внутри них начинается с перезагрузки.',
  insideUnknown:
    'Сетевой журнал браузера не видел, как загружалась эта страница, и неизвестно, есть ли у неё политика. Перезагрузите страницу, дождитесь запуска её воркеров и посмотрите снова.',
  insidePolicy: (header) =>
    `Страница пришла с ${header}: он иначе связал бы её воркеры, если бы их запускал другой скрипт. Их не трогают, и они видны только из сетевого журнала.`,
  insideScheme:
    'Эта страница пришла не с сервера, и у неё нет воркеров, которые можно было бы запустить иначе.',
  noFilterTitle: 'Этот фильтр нельзя применить',
  noFilterText: 'Исправьте его, чтобы увидеть подходящие сообщения, или очистите.',
  noMatchTitle: 'Ничего не найдено',
  noMatchText: (count, n) => `Скрыто фильтром или выбором сокетов: ${count} ${messages(n)}.`,
  noMessagesTitle: 'Сообщений пока нет',
  noMessagesText: 'Сокеты выше ещё не обменялись ни одним сообщением.',

  filterProblems: {
    unterminatedQuote: 'Нет конца у текста в кавычках. Закройте его знаком "',
    unterminatedRegex: 'Нет конца у регулярного выражения. Закройте его знаком /',
    missingValue: (key: string) =>
      `После ${key}: нет значения. Напишите за двоеточием, что искать.`,
    emptyRegex: 'Регулярное выражение пустое. Напишите что-нибудь между косыми чертами.',
    unknownFlag: (flag) => `Флаг ${flag} здесь недопустим.`,
    invalidRegex: (problem) => `Регулярное выражение не читается: ${problem}`,
    unknownValue: (key, value, choices) => `${key}:${value} — не фильтр. Напишите ${choices}.`,
    invalidSize: (value) =>
      `${value} — не размер. Напишите size:>1kb, size:<=200 или size:1kb..2mb.`,
    reversedRange: (value) => `В ${value} начало больше конца. Сначала напишите меньший размер.`,
    tooSlow: (pattern) =>
      `Выражение ${pattern} слишком долго проверяет одно из сообщений, фильтрация остановлена. Упростите его: обычно виноваты вложенные повторы вроде (a+)+.`,
    failed: (reason) => `Фильтрация не удалась: ${reason}`,
  },

  importing: 'Импорт',
  exporting: 'Экспорт',
  exported: (name, bytes) => `Сохранено: ${name} (${bytes})`,
  exportFailed: (reason) => `Экспорт не удался: ${reason}. Ничего не сохранено, сеанс на месте.`,
  imported: (count, n, socketCount, m) =>
    `Импортировано: ${count} ${messages(n)}, ${socketCount} ${sockets(m)}`,
  importProblems: (count, n, first) =>
    `Не прочитано: ${count} ${plural(n, { one: 'часть', few: 'части', other: 'частей' })}. ${first}`,
  importFailed: (reason) => `Файл не импортирован: ${reason}`,
  nothingToExport: 'Экспортировать пока нечего: ни один сокет не записан.',
  dropHere: 'Отпустите файл HAR или схемы Protobuf, чтобы открыть их',

  schemas: 'Схемы Protobuf',
  schemasOpen: 'Схемы Protobuf…',
  schemasHint: 'Добавить файлы .proto, чтобы сообщения Protobuf показывались с именами полей',
  schemaFiles: 'Файлы',
  schemaChoose: 'Выбрать файлы',
  schemaChooseFolder: 'Выбрать папку',
  schemaFormats:
    'Файлы .proto со всем, что они импортируют, или наборы дескрипторов (.desc, .binpb, .pb). То, что лежит в google/protobuf, добавлять не нужно.',
  schemaEmpty:
    'Схем пока нет. Выберите файлы .proto или перетащите их на панель. Они хранятся только в этом браузере.',
  schemaReading: 'Чтение…',
  schemaTotals: (files, n, types, m) =>
    `${files} ${plural(n, { one: 'файл', few: 'файла', other: 'файлов' })}, ${types} ${plural(m, { one: 'тип сообщений', few: 'типа сообщений', other: 'типов сообщений' })}`,
  schemaCounts: (count, n, enums, m) =>
    `${count} ${messages(n)}${m === 0 ? '' : `, ${enums} ${plural(m, { one: 'перечисление', few: 'перечисления', other: 'перечислений' })}`}`,
  schemaRemove: (name) => `Убрать ${name}`,
  schemaRemoveAll: 'Убрать все',
  schemaErrorAt: (line, text) => `Строка ${line}: ${text}`,
  schemaErrorHint:
    'Исправив файл, выберите его снова: он заменит этот. Недостающее найдётся, как только его добавят.',
  schemaProblems: {
    noSchemas: (name) =>
      `${name} — не схема, ничего не добавлено. Выберите файлы .proto или наборы дескрипторов.`,
    tooLarge: (most, files) =>
      `Ничего не добавлено: все схемы вместе могут занимать ${most}, файлов может быть ${files}. Уберите лишние или добавьте только нужные вашим сообщениям.`,
    unreadable: (name, reason) => `Не удалось прочитать ${name}: ${reason}. Выберите его снова.`,
    diskFull:
      'Схемы используются, но не сохранены: у браузера кончилось место на диске. Освободите его и добавьте схемы снова, иначе они пропадут, когда закроются инструменты разработчика.',
    notKept: (reason) =>
      `Схемы используются, но не сохранены и пропадут, когда закроются инструменты разработчика: ${reason}`,
    notRemembered: (reason) =>
      `Не удалось прочитать схемы прошлого раза: ${reason}. Выберите их снова.`,
    failed: (reason) => `Не удалось прочитать схемы: ${reason}`,
  },
  messageRules: 'Типы сообщений',
  messageRulesHint:
    'Тип двоичного сообщения называет первое подходящее правило. Для одного сообщения, сокета или адреса его можно выбрать в меню слоёв сообщения.',
  ruleEmpty: 'Правил пока нет.',
  ruleEmptyWithoutSchema: 'Правил пока нет. Сначала добавьте схему: правила называют её типы.',
  ruleAdd: 'Добавить правило',
  ruleName: (number) => `Правило ${number}`,
  ruleType: 'Тип сообщения',
  ruleUnknownType: 'Ни в одной схеме выше нет такого типа.',
  ruleUrl: 'Адрес',
  ruleUrlPlaceholder: 'любой; * заменяет что угодно',
  ruleBothDirections: 'оба',
  ruleLeading: 'Число впереди',
  ruleNoLeading: 'нет',
  ruleLeadingValue: 'Значение',
  ruleBadNumber: 'Напишите 7 или 0x07.',
  leadingNumbers: {
    u8: '1 байт',
    u16be: '2 байта',
    u16le: '2 байта, от младшего',
    u32be: '4 байта',
    u32le: '4 байта, от младшего',
    varint: 'число varint',
  },
  ruleUp: (number) => `Поднять правило ${number}`,
  ruleDown: (number) => `Опустить правило ${number}`,
  ruleRemove: (number) => `Убрать правило ${number}`,

  closeCodes: {
    1000: 'обычное закрытие',
    1001: 'уход',
    1002: 'ошибка протокола',
    1003: 'неподдерживаемые данные',
    1005: 'код в кадре закрытия не указан',
    1006: 'соединение потеряно без кадра закрытия',
    1007: 'неверные данные в сообщении',
    1008: 'нарушение правил',
    1009: 'слишком большое сообщение',
    1010: 'нет нужного расширения',
    1011: 'ошибка сервера',
    1012: 'перезапуск службы',
    1013: 'повторите позже',
    1014: 'плохой шлюз',
    1015: 'сбой рукопожатия TLS',
  },
  closeCodeRegistered: 'код, зарегистрированный библиотекой',
  closeCodeApplication: 'собственный код приложения',
  closeCodeUnknown: 'неизвестный код',

  timeline: 'Шкала времени',
  timelineHint: 'Показывать сообщения по времени над списком',
  timelineHelp:
    'Протяните, чтобы выбрать промежуток времени. Стрелки двигают его, Shift со стрелкой меняет длину, + и − меняют масштаб, Escape сбрасывает.',
  timelineSpan: (from, to) => `с ${from} до ${to}`,
  timelineChosen: (span) => `Выбрано: ${span}.`,
  timelineInSight: (span, sent, received) =>
    `Видно: ${span}, отправлено: ${sent}, получено: ${received}`,
  timelineSent: (count, bytes) => `отправлено: ${count}, ${bytes}`,
  timelineReceived: (count, bytes) => `получено: ${count}, ${bytes}`,
  clearSpan: (span) => `Снова показать всё время, а не только ${span}`,

  statistics: 'Статистика',
  statisticsBytes: 'Байты',
  statisticsRate: 'Сейчас',
  perSecond: (messages, bytes) => `${messages}/с, ${bytes}/с`,
  statisticsLeast: 'Наименьшее',
  statisticsMedian: 'Медиана',
  statisticsMost: 'Наибольшее',
  statisticsSizes: 'Размеры',

  meter: 'Цена записи',
  meterHint: 'Во что запись обходится странице и панели: показать каждое число и что оно значит',
  meterPerMessage: (us) => `${us} мкс на сообщение`,
  meterMicroseconds: (us) => `${us} мкс`,
  meterBehind: (time) => `отставание ${time}`,
  meterOf: (part, whole) => `${part} из ${whole}`,
  meterCost: 'На сообщение',
  meterCostMeaning:
    'На странице, в среднем, по часам самого записывающего кода: вся его работа над сообщением вместе с передачей. Шаг этих часов длиннее самой работы, поэтому верна лишь сумма по многим сообщениям, и они идут, пока процессор занят другими программами. Вызов этого кода браузером, около 1 мкс, сюда не входит. Если документов несколько, показан самый дорогой.',
  meterTooFew: 'слишком мало сообщений',
  meterShare: 'Время страницы',
  meterShareMeaning: 'Какую часть последней секунды запись отняла у страницы.',
  meterLevel: 'Записывается',
  meterLevelMeaning: 'От каждого нового сообщения.',
  meterDropped: 'Не записано',
  meterMemory: 'Память',
  meterMemoryMeaning: 'Сообщения и их строки, из разрешённого в настройках объёма.',
  meterDisk: 'Диск',
  meterDiskMeaning: 'Сообщения, перенесённые на диск до очистки журнала или закрытия панели.',
  meterLag: 'Отставание от страницы',
  meterLagMeaning:
    'От сообщения на странице до его строки, наибольшее за последнюю секунду. Сравниваются часы двух процессов.',
  meterNoMessages: 'сейчас сообщений нет',
  meterReducedBeyond: (share) =>
    `Запись сокращается, если три секунды подряд занимает больше ${share} времени страницы. Это меняется в настройках.`,
  meterNeverReduced: 'Запись никогда не сокращается. Это меняется в настройках.',
  levels: { all: 'всё', beginnings: 'первый 1 КиБ', sizes: 'только размер и время' },
  reducedTo: {
    beginnings: 'Запись сокращена: только первый 1 КиБ каждого сообщения',
    sizes: 'Запись сокращена: сообщения без содержимого',
  },
  reducedHint:
    'Запись занимала больше времени страницы, чем разрешено в настройках, поэтому от каждого сообщения записывается меньше. Ни одно сообщение не пропущено. «Снова записывать всё» возвращает полную запись.',
  restore: 'Снова записывать всё',
  restoreHint:
    'Записывать сообщения целиком, сколько бы времени это ни занимало, пока страница не перезагружена',
  rowReduced: 'первый 1 КиБ (запись сокращена)',
  rowWithoutContent: 'без содержимого (запись сокращена)',
  reducedPayload:
    'Когда пришло это сообщение, запись занимала больше времени страницы, чем разрешено в настройках, поэтому записан только его первый 1 КиБ.',
  barePayload:
    'Когда пришло это сообщение, запись занимала больше времени страницы, чем разрешено в настройках, поэтому записаны только его размер и время.',
  costBudget: 'Время страницы на запись',
  costBudgetHint:
    'Если запись три секунды подряд занимает больше, от каждого сообщения записывается только первый 1 КиБ, а если и этого много, только размер.',
  costBudgetOf: (share) => `Не больше ${share}`,
  costBudgetNone: 'Сколько потребуется',

  resizeSockets: 'Изменить высоту списка сокетов',
  resizeMessage: 'Изменить размер сообщения',
};
