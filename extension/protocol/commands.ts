import { isArrayBuffer } from './array-buffer.ts';
import { isLevel, type Level } from './levels.ts';

/** Down, from the panel to the recorder. Every field is always there: in the page's world a missing one would be looked up on a prototype that the page may have changed. */
export type Command =
  | {
      readonly kind: 'send';
      readonly requestId: number;
      readonly socketId: number;
      readonly isText: boolean;
      readonly text: string;
      readonly bytes: ArrayBuffer;
    }
  | {
      readonly kind: 'close';
      readonly requestId: number;
      readonly socketId: number;
      readonly code: number;
      readonly reason: string;
    }
  | { readonly kind: 'record'; readonly isRecording: boolean };

/** From the relay to the recorder: the panel's commands and the relay's own. */
export type RecorderCommand =
  | Command
  /** A panel listens: hand over what is there, describe the sockets, then send as credit allows. */
  | { readonly kind: 'attach' }
  | { readonly kind: 'detach' }
  /** The panel has taken what it got: one more batch may go, full or not. */
  | { readonly kind: 'credit' }
  /** Record so many bytes of each payload from now on: see levels.ts. */
  | { readonly kind: 'keep'; readonly maxBytes: number }
  /** Records were dropped on the way: describe the sockets, so that the panel can count what it lacks. */
  | { readonly kind: 'snapshot' };

/** From the panel to the relay. */
export type PanelToRelay =
  /** `maxShare`: of the page's time, that recording may take; 0: as much as it takes. */
  | { readonly kind: 'attach'; readonly isRecording: boolean; readonly maxShare: number }
  | { readonly kind: 'allow'; readonly maxShare: number }
  /** Everything is to be recorded again. */
  | { readonly kind: 'restore' }
  | { readonly kind: 'ack'; readonly batches: number }
  | { readonly kind: 'command'; readonly command: Command };

/** Broadcast by a relay when its document begins, comes back, or a panel has opened. Batches then travel as bare ArrayBuffers. */
export interface DocumentHello {
  readonly kind: 'sockets-document';
  readonly layout: number;
  readonly url: string;
  readonly isTop: boolean;
  /** It is no document but a dedicated worker of one, which records itself: see docs/adr/0012. */
  readonly isWorker: boolean;
  /** Workers that it makes record themselves, where they can. */
  readonly recordsWorkers: boolean;
  /** Names the document for as long as it lives, also across ports. */
  readonly documentKey: string;
  /** When the document began, epoch ms. */
  readonly timeOriginMs: number;
  /** It has come back from the back/forward cache, and no port that it had can be used any more. */
  readonly isBack: boolean;
}

/** Up, from a relay: the document's records broke the layout, and no more of them will come. */
export interface CutOff {
  readonly kind: 'sockets-cut-off';
  readonly reason: string;
}

/** Up, from a relay: how much of each message of the document is recorded from now on. A panel that hears nothing takes it for all. */
export interface LevelChanged {
  readonly kind: 'sockets-level';
  readonly level: Level;
}

/** Broadcast to the relays of a tab when a panel opens. */
export interface PanelOpened {
  readonly kind: 'sockets-panel-opened';
}

/** The panel's port to a document. */
export const documentPortName = 'sockets-document';
/** A document has several such ports where workers of it record themselves. */
export const portNameOf = ({ isWorker, documentKey }: DocumentHello): string =>
  isWorker ? `${documentPortName}:${documentKey}` : documentPortName;
/** Firefox: the panel's port to the background page, followed by the tab's id. */
export const panelPortPrefix = 'sockets-panel:';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

export const isPanelOpened = (value: unknown): value is PanelOpened =>
  isRecord(value) && value['kind'] === 'sockets-panel-opened';

export function isDocumentHello(value: unknown): value is DocumentHello {
  return (
    isRecord(value) &&
    value['kind'] === 'sockets-document' &&
    typeof value['url'] === 'string' &&
    typeof value['isTop'] === 'boolean' &&
    typeof value['isWorker'] === 'boolean' &&
    typeof value['recordsWorkers'] === 'boolean' &&
    typeof value['documentKey'] === 'string' &&
    typeof value['layout'] === 'number' &&
    typeof value['timeOriginMs'] === 'number' &&
    typeof value['isBack'] === 'boolean'
  );
}

export function isPanelToRelay(value: unknown): value is PanelToRelay {
  if (!isRecord(value)) return false;
  if (value['kind'] === 'ack')
    return Number.isSafeInteger(value['batches']) && Number(value['batches']) >= 0;
  if (value['kind'] === 'attach')
    return typeof value['isRecording'] === 'boolean' && isShare(value['maxShare']);
  if (value['kind'] === 'allow') return isShare(value['maxShare']);
  if (value['kind'] === 'restore') return true;
  return value['kind'] === 'command' && isCommand(value['command']);
}

export const isCutOff = (value: unknown): value is CutOff =>
  isRecord(value) && value['kind'] === 'sockets-cut-off' && typeof value['reason'] === 'string';

export const isLevelChanged = (value: unknown): value is LevelChanged =>
  isRecord(value) && value['kind'] === 'sockets-level' && isLevel(value['level']);

/** Whole, with every field of its type, so that the recorder looks nothing up on a prototype. */
function isCommand(value: unknown): value is Command {
  if (!isRecord(value)) return false;
  const has = (name: string, isRight: (field: unknown) => boolean): boolean =>
    Object.hasOwn(value, name) && isRight(value[name]);
  if (!has('kind', isString)) return false;
  if (value['kind'] === 'record') return has('isRecording', isBoolean);
  if (!has('requestId', isUint32) || !has('socketId', isUint32)) return false;
  if (value['kind'] === 'send')
    return has('isText', isBoolean) && has('text', isString) && has('bytes', isArrayBuffer);
  return value['kind'] === 'close' && has('code', isCloseCode) && has('reason', isString);
}

const isShare = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;
const isBoolean = (value: unknown): boolean => typeof value === 'boolean';
const isString = (value: unknown): boolean => typeof value === 'string';
const isUint32 = (value: unknown): boolean => typeof value === 'number' && value >>> 0 === value;
const isCloseCode = (value: unknown): boolean => isUint32(value) && Number(value) <= 0xffff;
