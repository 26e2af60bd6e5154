// Every built-in that the recorder uses, saved before any script of the page has run. The page may
// replace each of them afterwards; nothing here looks a name up again.
// Beside these, the recorder uses only syntax that runs no code of the page: no spread, no for-of, no
// destructuring of arrays, no methods of arrays or strings, no Promises.

export const { apply, construct, defineProperty, get, getOwnPropertyDescriptor, getPrototypeOf } =
  Reflect;
export const { iterator, toPrimitive } = Symbol;

export const NativeProxy = Proxy;
export const NativeWebSocket = WebSocket;
export const NativeMessageEvent = MessageEvent;
export const NativeWeakRef = WeakRef;
export const NativeWeakMap = WeakMap;
export const NativeFileReader = FileReader;
export const NativeUint8Array = Uint8Array;
export const NativeDataView = DataView;
export const NativeUint32Array = Uint32Array;
export const NativeFloat64Array = Float64Array;
export const NativeArrayBuffer = ArrayBuffer;
export const NativeError = Error;
export const { prototype: functionPrototype } = Function;
export const { prototype: objectPrototype } = Object;
export const { isView } = ArrayBuffer;
export const { isArray } = Array;

type Method = (this: unknown, ...parameters: never[]) => unknown;

/** The getter of an accessor property that a platform object's prototype has. */
function getterOf(prototype: object, name: PropertyKey): Method {
  // The platform guarantees that each accessor named in this file exists.
  return (getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor).get as Method;
}

/** Makes a saved getter a function of its object. */
function reads<Value>(prototype: object, name: PropertyKey): (self: unknown) => Value {
  const getter = getterOf(prototype, name);
  return (self) => apply(getter, self, []) as Value;
}

const { setPrototypeOf } = Reflect;
/** An object without a prototype: what it lacks is not looked up where a page can put things. */
export function bare<Shape extends object>(object: Shape): Shape {
  setPrototypeOf(object, null);
  return object;
}

const typedArrayPrototype = getPrototypeOf(Uint8Array.prototype) as object;

export const urlOf = reads<string>(WebSocket.prototype, 'url');
export const readyStateOf = reads<number>(WebSocket.prototype, 'readyState');
export const protocolOf = reads<string>(WebSocket.prototype, 'protocol');
export const extensionsOf = reads<string>(WebSocket.prototype, 'extensions');
export const eventDataOf = reads<unknown>(MessageEvent.prototype, 'data');
export const eventTimeOf = reads<number>(Event.prototype, 'timeStamp');
export const closeCodeOf = reads<number>(CloseEvent.prototype, 'code');
export const closeReasonOf = reads<string>(CloseEvent.prototype, 'reason');
export const wasCleanOf = reads<boolean>(CloseEvent.prototype, 'wasClean');
export const bufferByteLengthOf = reads<number>(ArrayBuffer.prototype, 'byteLength');
export const blobSizeOf = reads<number>(Blob.prototype, 'size');
export const fileReaderResultOf = reads<ArrayBuffer | null>(FileReader.prototype, 'result');
/** The name of a typed array's class, undefined for anything else: the one test that cannot be fooled. */
export const typedArrayNameOf = reads<string | undefined>(typedArrayPrototype, Symbol.toStringTag);
export const typedArrayBufferOf = reads<ArrayBuffer>(typedArrayPrototype, 'buffer');
export const typedArrayOffsetOf = reads<number>(typedArrayPrototype, 'byteOffset');
export const typedArrayByteLengthOf = reads<number>(typedArrayPrototype, 'byteLength');
export const dataViewBufferOf = reads<ArrayBuffer>(DataView.prototype, 'buffer');
export const dataViewOffsetOf = reads<number>(DataView.prototype, 'byteOffset');
export const dataViewByteLengthOf = reads<number>(DataView.prototype, 'byteLength');
export const errorNameOf = (error: object): string => textOf(readOwnOrInherited(error, 'name'));
export const errorMessageOf = (error: object): string =>
  textOf(readOwnOrInherited(error, 'message'));

export const nativeSend = WebSocket.prototype.send;
export const nativeClose = WebSocket.prototype.close;

const { addEventListener: nativeAddEventListener, dispatchEvent: nativeDispatchEvent } =
  EventTarget.prototype;
const { get: weakMapGet, set: weakMapSet } = WeakMap.prototype;
const { deref } = WeakRef.prototype;
const { now: performanceNow } = Performance.prototype;
const { readAsArrayBuffer } = FileReader.prototype;
const { start: startOfPort } = MessagePort.prototype;
const { set: typedArraySet } = Uint8Array.prototype;
const { encode, encodeInto: nativeEncodeInto } = TextEncoder.prototype;
const { performance: clock } = globalThis;
const encoder = new TextEncoder();

export const timeOriginMs = clock.timeOrigin;
/** Milliseconds since the time origin. */
export const now = (): number => apply(performanceNow, clock, []) as number;

/** Adding the same listener again changes nothing. */
export function listen(target: EventTarget, type: string, listener: (event: never) => void): void {
  apply(nativeAddEventListener, target, [type, listener]);
}
export function dispatch(target: EventTarget, event: Event): boolean {
  return apply(nativeDispatchEvent, target, [event]) as boolean;
}
export const mapGet = <Key extends object, Value>(
  map: WeakMap<Key, Value>,
  key: Key,
): Value | undefined => apply(weakMapGet, map, [key]) as Value | undefined;
export const mapSet = <Key extends object, Value>(
  map: WeakMap<Key, Value>,
  key: Key,
  value: Value,
): void => {
  apply(weakMapSet, map, [key, value]);
};
export const derefOf = <Value extends object>(reference: WeakRef<Value>): Value | undefined =>
  apply(deref, reference, []) as Value | undefined;
export const startPort = (port: MessagePort): void => {
  apply(startOfPort, port, []);
};
export const readBlob = (reader: FileReader, blob: Blob): void => {
  apply(readAsArrayBuffer, reader, [blob]);
};
export const setBytes = (target: Uint8Array, source: Uint8Array, at: number): void => {
  apply(typedArraySet, target, [source, at]);
};
export const encodeText = (text: string): Uint8Array =>
  apply(encode, encoder, [text]) as Uint8Array;
export const encodeTextInto = (text: string, target: Uint8Array): number =>
  (apply(nativeEncodeInto, encoder, [text, target]) as { written: number }).written;

/**
 * An exception's name or message. A DOMException has them by its saved getters. Anything else may be the
 * page's own object, thrown by a method that the browser called: only of true errors are strings read
 * that are plain data, because anything else may be a Proxy.
 */
function readOwnOrInherited(error: object, name: 'name' | 'message'): unknown {
  try {
    return name === 'name' ? domExceptionName(error) : domExceptionMessage(error);
  } catch {
    // Not a DOMException.
  }
  if (isError === undefined || !(apply(isError, NativeError, [error]) as boolean)) return '';
  const own = getOwnPropertyDescriptor(error, name);
  if (own !== undefined) return own.value;
  if (name === 'message') return '';
  return getPrototypeOf(error) === typeErrorPrototype ? 'TypeError' : 'Error';
}
/** Chromium 134, Firefox 138. */
const isError = getOwnPropertyDescriptor(Error, 'isError')?.value as Method | undefined;
const { prototype: typeErrorPrototype } = TypeError;
const domExceptionName = reads<string>(DOMException.prototype, 'name');
const domExceptionMessage = reads<string>(DOMException.prototype, 'message');
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
