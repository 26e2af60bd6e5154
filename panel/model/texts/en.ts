import { pluralOf } from './plural.ts';

const plural = pluralOf('en');

/** Every text of the panel. A further language is one file with the same shape; see texts.ts. */
export const en = {
  toolbar: 'Sockets',
  record: 'Record',
  recordHint: 'Record messages (Ctrl+E)',
  clear: 'Clear',
  clearHint: 'Forget the recorded messages and free their memory (Ctrl+L)',
  preserveLog: 'Preserve log',
  preserveLogHint: 'Keep the log when the page is reloaded or left',
  filterMessages: 'Filter messages',
  filterPlaceholder: 'Filter: text, /regex/, dir:sent, type:binary, size:>1kb, -not',
  clearFilter: 'Clear the filter',
  import: 'Import',
  importHint: 'Open a HAR file, or drop one on the panel',
  exportHar: 'Export HAR',
  exportHint: 'Save the session as HAR, which the Network tab imports',
  settings: 'Settings',
  language: 'Language',
  languageOfBrowser: 'As the browser',
  timeFormat: 'Time',
  memoryBudget: 'Memory for messages',
  memoryBudgetHint: 'Beyond it the oldest move to the disk until the log is cleared.',
  timeFormats: {
    clock: 'Clock',
    sinceStart: 'Since the socket’s start',
    sincePrevious: 'Since the previous row',
  },
  cancel: 'Cancel',
  close: 'Close',

  socketsList: 'Sockets list',
  socketsHeading: (count: string, n: number) =>
    `${count} ${plural(n, { one: 'socket', other: 'sockets' })}`,
  showAllSockets: 'Show all',
  selectedSockets: (count: string) => `${count} selected`,
  columnState: 'State',
  columnUrl: 'URL',
  columnProtocol: 'Subprotocol',
  columnDocument: 'Document',
  columnSent: 'Sent',
  columnReceived: 'Received',
  columnDuration: 'Duration',
  columnClose: 'Close',
  states: {
    connecting: 'connecting',
    open: 'open',
    closing: 'closing',
    closed: 'closed',
    failed: 'failed',
  },
  stateImported: 'imported',
  stateUnloaded: 'Its document was unloaded',
  adopted: 'This socket is older than the recorder. It was met at its first send.',
  missingOfSocket: (count: string, n: number) =>
    `${count} ${plural(n, { one: 'message', other: 'messages' })} not recorded`,
  unnamedSocket: 'socket not described',
  openedBy: (place: string) => `Opened at ${place}`,
  closeSocket: 'Close this socket',
  copied: 'Copied',
  copyFailed: 'The browser did not allow copying. Select the text and press Ctrl+C.',

  socketDetails: 'Socket',
  handshake: 'Handshake',
  handshakeStatus: 'Status',
  noAnswer: 'no answer',
  remoteAddress: 'Remote address',
  requestHeaders: 'Request headers',
  responseHeaders: 'Response headers',
  createdAt: 'Created',
  openedAt: 'Opened',
  closedAt: 'Closed',
  callSite: 'Call site',
  requestedProtocols: 'Requested subprotocols',
  negotiatedExtensions: 'Extensions',
  stateWorker: 'worker',
  workerNote:
    'A worker’s socket: recorded from the browser’s network log, so it cannot be sent on.',
  workerInsideNote: 'A worker’s socket, recorded inside the worker: it can be sent on.',
  workerNativeNote:
    'This worker does not record itself: it is not one of the page’s own, its script was not seen to load plainly before this load, or the page was in doubt. Reload with recording inside workers to try again.',
  stateUnrecorded: 'network log',
  unrecordedNote:
    'From the browser’s network log: the page itself is not recorded, so this socket may be its own or a worker’s. It cannot be sent on. Reload the page to record it.',
  stateStream: 'stream',
  stateUntold: 'unknown',
  streamNote:
    'A WebSocketStream: its messages, its opening and its end come from the browser’s network log, a second or two late and without close codes. It cannot be sent on.',
  streamUntoldNote:
    'A WebSocketStream that is older than DevTools: only that the page made it is known, not its messages nor its end. Reload the page to record it.',
  closeCodeUntold: 'Close code not told',
  witnesses: 'Witnesses',
  witnessesAgree: (count: string, n: number) =>
    `Page and network agree: ${count} ${plural(n, { one: 'message', other: 'messages' })}`,
  witnessesDiffer: (page: string, network: string) =>
    `The page’s record has ${page} messages, the browser’s network log ${network}.`,
  witnessesCounting: 'Messages are coming in; comparing…',
  witnessesAgreedAt: (count: string, n: number) =>
    `Page and network agreed at ${count} ${plural(n, { one: 'message', other: 'messages' })}; more have come since`,
  noWitness:
    'The browser’s network log did not see this socket from its start, so there is nothing to compare with.',

  messages: 'Messages',
  columnDirection: 'Direction',
  columnTime: 'Time',
  columnSocket: 'Socket',
  columnType: 'Type',
  columnSize: 'Size',
  columnContent: 'Content',
  directions: { sent: 'sent', received: 'received' },
  sentByUs: 'sent by you',
  types: { text: 'text', binary: 'binary' },
  rowNotSent: 'not sent: the socket was closing or closed',
  rowTruncated: 'only the first part was kept',
  rowPending: 'reading…',
  rowForgotten: 'made room for newer messages',
  rowUnreadable: 'the page’s Blob could not be read',
  eventOpened: 'opened',
  eventClosed: 'closed',
  eventError: 'error',
  eventCloseCalled: 'close()',
  eventSendFailed: 'send()',
  eventCloseFailed: 'close()',
  eventMissing: 'missing',
  openedText: (protocol: string) =>
    protocol === '' ? 'Connection opened' : `Connection opened, subprotocol ${protocol}`,
  closedUntold: 'Closed; the network log does not tell with what code',
  closedText: (code: string, meaning: string, reason: string) =>
    `Closed with ${code} (${meaning})${reason === '' ? '' : `: ${reason}`}`,
  errorText: 'The connection failed. The console has the browser’s own message.',
  closeCalledText: (code: string, reason: string) =>
    `The page called close(${[code, reason].filter((part) => part !== '').join(', ')})`,
  sendFailedText: (name: string, text: string) => `send threw ${name}: ${text}`,
  closeFailedText: (name: string, text: string) => `close threw ${name}: ${text}`,
  missingText: (count: string, n: number) =>
    `${count} ${plural(n, { one: 'message of this socket is', other: 'messages of this socket are' })} missing here`,
  newMessages: (count: string, n: number) =>
    `${count} new ${plural(n, { one: 'row', other: 'rows' })}`,
  jumpToEnd: 'Go to the newest message',
  hold: 'Hold the list',
  holdHint: 'Keep the list where it is while messages come in (Space)',
  held: 'List held',
  resume: 'Resume',

  columns: 'Columns',
  columnsHint: 'Choose the columns of the list',
  columnHint: 'Drag to move. Shift with an arrow key moves, Alt with an arrow key resizes.',
  moveLeft: 'Move left',
  moveRight: 'Move right',
  resetColumns: 'Reset columns',

  messageMenu: 'Actions for messages',
  selectAll: 'Select all',
  clearSelection: 'Clear the selection',
  goTo: 'Go to message',
  goToLabel: 'Go to message number',
  go: 'Go',
  goToRange: (last: string) => `Write a number from 1 to ${last}.`,
  goToNone: 'The list has no message to go to.',
  selectedMessages: (count: string, n: number) =>
    `${count} ${plural(n, { one: 'message', other: 'messages' })} selected`,
  selectedRows: (count: string, n: number) =>
    `${count} ${plural(n, { one: 'row', other: 'rows' })} selected`,
  selectedFacts: (sent: string, received: string, bytes: string) =>
    `${sent} sent, ${received} received, ${bytes}`,

  copyAs: 'Copy as',
  copyFormats: { text: 'Copy as text', json: 'Copy as JSON', hex: 'Copy as hex' },
  copying: 'Copying',
  copiedMessages: (count: string, n: number, chars: string) =>
    `Copied ${count} ${plural(n, { one: 'message', other: 'messages' })}, ${chars} characters`,
  copiedNothing: 'Nothing was copied: no message is selected.',
  copyTooLong: (most: string) =>
    `Nothing was copied: the text would be longer than ${most} characters, more than a clipboard takes well. Select fewer messages, or export the session with Export HAR.`,
  copyRefused: 'The text is ready, but the browser takes it only right after a key or a click.',
  copyNow: 'Copy now',
  copyBroken: (reason: string) => `Copying failed: ${reason}`,

  message: 'Message',
  tabDecoded: 'Decoded',
  tabHex: 'Hex',
  tabText: 'Text',
  resend: 'Resend',
  resendHint: 'Send this message again as it is',
  edit: 'Edit and send',
  editHint: 'Copy this message into Compose',
  copyMessage: 'Copy',
  copyMessageHint: 'Copy the content: text as it is, bytes as hex',
  closeMessage: 'Close the message',
  noMessageSelected: 'Choose a message to read it.',
  emptyPayload: 'This message is empty.',
  tree: 'Decoded message',
  notDecoded: (bytes: string) =>
    `No decoder recognises these ${bytes}. The Hex tab shows each byte.`,
  layers: 'Layers',
  layerPlainHint: 'Show the message as it is',
  layerConfidence: (name: string, percent: string) => `${name}: recognised, ${percent} sure`,
  layerChosen: (name: string) => `${name}: chosen`,
  changeLayer: (name: string) => `Change ${name}`,
  addLayer: 'Add a layer',
  findDecoder: 'Find a decoder',
  layerAutomatic: 'Recognise automatically',
  layerRemove: 'Remove this layer',
  layerAsType: (type: string) => `as ${type}`,
  moreTypes: (count: string) => `${count} more types: type a part of the name.`,
  reach: 'Applies to',
  reaches: {
    message: () => 'this message',
    socketDirection: (direction: string) => `this socket, ${direction}`,
    socket: () => 'this socket',
    urlDirection: (direction: string) => `this address, ${direction}`,
    url: () => 'this address',
  },
  decodingWaits:
    'What this message means depends on those before it, which are being looked at. It is shown as soon as that is done.',
  showBytes: 'Bytes',
  showBytesHint: 'Show the bytes below the tree; what is chosen in one is marked in the other',
  resizeBytes: 'Resize the bytes',
  findInMessage: 'Find in message',
  foundNothing: 'not found',
  foundOf: (at: string, of: string) => `${at} of ${of}`,
  findPrevious: 'Previous match',
  findNext: 'Next match',
  expandedPart: (lines: string) =>
    `Only the first ${lines} lines were opened. Open what you need, or search for it.`,
  picture: 'Picture',
  heavyPicture: 'This picture is large once it is drawn, or takes long to draw.',
  showPicture: 'Show it',
  brokenPicture: 'The browser cannot draw this picture: its data are damaged or cut off.',
  decodeFailed: (name: string, reason: string) =>
    `This looks like ${name}, but it cannot be read to its end: ${reason}. What could be read is shown.`,
  moreWarnings: (count: string) => `and ${count} more`,
  moreChildren: (count: string) => `${count} more…`,
  copyValue: 'Copy value',
  copyPath: 'Copy path',
  expandAll: 'Expand all',
  copyJson: 'Copy JSON',
  copyHex: 'Copy hex',
  items: (count: string, n: number) => `${count} ${plural(n, { one: 'item', other: 'items' })}`,
  keys: (count: string, n: number) => `${count} ${plural(n, { one: 'key', other: 'keys' })}`,
  showMoreText: (bytes: string) => `Show the next ${bytes}`,
  truncatedPayload: (kept: string, size: string) => `Only the first ${kept} of ${size} were kept.`,
  pendingPayload: 'The payload has not arrived yet.',
  hexRows: 'Bytes',
  invalidBytes: 'bytes that are not UTF-8',

  compose: 'Compose',
  foldComposeHint: 'Leave more room to what is read',
  unfoldComposeHint: 'Write a message and send it',
  payloadFormat: 'Payload format',
  formats: { text: 'Text', json: 'JSON', base64: 'Base64', hex: 'Hex' },
  payload: 'Payload',
  payloadPlaceholder: 'What to send. Ctrl+Enter sends.',
  sendOn: 'Send on',
  send: 'Send',
  sending: 'Sending…',
  noOpenSocket: 'No open socket',
  sentBytes: (bytes: string) => `Sent ${bytes}`,
  tooLargeToEdit: (bytes: string) =>
    `This message has ${bytes}. Editing it here would be slow; Resend sends it as it is.`,
  errorIncomplete:
    'Only a part of this message was kept, so it was not sent again. Edit and send takes what is there.',
  errorNoSocket: 'Choose an open socket to send on. Reload the page if it has none.',
  errorClosed:
    'This socket is closed, so nothing was sent. Choose an open one, or reload the page to have it connect again.',
  errorConnecting:
    'This socket is still connecting, so nothing was sent. Try again when it is open.',
  errorGone: 'The page of this socket is gone, so nothing was sent. Choose an open socket.',
  errorRefused: (text: string) => `The browser refused: ${text}`,
  errorWorker:
    'This socket belongs to a worker, where the recorder cannot act. Choose a socket of the page.',
  errorUnrecorded:
    'This socket is known from the browser’s network log only, so nothing can be sent on it. Reload the page to record it.',
  errorStream:
    'This socket is a WebSocketStream, on which the recorder cannot send unnoticed. Choose another socket of the page.',
  errorImported: 'This socket was imported from a file. Choose an open socket of the page.',
  errorJson: (reason: string, line: string, column: string) =>
    `Not JSON: ${reason} (line ${line}, column ${column})`,
  errorAt: (reason: string, line: string, column: string) =>
    `${reason} (line ${line}, column ${column})`,
  /** What the engine and the decoders give as a reason, which they do in English. */
  reason: (text: string) => text,
  willSend: (bytes: string) => `Sends ${bytes}:`,
  notExact: 'not byte-identical',
  notExactHint:
    'Written again, even the unchanged message has other bytes: the same value, in another of the forms that this format allows.',
  formatJson: 'Format',
  formatJsonHint: 'Lay the JSON out with indents',

  statusShown: (count: string, n: number) =>
    `${count} ${plural(n, { one: 'message', other: 'messages' })} shown`,
  statusRecorded: (count: string) => `${count} recorded`,
  statusDropped: (count: string) => `${count} dropped`,
  statusDroppedHint:
    'Exchanged by the page while no panel was open or recording was off, beyond what is kept for later (2,000 messages or 4 MiB a document)',
  statusFaults: (count: string) => `${count} unreadable`,
  statusCutOff: (count: string, n: number) =>
    `${count} ${plural(n, { one: 'document', other: 'documents' })} sent damaged records and ${plural(n, { one: 'was', other: 'were' })} cut off`,
  statusCutOffHint: (reason: string) => `Reload the page to record it again. ${reason}`,
  statusFiltering: (percent: string) => `filtering ${percent}`,
  statusPaused: 'Recording is off',
  statusMemory: (bytes: string) => `${bytes} held`,
  statusDisk: (bytes: string) => `${bytes} on disk`,
  statusForgotten: (count: string) => `${count} without content`,
  statusForgottenHint:
    'There was no room for them: their content made room for newer messages. Their rows are still here. Clear frees everything; Settings says how much memory may be used.',

  waitingTitle: 'Looking for the page…',
  waitingText: 'The panel is connecting to the documents of this page.',
  emptyTitle: 'No sockets yet',
  emptyText:
    'This page has not opened a WebSocket since it was loaded. New ones appear here at once.',
  emptyOffText: 'Recording is off. Switch Record on to see new messages.',
  unseenTitle: 'This page is not being recorded',
  unseenText:
    'It was loaded before Sockets was installed or updated. Reload the page to record its sockets.',
  unseenNotice:
    'The page itself is not recorded: it was loaded before Sockets was installed or updated.',
  restrictedTitle: 'This page cannot be inspected',
  restrictedText:
    'The browser keeps extensions out of its own pages and of its extension store. Open another page to record its sockets.',
  crashedTitle: 'The page has crashed',
  crashedText:
    'Its process is gone. What was recorded can be read and exported until the next page loads. Reload the page to go on.',
  lostTitle: 'The connection to the extension was lost',
  lostText:
    'The browser has stopped it; the panel asks for it again every second. If that does not help, Sockets was updated or removed: close DevTools, open it again, and reload the page.',
  reloadPage: 'Reload the page',
  insideWorkers: 'Recording inside workers',
  insideStart: 'Record inside this page’s workers…',
  insideHint: 'Shows first what it does, where it ends, and whether this page can have it.',
  insideStop: 'Stop recording inside workers (reloads the page)',
  insideTitle: (origin: string) => `Record inside the workers of ${origin}?`,
  insideWhat:
    'Sockets of dedicated workers are then recorded as those of the page are, and can be sent on. For that a worker starts with a script of Sockets, which then loads its own. It is done for this load, and for later ones when you say so.',
  insideLimits: [
    'Only workers of the page itself, not of its frames; no shared workers and no service workers. Their own workers are seen from the network log.',
    'Only scripts of the page’s own origin that the network log has seen load plainly (no redirect, no error, no policy), and Blobs. Other workers start as ever.',
    'The server sees each such script asked for as a script, not as a worker, and without a Referer. A worker whose script is no longer there fails with other words, stacks have one line more, and a server that decides by these things may refuse.',
    'What a worker has exchanged in the last moment before it is terminated may be missing here.',
    'If the page does not work as before, turn it off: nothing of it stays after a reload.',
  ],
  insideScripts: (count: string, n: number) =>
    `So far the network log has seen ${count} such ${plural(n, { one: 'script', other: 'scripts' })} of this page. Look again when more of its workers have started.`,
  insideReload: 'Reload and record inside workers',
  insideCancel: 'Cancel',
  insideTurnOff: 'Turn off for this origin',
  insideLookAgain: 'Look again',
  insideLooking: 'Looking at the page…',
  insideMissed:
    'Workers of this load are seen from the network log only: recording inside them begins with a reload.',
  insideUnknown:
    'The browser’s network log has not seen this page load, so it is not known whether it has a policy. Reload the page, wait until its workers have started, and look again.',
  insidePolicy: (header: string) =>
    `This page came with ${header}, which would bind its workers otherwise if another script started them. They are left alone, and seen from the network log only.`,
  insideScheme:
    'This page does not come from a server, so it has no workers that could be started otherwise.',
  noFilterTitle: 'This filter cannot be applied',
  noFilterText: 'Correct it to see the messages that match, or clear it.',
  noMatchTitle: 'No message matches',
  noMatchText: (count: string, n: number) =>
    `${count} recorded ${plural(n, { one: 'message is', other: 'messages are' })} hidden by the filter or by the choice of sockets.`,
  noMessagesTitle: 'No messages yet',
  noMessagesText: 'The sockets above have not exchanged any message.',

  filterProblems: {
    unterminatedQuote: 'The quoted text has no end. Close it with "',
    unterminatedRegex: 'The regular expression has no end. Close it with /',
    missingValue: (key: string) => `${key}: has no value. Write what to look for behind the colon.`,
    emptyRegex: 'The regular expression is empty. Write something between the slashes.',
    unknownFlag: (flag: string) => `A regular expression cannot have the flag ${flag} here.`,
    invalidRegex: (problem: string) => `The regular expression cannot be read: ${problem}`,
    unknownValue: (key: string, value: string, choices: string) =>
      `${key}:${value} is not a filter. Write ${choices}.`,
    invalidSize: (value: string) =>
      `${value} is not a size. Write size:>1kb, size:<=200 or size:1kb..2mb.`,
    reversedRange: (value: string) =>
      `${value} begins above its end. Write the smaller size first.`,
    tooSlow: (pattern: string) =>
      `The pattern ${pattern} takes too long on one of the messages, so filtering stopped. Write a simpler one: nested repetitions such as (a+)+ are the usual cause.`,
    failed: (reason: string) => `Filtering failed: ${reason}`,
  },

  importing: 'Importing',
  exporting: 'Exporting',
  exported: (name: string, bytes: string) => `Saved ${name} (${bytes})`,
  exportFailed: (reason: string) =>
    `The export failed: ${reason}. Nothing was saved; the session is still here.`,
  imported: (messages: string, n: number, sockets: string, m: number) =>
    `Imported ${messages} ${plural(n, { one: 'message', other: 'messages' })} of ${sockets} ${plural(m, { one: 'socket', other: 'sockets' })}`,
  importProblems: (count: string, n: number, first: string) =>
    `${count} ${plural(n, { one: 'part', other: 'parts' })} could not be read. ${first}`,
  importFailed: (reason: string) => `The file was not imported: ${reason}`,
  nothingToExport: 'There is nothing to export yet: no socket was recorded.',
  dropHere: 'Drop a HAR file or Protobuf schemas to open them',

  schemas: 'Protobuf schemas',
  schemasOpen: 'Protobuf schemas…',
  schemasHint:
    'Add .proto files, by which Protobuf messages are shown with the names of their fields',
  schemaFiles: 'Files',
  schemaChoose: 'Choose files',
  schemaChooseFolder: 'Choose a folder',
  schemaFormats:
    '.proto files with all that they import, or descriptor sets (.desc, .binpb, .pb). What is in google/protobuf need not be added.',
  schemaEmpty:
    'No schemas yet. Choose your .proto files, or drop them on the panel. They are kept in this browser only.',
  schemaReading: 'Reading…',
  schemaTotals: (files: string, n: number, types: string, m: number) =>
    `${files} ${plural(n, { one: 'file', other: 'files' })}, ${types} ${plural(m, { one: 'message type', other: 'message types' })}`,
  schemaCounts: (messages: string, n: number, enums: string, m: number) =>
    `${messages} ${plural(n, { one: 'message', other: 'messages' })}${m === 0 ? '' : `, ${enums} ${plural(m, { one: 'enum', other: 'enums' })}`}`,
  schemaRemove: (name: string) => `Remove ${name}`,
  schemaRemoveAll: 'Remove all',
  schemaErrorAt: (line: string, text: string) => `Line ${line}: ${text}`,
  schemaErrorHint:
    'Choose the file again once it is corrected: it replaces this one. What it misses is found as soon as it is added.',
  schemaProblems: {
    noSchemas: (name: string) =>
      `${name} is no schema, so nothing was added. Choose .proto files or descriptor sets.`,
    tooLarge: (most: string, files: string) =>
      `Nothing was added: all schemas together may have ${most} in ${files} files. Remove some, or add only those that your messages need.`,
    unreadable: (name: string, reason: string) =>
      `${name} could not be read: ${reason}. Choose it again.`,
    diskFull:
      'The schemas are used, but not kept: the browser’s disk space is full. Free some and add them again, or they are gone when DevTools closes.',
    notKept: (reason: string) =>
      `The schemas are used, but not kept, so they are gone when DevTools closes: ${reason}`,
    notRemembered: (reason: string) =>
      `The schemas of last time could not be read: ${reason}. Choose them again.`,
    failed: (reason: string) => `The schemas could not be read: ${reason}`,
  },
  messageRules: 'Types of messages',
  messageRulesHint:
    'The first rule that fits says of what type a binary message is. The menu of a message’s layers does so for one message, one socket or one address.',
  ruleEmpty: 'No rules yet.',
  ruleEmptyWithoutSchema: 'No rules yet. Add a schema first: rules name its types.',
  ruleAdd: 'Add a rule',
  ruleName: (number: string) => `Rule ${number}`,
  ruleType: 'Message type',
  ruleUnknownType: 'No schema above has this type.',
  ruleUrl: 'Address',
  ruleUrlPlaceholder: 'any; * stands for anything',
  ruleBothDirections: 'both',
  ruleLeading: 'Number in front',
  ruleNoLeading: 'none',
  ruleLeadingValue: 'Its value',
  ruleBadNumber: 'Write 7 or 0x07.',
  leadingNumbers: {
    u8: '1 byte',
    u16be: '2 bytes',
    u16le: '2 bytes, little-endian',
    u32be: '4 bytes',
    u32le: '4 bytes, little-endian',
    varint: 'a varint',
  },
  ruleUp: (number: string) => `Move rule ${number} up`,
  ruleDown: (number: string) => `Move rule ${number} down`,
  ruleRemove: (number: string) => `Remove rule ${number}`,

  closeCodes: {
    1000: 'normal closure',
    1001: 'going away',
    1002: 'protocol error',
    1003: 'unsupported data',
    1005: 'no code in the close frame',
    1006: 'connection lost without a close frame',
    1007: 'invalid data in a message',
    1008: 'policy violation',
    1009: 'message too big',
    1010: 'an extension is missing',
    1011: 'server error',
    1012: 'service restart',
    1013: 'try again later',
    1014: 'bad gateway',
    1015: 'TLS handshake failed',
  } as Readonly<Record<number, string>>,
  closeCodeRegistered: 'registered by a library',
  closeCodeApplication: 'the application’s own code',
  closeCodeUnknown: 'unknown code',

  timeline: 'Timeline',
  timelineHint: 'Show messages by time above the list',
  timelineHelp:
    'Drag to choose a span of time. Arrow keys move it, Shift with an arrow key resizes it, + and − zoom, Escape clears it.',
  timelineSpan: (from: string, to: string) => `${from} – ${to}`,
  timelineChosen: (span: string) => `Narrowed to ${span}.`,
  timelineInSight: (span: string, sent: string, received: string) =>
    `In sight: ${span}, ${sent} sent, ${received} received`,
  timelineSent: (count: string, bytes: string) => `${count} sent, ${bytes}`,
  timelineReceived: (count: string, bytes: string) => `${count} received, ${bytes}`,
  clearSpan: (span: string) => `Show all times again, not only ${span}`,

  statistics: 'Statistics',
  statisticsBytes: 'Bytes',
  statisticsRate: 'Now',
  perSecond: (messages: string, bytes: string) => `${messages}/s, ${bytes}/s`,
  statisticsLeast: 'Smallest',
  statisticsMedian: 'Median',
  statisticsMost: 'Largest',
  statisticsSizes: 'Sizes',

  meter: 'Cost of recording',
  meterHint: 'What recording costs the page and the panel: show each number and what it means',
  meterPerMessage: (us: string) => `${us} µs/message`,
  meterMicroseconds: (us: string) => `${us} µs`,
  meterBehind: (time: string) => `${time} behind`,
  meterOf: (part: string, whole: string) => `${part} of ${whole}`,
  meterCost: 'Per message',
  meterCostMeaning:
    'In the page, on average, by the recorder’s own clock: all of its work on a message, handing it over included. The clock’s steps are longer than that work, so only the sum over many is right, and it goes on while other programs have the processor. What the browser takes to call the recorder, about 1 µs, is not in it. Of several documents the most expensive.',
  meterTooFew: 'too few messages',
  meterShare: 'Page’s time',
  meterShareMeaning: 'The part of the last second that recording took from the page.',
  meterLevel: 'Recorded',
  meterLevelMeaning: 'Of each message from now on.',
  meterDropped: 'Not recorded',
  meterMemory: 'Memory',
  meterMemoryMeaning: 'Messages and their rows, of what Settings allows for messages.',
  meterDisk: 'Disk',
  meterDiskMeaning: 'Messages that have moved there, until Clear or the end of the panel.',
  meterLag: 'Behind the page',
  meterLagMeaning:
    'From a message in the page to its row, at the longest in the last second. The clocks of two processes are compared.',
  meterNoMessages: 'no messages now',
  meterReducedBeyond: (share: string) =>
    `Recording is reduced when it takes more than ${share} of a page’s time for three seconds. Settings change that.`,
  meterNeverReduced: 'Recording is never reduced. Settings change that.',
  levels: { all: 'everything', beginnings: 'the first 1 KiB', sizes: 'size and time only' },
  reducedTo: {
    beginnings: 'Recording is reduced: only the first 1 KiB of each message',
    sizes: 'Recording is reduced: messages without content',
  },
  reducedHint:
    'Recording took more of the page’s time than Settings allow, so less of each message is recorded. No message is left out. “Record everything again” ends that.',
  restore: 'Record everything again',
  restoreHint: 'Record whole messages from now on, whatever that takes, until the page is reloaded',
  rowReduced: 'first 1 KiB (recording reduced)',
  rowWithoutContent: 'no content (recording reduced)',
  reducedPayload:
    'When this message came, recording took more of the page’s time than Settings allow, so only its first 1 KiB was recorded.',
  barePayload:
    'When this message came, recording took more of the page’s time than Settings allow, so only its size and time were recorded.',
  costBudget: 'Page’s time for recording',
  costBudgetHint:
    'When recording takes more for three seconds, only the first 1 KiB of each message is recorded, and if that is still too much, only its size.',
  costBudgetOf: (share: string) => `At most ${share}`,
  costBudgetNone: 'As much as it takes',

  resizeSockets: 'Resize the list of sockets',
  resizeMessage: 'Resize the message',
};
